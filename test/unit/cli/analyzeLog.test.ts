// `analyze-log`: the contract's JSON, a report for people, and one clear sentence for a bad file.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { pastedLogsAnswer } from '../../../src/capabilities/diagnose/schema.js';
import { analyzeLog } from '../../../src/cli/analyzeLog.js';
import { Problem } from '../../../src/domain/problem.js';
import { requireAnswer } from '../commands/declaredAnswers.js';

const folder = mkdtempSync(join(tmpdir(), 'analyze-log-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const psk = file(
  'psk.log',
  "13[IKE] <hub|4> tried 1 shared key for 'a.example' - 'b.example', but MAC mismatched\n",
);

describe('analyze-log', () => {
  it('prints the object of the contract for one file', async () => {
    const report = await analyzeLog([psk]);
    requireAnswer(report, pastedLogsAnswer);
    const { json } = report;
    expect(json).toMatchObject({
      schema: 1,
      tunnel: null,
      vendor: 'strongswan',
      lines: 1,
      recognized: 1,
      verdict: { cause: 'psk-mismatch', confidence: 'certain' },
    });
    expect(Object.keys(json as object)).toEqual(
      expect.arrayContaining(['state', 'side', 'alternatives', 'findings', 'unchecked', 'steps']),
    );
  });

  it('prints an array, in order, for several', async () => {
    const report = await analyzeLog([psk, file('empty.log', '')]);
    requireAnswer(report, pastedLogsAnswer);
    const { json } = report;
    expect((json as { verdict: { cause: string } }[]).map(({ verdict }) => verdict.cause)).toEqual([
      'psk-mismatch',
      'insufficient-data',
    ]);
  });

  it('reads standard input', async () => {
    const { json } = await analyzeLog(['-'], {
      stdin: Readable.from([Buffer.from('DPD: remote seems to be dead\n')]),
    });
    expect(json).toMatchObject({ verdict: { cause: 'dpd-timeout' } });
  });

  it('believes what the caller knows of vendor and side', async () => {
    const { json } = await analyzeLog([file('racoon.log', 'authentication failure\n')], {
      vendor: 'racoon',
      side: 'responder',
    });
    expect(json).toMatchObject({ vendor: 'racoon', side: 'responder' });
  });

  it('shows the verdict first, then the lines, and the steps only when somebody asks', async () => {
    const report = await analyzeLog([psk]);
    expect(report.summary[0]).toMatchObject({ kind: 'callout', tone: 'bad' });
    expect(report.detail[0]?.kind).toBe('log');
    expect(report.detail.some((block) => block.kind === 'steps')).toBe(false);
    const whole = await analyzeLog([psk], { details: true });
    expect(whole.detail.some((block) => block.kind === 'steps')).toBe(true);
    expect(whole.json).toEqual(report.json);
  });

  it('says of a line that no signature knows that it was read by its words, and shows it', async () => {
    const line = 'acmevpnd: phase 2 rejected: remote subnet 10.9.0.0/24 does not match the encryption domain';
    const { json } = await analyzeLog([file('acme.log', line)]);
    const { verdict, findings } = json as {
      verdict: { cause: string; confidence: string };
      findings: { says: string; evidence: { text: string }[] }[];
    };
    expect(verdict).toMatchObject({ cause: 'traffic-selector-mismatch', confidence: 'possible' });
    expect(findings[0]?.says).toContain('no signature knows this line: it was read by its words');
    expect(findings[0]?.evidence[0]?.text).toBe(line);
  });

  it('says that a log mixes vendors', async () => {
    const mixed = file(
      'mixed.log',
      '%ASA-3-713123: Group = 203.0.113.9, IP = 203.0.113.9, IKE lost contact with remote peer, deleting connection\n%ASA-5-713119: Group = 203.0.113.9, IP = 203.0.113.9, PHASE 1 COMPLETED\ncharon: 09[IKE] <hub|4> retransmit 1 of request with message ID 0\ncharon: 09[IKE] <hub|4> giving up after 5 retransmits\n',
    );
    const { json } = await analyzeLog([mixed]);
    expect(JSON.stringify(json)).toContain('mixes lines of');
  });
});

describe('bad input', () => {
  it('is one sentence and exit code 2', async () => {
    const binary = file('a.bin', '\u0000\u0001\u0002\u0003\u0000\u0000\u0000');
    const runs = [
      () => analyzeLog([]),
      () => analyzeLog([join(folder, 'nope')]),
      () => analyzeLog([psk], { side: 'both' }),
      () => analyzeLog([psk], { vendor: 'panoz' }),
      () => analyzeLog([binary]),
    ];
    for (const run of runs) {
      const problem: unknown = await run().then(
        () => null,
        (error: unknown) => error,
      );
      expect(problem).toBeInstanceOf(Problem);
      expect((problem as Problem).exit).toBe(2);
      expect((problem as Problem).message).toMatch(/^[A-Z/].*[.?]$/);
    }
  });
});
