// The lines of a stream that ends each with a newline, as those of JSON do.

import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** At newlines alone: readline ends a line at U+2028 too since Node.js 24, and JSON writes that character as it is. */
export async function* splitAtNewlines(bytes: Readable): AsyncGenerator<string, void> {
  const decoder = new StringDecoder('utf8');
  let begun = '';
  for await (const chunk of bytes) {
    const lines = (begun + decoder.write(chunk)).split('\n');
    begun = lines.pop() ?? '';
    yield* lines;
  }
  begun += decoder.end();
  if (begun !== '') yield begun;
}
