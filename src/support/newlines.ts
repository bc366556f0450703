// The lines of a stream that ends each with a newline, as those of JSON do.

import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** Of a row of a database or an answer: none that we write comes near it. */
const mostCharacters = 128 * 1024 * 1024;

/**
 * At newlines alone: readline ends a line at U+2028 too since Node.js 24, and JSON writes that character as it is.
 * @throws RangeError for a line that does not end, which small packed bytes can hold.
 */
export async function* splitAtNewlines(bytes: Readable, most = mostCharacters): AsyncGenerator<string, void> {
  const decoder = new StringDecoder('utf8');
  // In pieces: looking through all of a long line again with each chunk would take the square of its length.
  let begun: string[] = [];
  let characters = 0;
  for await (const chunk of bytes) {
    const [first = '', ...more] = decoder.write(chunk).split('\n');
    begun.push(first);
    characters += first.length;
    if (characters > most) throw new RangeError('a line is longer than any of ours');
    if (more.length === 0) continue;
    yield begun.join('');
    const last = more.pop() ?? '';
    yield* more;
    begun = [last];
    characters = last.length;
  }
  begun.push(decoder.end());
  const rest = begun.join('');
  if (rest !== '') yield rest;
}
