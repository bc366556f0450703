// Everything that a log can show has a step that a network engineer can read, and a pasted log walks no step that needs more than a log.

import { describe, expect, it } from 'vitest';
import { type Cause, causeCodes, causeInfo } from '../../../src/domain/causes.js';
import { factsByName } from '../../../src/facts/catalogue.js';
import { factsOf } from '../../../src/playbook/condition.js';
import { ownPlaybookSet } from '../../../src/playbook/folder.js';
import type { Playbook, Step } from '../../../src/playbook/playbook.js';

const byId = new Map(ownPlaybookSet().map((playbook) => [playbook.id, playbook]));

/** The playbooks that the entry for a pasted log reaches. */
function reached(id: string, seen = new Set<string>()): readonly Playbook[] {
  const playbook = byId.get(id);
  if (!playbook || seen.has(id)) return [];
  seen.add(id);
  return [
    playbook,
    ...playbook.steps.flatMap((step) => (step.call === null ? [] : reached(step.call, seen))),
  ];
}

const playbooks = reached('pasted-log');
const steps = playbooks.flatMap((playbook) => playbook.steps);
const finding = (cause: Cause): readonly Step[] => steps.filter((step) => step.finding?.cause === cause);

/** No log shows that a device could not be asked. */
const shown = causeCodes.filter((cause) => cause !== 'device-unreachable');
const faults = shown.filter(
  (cause) => causeInfo(cause).kind !== 'not-a-fault' && cause !== 'insufficient-data',
);

describe('a cause that a log can show', () => {
  it.each(shown)('%s has a step', (cause) => {
    expect(finding(cause).length).toBeGreaterThan(0);
  });

  it.each(faults)('%s quotes the line, and says what each side does and what it is taken for', (cause) => {
    for (const { finding: found } of finding(cause)) {
      expect(found?.next.ours).not.toBe('');
      expect(found?.next.theirs).not.toBe('');
      if (cause !== 'other') expect(found?.confusedWith).not.toEqual([]);
    }
    expect(finding(cause).some((step) => step.finding?.says.includes('{log.line}'))).toBe(true);
  });
});

describe('the entry for a pasted log', () => {
  it('applies to nothing else, and no other entry to it', () => {
    const entries = ownPlaybookSet().filter((playbook) => playbook.entry);
    for (const entry of entries) expect(factsOf(entry.applies)).toContain('ours.readable');
  });

  it('finds causes by log facts alone', () => {
    const kinds = steps
      .filter((step) => step.finding?.cause)
      .flatMap((step) => factsOf(step.when))
      .flatMap((fact) => factsByName.get(fact)?.needs ?? [])
      .map((need) => need.kind);
    expect(new Set(kinds)).toEqual(new Set(['log']));
  });
});
