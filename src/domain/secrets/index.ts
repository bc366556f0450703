// Secrets: what they look like in every vendor's texts, and the one way to take them out.

export type { BlockForm, KeyKind, LineForm } from './form.js';
export { removed } from './form.js';
export { removedSentence, secretsIn } from './marks.js';
export { lineForms, type Scrubbed, scrub, scrubLines, severalLineForms } from './scrub.js';
export { isSecretName, scrubValue } from './value.js';
