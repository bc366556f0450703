// Any character that has a number of its own, lone surrogates left out: the very characters of fast-check's `binary`, which keeps a map of
// all million of them.

import fc from 'fast-check';

const surrogates = { first: 0xd800, count: 0x800 };

export const anyCharacter: fc.Arbitrary<string> = fc.nat({ max: 0x10ffff - surrogates.count }).map(
  (number) => String.fromCodePoint(number < surrogates.first ? number : number + surrogates.count),
  (character) => {
    const [only, ...more] = typeof character === 'string' ? [...character] : [];
    const number = only?.codePointAt(0);
    if (number === undefined || more.length > 0) throw new TypeError('It is no character.');
    return number < surrogates.first ? number : number - surrogates.count;
  },
);
