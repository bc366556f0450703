// Texts of devices enter without secrets, in every form that we know, at every door of every vendor.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLine } from '../../../src/logs/format/line.js';
import { vendors } from '../../../src/vendors/registry.js';
import { allForms, keysOf, piecesOf, planted } from '../domain/secrets/plantedKeys.js';
import type { SecretDoor } from './secretDoor.js';

/** A key and the text that holds it, for every form; the same in every run, so that a failure is found again. */
const samples = allForms.map((form) => {
  const [key = ''] = fc.sample(keysOf[form.example.keys], { seed: 7, numRuns: 1 });
  return { id: form.id, text: planted(form, key), pieces: piecesOf(key) };
});

function leftIn(shown: string, { id, pieces }: (typeof samples)[number]): readonly string[] {
  return pieces.filter((piece) => shown.includes(piece)).map((piece) => `${id}: ${piece}`);
}

describe.each(vendors.map(({ name }) => name))('what enters from %s', async (vendor) => {
  const { doors }: { readonly doors: readonly SecretDoor[] } = await import(
    /* @vite-ignore */ `./${vendor}/secretDoors.ts`
  );

  it.each(doors)('as $name is kept without any secret in it', async (door) => {
    const kept = await Promise.all(
      samples.map(async (sample) => ({ sample, shown: JSON.stringify(await door.kept(sample.text)) })),
    );
    expect(kept.flatMap(({ sample, shown }) => leftIn(shown, sample))).toEqual([]);
    expect(kept.filter(({ shown }) => shown.includes('[removed]'))).not.toEqual([]);
  });
});

describe('a line that is read as evidence', () => {
  it('holds no secret of one line', () => {
    const single = samples.filter((sample) => !sample.text.includes('\n'));
    expect(single.flatMap((sample) => leftIn(readLine(sample.text, 1).text, sample))).toEqual([]);
  });
});
