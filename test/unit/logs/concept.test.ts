// What no signature knows: read by its words, never more than possible, and never a false all-clear.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { figuresOf, judgeAll, parseCases } from '../../../src/diagnosis/accuracy.js';
import { checkConcepts } from '../../../src/logs/concept/check.js';
import { ownConceptSet, ownConcepts } from '../../../src/logs/concept/set.js';
import { plainWords } from '../../../src/logs/concept/words.js';
import { linesOf } from '../../../src/logs/format/text.js';
import { readLines } from '../../../src/logs/readLines.js';
import { ownSignatureSet, without } from '../../../src/logs/signature/set.js';

const read = (text: string) => readLines(linesOf(text));

describe('the words of a line', () => {
  it('are those of codes and names too', () => {
    expect(plainWords('NO_PROPOSAL_CHOSEN')).toBe('no proposal chosen');
    expect(plainWords('PskMismatch')).toBe('psk mismatch');
    expect(plainWords("the peer doesn't match")).toBe('the peer does not match');
  });

  it('leave out names in quotes, so that a connection called paris-psk says nothing about its key', () => {
    expect(plainWords('"paris-psk" #1: timeout')).toBe('1 timeout');
    expect(ownConceptSet().conceptOf('"psk-mismatch" #1: IKE SA established')?.id).toBe('ike-up');
  });
});

describe('a concept', () => {
  it('reads each of its examples, and leaves alone what must stay quiet', () => {
    expect(checkConcepts(ownConcepts)).toEqual([]);
  });

  it('of a mismatch names the cause as possible and says that it read by words', () => {
    const reading = read('acmevpnd: IKE identity of 203.0.113.9 does not match the configured peer ID');
    expect(reading.candidates[0]).toMatchObject({ cause: 'peer-id-mismatch', confidence: 'possible' });
    expect(reading.candidates[0]?.why).toContain('No signature knows this line');
    expect(reading.recognized).toBe(0);
  });

  it('of a refusal that the peer told stays a refusal', () => {
    const [first] = read('acmevpnd: phase 1: received notify AUTHENTICATION_FAILED from peer').candidates;
    expect(first?.cause).toBe('auth-rejected-by-peer');
  });

  it('never outranks a line that a signature knows', () => {
    const reading = read(
      "12[IKE] tried 1 shared key for 'a' - 'b', but MAC mismatched\n12[IKE] frobnicated the certificate, invalid state",
    );
    expect(reading.candidates[0]).toMatchObject({ cause: 'psk-mismatch', confidence: 'certain' });
  });

  it('does not read what other programs print', () => {
    expect(read('Jan  5 10:00:00 host sshd[12]: authentication failed for user bob').candidates).toEqual([]);
  });

  it('of phase 1 alone does not call the tunnel up', () => {
    const [first] = read('acmevpnd: IKE SA with 203.0.113.9 established').candidates;
    expect(first?.cause).not.toBe('tunnel-up-healthy');
  });
});

describe('without the signatures of the vendor', () => {
  const cases = parseCases(
    readFileSync(fileURLToPath(new URL('../../fixtures/logs/cases.jsonl', import.meta.url)), 'utf8'),
  );
  const vendors = [...new Set(cases.map(({ vendor }) => vendor ?? ''))].filter((vendor) =>
    ownSignatureSet().files.some((file) => file.vendor === vendor),
  );

  it('half of the cases are still right, and none is confidently wrong or called healthy', async () => {
    const judged = [];
    for (const vendor of vendors)
      judged.push(
        ...(await judgeAll(
          cases.filter((one) => one.vendor === vendor),
          without(ownSignatureSet(), vendor),
        )),
      );
    const figures = figuresOf(judged);
    expect(figures.counted).toBeGreaterThan(60);
    expect(figures.right / figures.counted).toBeGreaterThanOrEqual(0.5);
    expect(figures['confident-wrong'] + figures['healthy-wrong']).toBe(0);
  });
});
