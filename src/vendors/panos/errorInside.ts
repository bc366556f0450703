// An error that hides in a reply whose status is success: what the firewall says instead of what was asked.

import { child, findAll, text } from './words.js';
import type { XmlNode } from './xml.js';

const errorElements = new Set(['error', 'errors', 'err']);
const messageElements = new Set(['msg', 'message', 'line', ...errorElements]);
/** How commands that answer text begin when they failed; a clock or a table never begins so. */
const failureText =
  /^\W*(server error|internal (server )?error|error\b|invalid\b|unknown command|command not found|no such\b|failed\b|cannot\b|could not\b|permission denied|access denied|not authori[sz]ed|unauthori[sz]ed|timed? ?out)/i;

/**
 * @param message what the envelope's own places for a message hold, empty when they hold none.
 * @returns the firewall's words, null when the reply holds no error of a known form.
 */
export function errorInside(root: XmlNode, result: XmlNode, message: string): string | null {
  const inner = findAll(result, (node) => node.name === 'response')[0];
  if (inner !== undefined && inner.attributes.status !== 'success') return wordsIn(inner);
  const told = [...root.children, ...result.children].find((node) => errorElements.has(node.name));
  if (told !== undefined) return wordsIn(told);
  // A job that was taken has a message beside its number; an answer that is only a message answers nothing.
  const holds = result.children.some((node) => !messageElements.has(node.name));
  if (!holds && message !== '' && result.text.trim() === '') return message;
  const words = result.text.trim();
  return !holds && failureText.test(words) ? words : null;
}

/** The texts inside, on one line. */
function wordsIn(node: XmlNode): string {
  const leaves = findAll(node, (candidate) => candidate.children.length === 0);
  const words = leaves.flatMap((leaf) => text(leaf) ?? []).join('; ');
  return words === '' ? 'an error without words' : words;
}

/** Elements that a table writes also when it has no rows. */
const holders = new Set(['IPSec', 'entries', 'counters']);
const counts = new Set(['num_ipsec', 'ntun', 'ngw', 'total']);

export function hasRows(result: XmlNode): boolean {
  return findAll(result, (node) => node.name === 'entry').length > 0;
}

/** No rows, and the table says so in its own form: its outer element without any, or a count of zero. */
export function isEmptyTable(result: XmlNode): boolean {
  return (
    findAll(result, (node) => holders.has(node.name)).length > 0 ||
    result.children.some((node) => counts.has(node.name) && child(result, node.name)?.text.trim() === '0')
  );
}
