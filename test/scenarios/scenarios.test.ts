// Each folder is a situation: with both ends the cause is right, with one end it is right or honestly undecided, with the log lines of each
// vendor that it has some of; what the devices show else is neutral.

import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { composeDiagnosis } from '../../src/capabilities/diagnose/report.js';
import { diagnoseAnswer } from '../../src/capabilities/diagnose/schema.js';
import { examine } from '../../src/diagnosis/diagnose.js';
import { causeCodes, causeInfo } from '../../src/domain/causes.js';
import type { Diagnosis } from '../../src/domain/verdict.js';
import { ownPlaybookSet } from '../../src/playbook/folder.js';
import { renderMarkdown } from '../../src/render/markdown.js';
import { requireAnswer } from '../unit/commands/declaredAnswers.js';
import { advice } from './advice.js';
import { evidenceOf, type Visible } from './build.js';
import { cards } from './cards.js';
import { examined, forgetAll, vendorsOf } from './examined.js';
import { silence } from './silence.js';
import { type Expected, readSituation, scenarios, situationNames } from './situation.js';

const playbooks = ownPlaybookSet();
const names = situationNames();

/**
 * With one end: right, or undecided (an abstaining cause, or merely possible) with the truth among the alternatives. An end that
 * sees nothing wrong may say "likely healthy" when it names what it could not see. Never a confident wrong fault.
 */
function isHonest({ verdict, alternatives }: Diagnosis, truth: string): boolean {
  if (verdict.cause === truth) return true;
  const { kind } = causeInfo(verdict.cause);
  const undecided = kind === 'abstains' || verdict.confidence === 'possible' || verdict.confidence === 'none';
  const seesNothing = kind === 'not-a-fault' && verdict.confidence === 'likely';
  return (
    (undecided || seesNothing) &&
    (alternatives.some((one) => one.cause === truth) || cannotBeListed.includes(truth))
  );
}

/** What the readable end can have no idea of: that the other unit was asked, switched off, or itself could not be reached. */
const cannotBeListed: readonly string[] = [
  'standby-node',
  'admin-disabled',
  'device-unreachable',
  'other',
  'insufficient-data',
  'auth-rejected-by-peer',
  'proposal-rejected-by-peer',
];

function check(diagnosis: Diagnosis, wanted: Expected): void {
  const told = JSON.stringify(diagnosis.verdict);
  expect(diagnosis.verdict.cause, told).toBe(wanted.cause);
  if (wanted.confidence) expect(wanted.confidence, told).toContain(diagnosis.verdict.confidence);
  if (wanted.side) expect(diagnosis.verdict.side, told).toBe(wanted.side);
  expect(diagnosis.alternatives.map((one) => one.cause)).not.toContain(diagnosis.verdict.cause);
}

describe.each(names)('%s', (name) => {
  const situation = readSituation(name);
  const vendors = vendorsOf(situation);

  describe.each(vendors)('with the log of %s', (vendor) => {
    it.each(['both', 'left', 'right'] as const)('is judged rightly with %s readable', (visible: Visible) => {
      const { diagnosis } = examined(name, vendor, visible);
      check(diagnosis, situation.expect[visible]);
      expect(isHonest(diagnosis, situation.truth), JSON.stringify(diagnosis.verdict)).toBe(true);
    });
  });

  it('reads as its golden report', async () => {
    const [vendor = 'panos'] = vendors;
    const examination = examined(name, vendor, 'both');
    const found = examination.diagnosis.findings.map((finding) => finding.id);
    for (const step of situation.alsoFinds ?? []) expect(found).toContain(step);
    const report = composeDiagnosis(examination, 'paris-lyon');
    requireAnswer(report, diagnoseAnswer);
    const frame = { now: new Date('2026-03-02T10:00:10.000Z'), zone: 'UTC' };
    const whole = renderMarkdown(composeDiagnosis(examination, 'paris-lyon', 'whole'), frame);
    for (const words of situation.says ?? []) expect(whole).toContain(words);
    const text = renderMarkdown(report, frame);
    await expect(text).toMatchFileSnapshot(join(scenarios, name, 'report.md'));
  });
});

describe('the situations together', () => {
  it('cover every cause', () => {
    const covered = new Set(names.map((name) => readSituation(name).truth));
    expect(causeCodes.filter((code) => !covered.has(code))).toEqual([]);
  });

  it('stay silent about faults when nothing is wrong, under every playbook alone', () => {
    for (const name of names.filter((one) => one.startsWith('healthy'))) {
      const evidence = evidenceOf(readSituation(name), 'panos', 'both');
      for (const playbook of playbooks) {
        const { diagnosis } = examine(evidence, playbooks, { playbook: playbook.id });
        const faults = diagnosis.findings.filter((finding) => finding.severity === 'fault');
        expect(faults, `${name} under ${playbook.id}`).toEqual([]);
      }
    }
  });
});

// Each situation is examined once for all of them: files of their own would examine every one anew.
advice();
silence();
cards();
afterAll(forgetAll);
