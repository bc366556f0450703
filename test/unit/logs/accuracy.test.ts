// Labelled cases in our own wording, over all vendors and causes: right, or honestly undecided; never confidently wrong.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { accuracyText, figuresOf, judgeAll, judgeCase, parseCases } from '../../../src/logs/accuracy.js';

const cases = parseCases(
  readFileSync(fileURLToPath(new URL('../../fixtures/logs/cases.jsonl', import.meta.url)), 'utf8'),
);

describe('the labelled cases', () => {
  it('cover the vendors and the causes', () => {
    expect(cases.length).toBeGreaterThanOrEqual(60);
    expect(new Set(cases.map(({ vendor }) => vendor)).size).toBeGreaterThanOrEqual(14);
    expect(new Set(cases.map(({ label }) => label)).size).toBeGreaterThanOrEqual(25);
  });

  it('are read right, or honestly undecided, and never confidently wrong', async () => {
    const figures = figuresOf(await judgeAll(cases));
    expect(figures.confidentlyWrong).toBe(0);
    expect(figures.right / figures.counted).toBeGreaterThanOrEqual(0.92);
    expect((figures.right + figures.undecided) / figures.counted).toBeGreaterThanOrEqual(0.97);
  });
});

describe('the figures', () => {
  const labelled = (label: 'psk-mismatch' | 'dpd-timeout', text: string) =>
    ({ id: 'a', vendor: 'strongswan', label, text }) as const;

  it('tell right, undecided and confidently wrong apart', async () => {
    const mac = "tried 1 shared key for 'a' - 'b', but MAC mismatched";
    expect((await judgeCase(labelled('psk-mismatch', mac))).outcome).toBe('right');
    expect((await judgeCase(labelled('dpd-timeout', mac))).outcome).toBe('confidently-wrong');
    expect(
      (await judgeCase(labelled('psk-mismatch', 'received AUTHENTICATION_FAILED notify error'))).outcome,
    ).toBe('undecided');
    expect((await judgeCase(labelled('dpd-timeout', 'nothing at all'))).outcome).toBe('undecided-without');
  });

  it('leave weak cases out', async () => {
    expect(await judgeAll([{ ...labelled('psk-mismatch', 'x'), weak: true }])).toEqual([]);
  });

  it('are printed with the failing cases', async () => {
    const text = accuracyText(await judgeAll([labelled('dpd-timeout', 'nothing at all')]), true);
    expect(text).toContain('right or honestly undecided');
    expect(text).toContain('a  undecided-without  label dpd-timeout');
  });
});
