// Runs the test of a playbook: what must be found is found, and everything else stays quiet.

import type { StepResult } from '../domain/verdict.js';
import { givenFacts } from '../facts/book.js';
import { commandIn, neutralPlace } from '../products/words.js';
import type { PlaybookTest, TestCase } from './loadTest.js';
import type { Complaint, Playbook } from './playbook.js';
import { walk } from './run.js';

export interface CaseResult {
  readonly playbook: string;
  readonly name: string;
  readonly complaints: readonly Complaint[];
  readonly steps: readonly StepResult[];
}

/** Runs each case against that playbook alone: calls are recorded, not followed. */
export function runTest(test: PlaybookTest, playbook: Playbook): readonly CaseResult[] {
  return test.cases.map((one) => runCase(test, one, playbook));
}

function runCase(test: PlaybookTest, one: TestCase, playbook: Playbook): CaseResult {
  const result = walk([playbook], {
    book: givenFacts({
      'ours.name': 'our-fw',
      'theirs.name': 'their-fw',
      'tunnel.name': 'tunnel-x',
      ...one.facts,
    }),
    playbooks: new Map(),
    words: {
      placeOf: (end, setting) => `${neutralPlace(setting)} on ${end === 'ours' ? 'our-fw' : 'their-fw'}`,
      commandOf: (_end, command) => commandIn(null, command),
    },
  });
  const found = result.findings.map(({ finding }) => finding.id);
  const complaints: Complaint[] = [];
  const complain = (detail: string, hint: string) => {
    complaints.push({ file: test.file, line: one.line, detail: `case "${one.name}": ${detail}`, hint });
  };
  for (const id of one.finds.filter((id) => !found.includes(id))) {
    const step = result.steps.find((candidate) => candidate.step === id);
    const detail = step ? `${id} was ${step.outcome}: ${step.why}` : `there is no step ${id}`;
    complain(`${id} must be found`, detail);
  }
  for (const id of found.filter((id) => !one.finds.includes(id)))
    complain(`${id} must stay quiet, and it was found`, '');
  if (one.calls !== null && one.calls.join(' ') !== result.called.join(' ')) {
    complain(
      `it must call ${one.calls.join(', ') || 'nothing'}`,
      `It called ${result.called.join(', ') || 'nothing'}.`,
    );
  }
  const texts = result.findings
    .map(({ finding }) => `${finding.says} ${finding.next.ours} ${finding.next.theirs}`)
    .join(' ');
  for (const wanted of one.says.filter((text) => !texts.includes(text)))
    complain(`"${wanted}" must be said`, texts);
  return { playbook: playbook.id, name: one.name, complaints, steps: result.steps };
}
