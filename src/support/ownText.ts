// A copy of a text that was cut out of a longer one: the part would keep all of that in memory for as long as it lives.

/** The engine copies what is shorter by itself. */
const copiedByItself = 13;

/** @param text without halves of surrogate pairs. */
export function ownText(text: string): string {
  return text.length < copiedByItself ? text : Buffer.from(text, 'utf8').toString('utf8');
}
