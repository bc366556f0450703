// How many lines a stretch of bytes has: four bytes at a time.

/** Newlines in [from, to). `words` is a view of the same buffer, from its start. */
export function countNewlines(bytes: Uint8Array, words: Uint32Array, from: number, to: number): number {
  let count = 0;
  let at = from;
  for (; at < to && (at & 3) !== 0; at++) if (bytes[at] === 10) count++;
  const lastWord = to >>> 2;
  for (let index = at >>> 2; index < lastWord; index++) {
    const difference = (words[index] as number) ^ 0x0a0a0a0a;
    // A byte is zero exactly when this leaves its high bit (the exact form: no borrow from the byte below).
    const zeros = ~(((difference & 0x7f7f7f7f) + 0x7f7f7f7f) | difference | 0x7f7f7f7f);
    if (zeros === 0) continue;
    count += ((zeros >>> 7) & 1) + ((zeros >>> 15) & 1) + ((zeros >>> 23) & 1) + (zeros >>> 31);
  }
  for (at = Math.max(at, lastWord << 2); at < to; at++) if (bytes[at] === 10) count++;
  return count;
}
