// One judge: a log gives the same cause, confidence and alternatives pasted, read from a device, and given by a partner.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseCases } from '../../../src/diagnosis/accuracy.js';
import { foreignEnd } from '../../../src/diagnosis/collect.js';
import { diagnose } from '../../../src/diagnosis/diagnose.js';
import { withGiven } from '../../../src/diagnosis/given/given.js';
import { examineLog } from '../../../src/diagnosis/pastedLog.js';
import type { EndEvidence, TunnelEvidence } from '../../../src/domain/evidence.js';
import type { LogReading } from '../../../src/domain/log.js';
import { type Gap, gap, known } from '../../../src/domain/observation.js';
import type { Diagnosis } from '../../../src/domain/verdict.js';
import { nothingDeclared } from '../../../src/fleet/fleetTunnel.js';
import { linesOf } from '../../../src/logs/format/text.js';
import { readLines } from '../../../src/logs/readLines.js';
import { ownPlaybookSet } from '../../../src/playbook/folder.js';

const at = '2026-03-02T10:00:00.000Z';
const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const recordings = `${fixtures}strongswan/recordings/`;

const logs: readonly { readonly id: string; readonly text: string }[] = [
  ...parseCases(readFileSync(`${fixtures}logs/cases.jsonl`, 'utf8')),
  ...readdirSync(recordings).flatMap((name) =>
    ['left', 'right']
      .map((end) => ({ id: `${name}/${end}`, path: `${recordings}${name}/${end}.log` }))
      .filter(({ path }) => existsSync(path))
      .map(({ id, path }) => ({ id, text: readFileSync(path, 'utf8') })),
  ),
];

/** Our device, of which nothing but perhaps its log can be read, and a partner's gateway. */
function evidence(log: LogReading | null): TunnelEvidence {
  const nothing: Gap = gap({
    reason: 'not-configured',
    says: 'It is not configured how to read that.',
    remedy: 'Configure it.',
    device: 'fw-paris',
    request: 'nothing',
    at,
  });
  const theirs = foreignEnd({ name: 'paris-lyon', declared: nothingDeclared }, at);
  const source = { device: 'fw-paris', request: 'log', at, fromCache: false, calls: 1 };
  const ours: EndEvidence = {
    ...theirs,
    end: 'ours',
    readable: true,
    name: 'fw-paris',
    tunnel: 'to-lyon',
    config: nothing,
    live: nothing,
    later: nothing,
    log: log ? known(log, source) : nothing,
    path: nothing,
    clock: nothing,
    ha: nothing,
    certificates: nothing,
    changes: nothing,
    drops: nothing,
  };
  return { tunnel: 'paris-lyon', collectedAt: at, declared: nothingDeclared, ours, theirs, answers: [] };
}

const answerOf = ({ verdict, alternatives }: Diagnosis) => ({
  cause: verdict.cause,
  confidence: verdict.confidence,
  alternatives: alternatives.map(({ cause, confidence }) => `${cause} ${confidence}`),
});

describe('one log, three ways', () => {
  it('is there for many faults', () => expect(logs.length).toBeGreaterThan(110));

  it.each(logs)('$id', ({ text }) => {
    const reading = readLines(linesOf(text));
    const playbooks = ownPlaybookSet();
    const pasted = answerOf(examineLog(reading, 'a.log', playbooks).diagnosis);
    const ofDevice = answerOf(diagnose(evidence(reading), playbooks));
    const given = withGiven(evidence(null), [], { reading, name: 'a.log', by: 'Ana', at });
    const ofPartner = answerOf(diagnose(given, playbooks));
    expect(ofDevice).toEqual(pasted);
    expect(ofPartner).toEqual(pasted);
  });
});

describe('a pasted log', () => {
  it('never asks what only a device could show', () => {
    const kinds = ['config-check', 'availability', 'traffic', 'underlay', 'certificates', 'tunnel-monitor'];
    for (const { text } of logs.slice(0, 40)) {
      const { steps, unchecked } = examineLog(readLines(linesOf(text)), 'a.log', ownPlaybookSet()).diagnosis;
      expect(steps.filter((step) => kinds.includes(step.playbook))).toEqual([]);
      expect(unchecked.length).toBeLessThanOrEqual(1);
    }
  });
});
