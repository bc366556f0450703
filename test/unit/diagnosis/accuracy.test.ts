// Labelled cases in our own wording, over all vendors and causes: right, or honestly undecided; never confidently wrong.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { accuracyText, figuresOf, judgeAll, judgeCase, parseCases } from '../../../src/diagnosis/accuracy.js';

const cases = parseCases(
  readFileSync(fileURLToPath(new URL('../../fixtures/logs/cases.jsonl', import.meta.url)), 'utf8'),
);

describe('the labelled cases', () => {
  it('cover the vendors and the causes', () => {
    expect(cases.length).toBeGreaterThanOrEqual(60);
    expect(new Set(cases.map(({ vendor }) => vendor)).size).toBeGreaterThanOrEqual(14);
    expect(new Set(cases.map(({ label }) => label)).size).toBeGreaterThanOrEqual(25);
  });

  it('are read right, without a guess, a false healthy or a confident mistake', async () => {
    const figures = figuresOf(await judgeAll(cases));
    expect(figures['confident-wrong']).toBe(0);
    expect(figures['healthy-wrong']).toBe(0);
    expect(figures.right / figures.counted).toBeGreaterThanOrEqual(0.95);
    expect(figures.guess / figures.counted).toBeLessThanOrEqual(0.01);
  });
});

describe('the figures', () => {
  const labelled = (label: 'psk-mismatch' | 'dpd-timeout', text: string) =>
    ({ id: 'a', vendor: 'strongswan', label, text }) as const;

  const refused = 'received AUTHENTICATION_FAILED notify error';
  const mac = "tried 1 shared key for 'a' - 'b', but MAC mismatched";

  it('tell right, missed and confidently wrong apart', async () => {
    expect((await judgeCase(labelled('psk-mismatch', mac))).outcome).toBe('right');
    expect((await judgeCase(labelled('dpd-timeout', mac))).outcome).toBe('confident-wrong');
    expect((await judgeCase(labelled('psk-mismatch', refused))).outcome).toBe('missed');
    expect((await judgeCase(labelled('psk-mismatch', refused))).listed).toBe(true);
    expect((await judgeCase(labelled('dpd-timeout', 'nothing at all'))).outcome).toBe('missed');
  });

  it('take an abstention for right where the text shows no more, and when it lists what it must', async () => {
    const rejected = { ...labelled('psk-mismatch', refused), label: 'auth-rejected-by-peer' } as const;
    expect((await judgeCase(rejected)).outcome).toBe('right');
    expect((await judgeCase({ ...rejected, must_list: ['psk-mismatch'] })).outcome).toBe('right');
    expect((await judgeCase({ ...rejected, must_list: ['fragmentation-mtu'] })).outcome).toBe(
      'right-but-unhelpful',
    );
  });

  it('take healthy, idle and rekeying for one family, and every other healthy for wrong', async () => {
    const up = 'CHILD_SA net{1} established with SPIs c1 c2 and TS 10.1.0.0/24 === 10.2.0.0/24';
    const idle = { ...labelled('psk-mismatch', up), label: 'idle-on-demand' } as const;
    expect((await judgeCase(idle)).outcome).toBe('right');
    expect((await judgeCase(labelled('dpd-timeout', up))).outcome).toBe('healthy-wrong');
  });

  it('leave weak cases out', async () => {
    expect(await judgeAll([{ ...labelled('psk-mismatch', 'x'), weak: true }])).toEqual([]);
  });

  it('are printed with the failing cases', async () => {
    const text = accuracyText(await judgeAll([labelled('dpd-timeout', 'nothing at all')]), true);
    expect(text).toMatch(/^missed +1 {2}100\.0 %$/m);
    expect(text).toContain('a  missed  label dpd-timeout');
  });
});
