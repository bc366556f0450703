// What a person typed in Slack as commands read it: labels of links, the characters that Slack escapes.

import { scrub } from '../domain/secrets/index.js';

/**
 * Secrets go first: without quotes and line ends nobody can tell any more where they ended. `<http://a|b>` becomes `b`,
 * `<mailto:x|x>` becomes `x`; then the three characters that Slack escapes. Whom a mention names is read before (`threads/index.ts`).
 */
export function typedIn(text: string): string {
  return scrub(text)
    .text.replace(/<(?:https?|mailto|tel):[^|<>]{0,2000}\|([^<>]{0,2000})>/g, '$1')
    .replace(/<(?:https?:\/\/|mailto:|tel:)([^|<>]{0,2000})>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
