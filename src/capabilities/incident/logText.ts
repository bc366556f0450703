// Whether a text holds lines of an IKE log, however short it is and without any clock, or is a configuration of a gateway.

import { isConfigText } from '../../diagnosis/given/theirConfig.js';
import { pastedLines } from '../../logs/pastedLines.js';
import { recognize } from '../../logs/read/events.js';
import { ownSignatureSet } from '../../logs/signature/set.js';

export { isConfigText };

const mostLines = 50;

/** A signature knows one of its lines: words that only look like a fault are talk. */
export function isLogText(text: string): boolean {
  const lines = pastedLines(text).slice(0, mostLines);
  return recognize(lines, ownSignatureSet(), null).events.some(({ readBy }) => readBy === 'signature');
}
