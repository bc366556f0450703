// Nothing that a log can hold makes the reading throw, and a reading stays bounded.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { examineLog } from '../../../src/diagnosis/pastedLog.js';
import { linesOf } from '../../../src/logs/format/text.js';
import { readLines } from '../../../src/logs/readLines.js';
import { loadSignatures, ownSignatures } from '../../../src/logs/signature/load.js';
import { ownPlaybookSet } from '../../../src/playbook/folder.js';

const examples = loadSignatures(ownSignatures).files.flatMap((file) =>
  file.signatures.flatMap((signature) => signature.examples),
);

describe('any mixture of known lines, broken lines and noise', () => {
  it('is answered with one cause that is not among its alternatives', () => {
    const line = fc.oneof(
      fc.constantFrom(...examples),
      fc.string({ maxLength: 80 }),
      fc.constantFrom(...examples).map((text) => text.slice(0, 25)),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
        const reading = readLines(linesOf(lines.join('\n')));
        const { verdict, alternatives } = examineLog(reading, 'log', ownPlaybookSet()).diagnosis;
        expect(alternatives.map(({ cause }) => cause)).not.toContain(verdict.cause);
        expect(new Set(alternatives.map(({ cause }) => cause)).size).toBe(alternatives.length);
      }),
      { numRuns: 150 },
    );
  });

  it('keeps what a reading carries bounded', () => {
    const many = Array.from({ length: 5000 }, (_, index) => examples[index % examples.length]).join('\n');
    const reading = readLines(linesOf(many));
    expect(reading.events.length).toBeLessThanOrEqual(400);
    expect(reading.candidates.length).toBeLessThanOrEqual(6);
  });
});

describe('every example of every signature', () => {
  it('is answered alone, and what is harmless alone is never a fault', () => {
    const wrong = loadSignatures(ownSignatures)
      .files.flatMap((file) => file.signatures)
      .filter(({ harmless }) => harmless)
      .flatMap(({ vendor, id, examples: own }) =>
        own
          .filter((text) => {
            const reading = readLines(linesOf(text), { vendor });
            const { confidence, cause } = examineLog(reading, 'log', ownPlaybookSet()).diagnosis.verdict;
            return cause !== 'tunnel-up-healthy' && confidence !== 'none' && confidence !== 'possible';
          })
          .map(() => `${vendor}/${id}`),
      );
    expect(wrong).toEqual([]);
  });
});
