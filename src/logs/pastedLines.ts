// The lines of a text that somebody pasted, whatever mail programs, consoles and exports did to them.

import type { LogLine } from '../domain/log.js';
import { linesOf } from './format/text.js';
import type { TimeOptions } from './format/time.js';
import { ownSignatureSet } from './signature/set.js';

/** The same as `linesOf`, with lines put together that only make sense together. */
export function pastedLines(
  text: string,
  options: TimeOptions = {},
  signatures = ownSignatureSet(),
): LogLine[] {
  return linesOf(text, options, (line) =>
    signatures.recognize(line).reduce((most, { weight }) => Math.max(most, weight), 0),
  );
}
