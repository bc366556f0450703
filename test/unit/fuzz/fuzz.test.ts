// The fuzzing itself: it finds what is there to be found, makes it small, keeps it, and says nothing of what is well.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { fuzz, kept, tryInput } from '../../fuzz/fuzz.js';
import { buffers, type FuzzTarget } from '../../fuzz/target.js';

const within = mkdtempSync(join(tmpdir(), 'fuzz-'));
afterAll(() => rmSync(within, { recursive: true }));

const target = (name: string, isWrong: (text: string) => boolean): FuzzTarget => ({
  name,
  seeds: buffers(['{"count": 12, "name": "paris-hq"}', '<a>text</a>']),
  runs: 0,
  run(input) {
    if (isWrong(input.toString('utf8'))) throw new Error('this must never happen');
  },
});

it.each([
  ['a number too large', (text: string) => text.includes('9007199254740993')],
  ['one seed inside another', (text: string) => text.includes('count') && text.includes('</a>')],
  ['a part that is missing', (text: string) => text.includes('{"count') && !text.includes('12')],
])('finds %s, and keeps an input that shows it', async (name, isWrong) => {
  const faulty = target(name, isWrong);
  const find = await fuzz(faulty, { seed: 1, runs: 3000, within });
  expect(find?.says).toContain('this must never happen');
  const input = readFileSync(find?.file ?? '');
  expect([...kept(faulty, within).values()]).toEqual([input]);
  await expect(tryInput(faulty, input)).rejects.toThrow('this must never happen');
});

it('finds nothing where nothing is wrong', async () => {
  expect(
    await fuzz(
      target('well', () => false),
      { seed: 1, runs: 500, within },
    ),
  ).toBeNull();
});
