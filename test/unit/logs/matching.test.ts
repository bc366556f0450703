// Shapes and phrases are found wherever they stand, and no line, however hostile, makes the search more than linear.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PhraseIndex } from '../../../src/logs/match/phraseIndex.js';
import { compileShape, fold, lineLimit, matchShape } from '../../../src/logs/match/shape.js';
import { windowLength } from '../../../src/logs/match/windows.js';
import { ownSignatureSet, prepare } from '../../../src/logs/signature/set.js';
import { countNewlines } from '../../../src/logs/stream/newlines.js';

function captures(shape: string, line: string): unknown {
  const { folded, original } = prepare(line);
  return matchShape(compileShape(shape), folded, original);
}

describe('a shape', () => {
  it('gives what its placeholders stand for', () => {
    expect(
      captures(
        "tried {count} shared key{*} for '{ours}' - '{theirs}', but",
        "x: tried 2 shared keys for 'A b' - 'C', but MAC",
      ),
    ).toEqual({
      count: '2',
      ours: 'A b',
      theirs: 'C',
    });
  });

  it('takes the last word before it and the rest of the line behind it', () => {
    expect(
      captures(
        '{peer} is initiating an IKE_SA of {what}',
        '07[IKE] <5> 203.0.113.9 is initiating an IKE_SA of mine today',
      ),
    ).toEqual({
      peer: '203.0.113.9',
      what: 'mine today',
    });
  });

  it('does not mind case, spaces, quotes, HTML entities and stars', () => {
    expect(captures("couldn't find configuration", 'Couldn’t  FIND   configuration')).toEqual({});
    expect(
      captures('notifying with "no proposal chosen"', '**Notifying** with &quot;No proposal chosen&quot;'),
    ).toEqual({});
  });

  it('does not match when a piece is missing or stands in the wrong order', () => {
    expect(captures('alpha {x} omega', 'omega then alpha')).toBeNull();
  });

  it('matches every line that is made from it', () => {
    const piece = fc.stringMatching(/^[a-z]{3,8}( [a-z]{2,6})?$/);
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 5 }), fc.string(), (pieces, filler) => {
        const clean = pieces.map((text) => text.replace(/ +/g, ' '));
        const line = ` ${clean.join(` ${filler.replace(/[{}&*]/g, '')} `)} `;
        expect(captures(clean.join('{*}'), line)).not.toBeNull();
      }),
    );
  });

  it('looks at a bounded part of a line', () => {
    expect(prepare('x'.repeat(10_000_000)).folded.length).toBeLessThanOrEqual(lineLimit + 1);
  });
});

describe('the phrase index', () => {
  it('finds exactly the phrases that a text contains, in any case', () => {
    const word = fc.stringMatching(/^[a-e_ 0-9]{8,14}$/);
    fc.assert(
      fc.property(
        fc.uniqueArray(word, { minLength: 1, maxLength: 12 }),
        fc.array(fc.oneof(word, fc.stringMatching(/^[A-Ea-e_ 0-9]{0,9}$/)), { maxLength: 20 }),
        (phrases, parts) => {
          const text = parts.join('');
          const found = new Set<number>();
          const bytes = Buffer.from(text, 'latin1');
          new PhraseIndex(phrases).scan(bytes, 0, bytes.length, (phrase) => found.add(phrase));
          const expected = phrases.flatMap((phrase, index) =>
            text.toLowerCase().includes(phrase) ? [index] : [],
          );
          expect([...found].sort((a, b) => a - b)).toEqual(expected);
        },
      ),
    );
  });

  it('reads each byte of a hostile line a bounded number of times', () => {
    const { index } = ownSignatureSet();
    const hostile = [
      'a',
      'negotiation ',
      'no proposal chosen',
      'IKE_SA_INIT',
      'mismatchmismatc',
      'authenticatio',
      ' 0',
      '{}*',
    ];
    for (const seed of hostile) {
      const short = readsOf(index, seed.repeat(Math.ceil(4000 / seed.length)));
      const long = readsOf(index, seed.repeat(Math.ceil(16_000 / seed.length)));
      expect(long / short).toBeLessThan(4.4);
    }
  });

  it('needs phrases no shorter than its window', () => {
    expect(
      ownSignatureSet()
        .phrases()
        .every((phrase) => phrase.length >= windowLength),
    ).toBe(true);
  });
});

/** How many bytes the index reads: the work it does, without a clock. */
function readsOf(index: PhraseIndex, text: string): number {
  let reads = 0;
  const bytes = new Proxy(Buffer.from(text, 'latin1'), {
    get(target, key) {
      if (typeof key === 'string' && /^\d+$/.test(key)) reads++;
      return Reflect.get(target, key, target);
    },
  });
  index.scan(bytes, 0, text.length, () => {});
  return reads;
}

describe('counting lines', () => {
  it('gives the same as counting one by one, from and to any place', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 0, maxLength: 200 }),
        fc.nat(40),
        fc.nat(40),
        (random, from, cut) => {
          const bytes = Buffer.from(new ArrayBuffer((random.length + 4) & ~3));
          random.forEach((byte, index) => {
            bytes[index] = byte % 3 === 0 ? 10 : byte;
          });
          const to = Math.max(from, random.length - cut);
          if (to > bytes.length) return;
          const plain = [...bytes.subarray(from, to)].filter((byte) => byte === 10).length;
          expect(countNewlines(bytes, new Uint32Array(bytes.buffer), from, to)).toBe(plain);
        },
      ),
    );
  });
});

describe('folding', () => {
  it('keeps the length of a line whose spaces are single', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ -~]{0,60}$/), (text) => {
        const { folded, original } = prepare(text);
        expect(folded.length).toBe(original.length);
        expect(fold(folded)).toBe(folded);
      }),
    );
  });
});
