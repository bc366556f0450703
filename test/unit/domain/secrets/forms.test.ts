// Every form of secret loses its key, whatever the key is, keeps what tells why, and leaves prose of the field alone.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { removed, scrub } from '../../../../src/domain/secrets/index.js';
import { allForms, keysOf, piecesOf, planted } from './plantedKeys.js';

describe('the forms of secrets', () => {
  it('have names of their own', () => {
    const ids = allForms.map((form) => form.id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

it('a key of words that begins like a token of its own goes to its end', () => {
  const cleaned = scrub('keystring eyJaaa22aaaaa korrekt aaa22aaaaa');
  expect(cleaned).toEqual({ text: `keystring ${removed}`, count: 1 });
});

describe.each(allForms.map((form) => ({ ...form, form })))('$id of $vendor', ({ form, example, stays }) => {
  it('loses its key, keeps the rest, and is scrubbed once more without harm', () => {
    fc.assert(
      fc.property(keysOf[example.keys], (key) => {
        const cleaned = scrub(planted(form, key));
        for (const piece of piecesOf(key)) expect(cleaned.text).not.toContain(piece);
        for (const kept of example.keeps) expect(cleaned.text).toContain(kept);
        expect(cleaned.text).toContain(removed);
        expect(cleaned.count).toBeGreaterThan(0);
        expect(scrub(cleaned.text).text).toBe(cleaned.text);
      }),
      { numRuns: 60 },
    );
  });

  it.each(stays)('leaves alone: %s', (text) => {
    expect(scrub(text)).toEqual({ text, count: 0 });
  });
});
