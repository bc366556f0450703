// Lines as those of JSON are cut: at newlines, wherever the bytes are cut, and at nothing else that ends a line elsewhere.

import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { splitAtNewlines } from '../../../src/support/newlines.js';

async function linesOf(...chunks: readonly Buffer[]): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of splitAtNewlines(Readable.from(chunks))) lines.push(line);
  return lines;
}

it('cuts at newlines alone', async () => {
  const text = '{"a":"one\u2028two\u2029\u0085"}\n\n{"b":"€"}';
  const bytes = Buffer.from(text);
  expect(await linesOf(bytes)).toEqual(text.split('\n'));
  expect(await linesOf(...[...bytes].map((byte) => Buffer.from([byte])))).toEqual(text.split('\n'));
});

it('gives no line behind the last newline', async () => {
  expect(await linesOf(Buffer.from('one\n'))).toEqual(['one']);
  expect(await linesOf()).toEqual([]);
});

it('gives up a line that does not end, which costs the time of its length until then', async () => {
  const endless = Readable.from(Array.from({ length: 1000 }, () => Buffer.alloc(1000, 'x')));
  await expect(splitAtNewlines(endless, 500_000).next()).rejects.toThrow(RangeError);
});
