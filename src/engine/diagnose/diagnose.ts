// The diagnosis: evidence and playbooks in, verdict out; pure, so that every case can be replayed.

import type { TunnelEvidence } from '../../domain/evidence.js';
import { Problem } from '../../domain/problem.js';
import type { Diagnosis, StepResult } from '../../domain/verdict.js';
import { type FactBook, readFacts } from '../../facts/book.js';
import { judge } from '../../playbook/condition.js';
import type { Playbook } from '../../playbook/playbook.js';
import { type Walk, walk } from '../../playbook/run.js';
import { placesOf } from './places.js';
import { statesOf } from './states.js';
import { weigh } from './verdict.js';

export interface DiagnoseOptions {
  /** Walks this playbook only, with what it calls. */
  readonly playbook?: string;
  readonly onStep?: (step: StepResult) => void;
}

/** A diagnosis with what it rests on, for pictures and reports. */
export interface Examination {
  readonly diagnosis: Diagnosis;
  readonly evidence: TunnelEvidence;
  readonly book: FactBook;
}

export function diagnose(
  evidence: TunnelEvidence,
  playbooks: readonly Playbook[],
  options: DiagnoseOptions = {},
): Diagnosis {
  return examine(evidence, playbooks, options).diagnosis;
}

/** @throws Problem `usage` when the playbook that was asked for does not exist. */
export function examine(
  evidence: TunnelEvidence,
  playbooks: readonly Playbook[],
  options: DiagnoseOptions = {},
): Examination {
  const states = statesOf(evidence);
  const book = readFacts(evidence, states);
  const byId = new Map(playbooks.map((playbook) => [playbook.id, playbook]));
  const walked: Walk = walk(entriesFor(playbooks, book, options.playbook), {
    book,
    playbooks: byId,
    placeOf: placesOf(evidence),
    ...(options.onStep ? { onStep: options.onStep } : {}),
  });
  const weighed = weigh(walked.findings, book);
  const diagnosis: Diagnosis = {
    tunnel: evidence.tunnel,
    state: states.tunnel.state,
    verdict: weighed.verdict,
    alternatives: weighed.alternatives,
    findings: weighed.findings.map((one) => one.finding),
    unchecked: walked.unchecked,
    steps: walked.steps,
    wouldChange: weighed.wouldChange,
    asks: walked.asks,
  };
  return { diagnosis, evidence, book };
}

/** The playbook that was asked for, else the entries that apply; what is not known may apply. */
function entriesFor(
  playbooks: readonly Playbook[],
  book: FactBook,
  asked: string | undefined,
): readonly Playbook[] {
  if (asked !== undefined) {
    const found = playbooks.find((playbook) => playbook.id === asked);
    if (found) return [found];
    const names = playbooks.map((playbook) => playbook.id).join(', ');
    throw new Problem('usage', {
      detail: `There is no playbook called "${asked}". There are: ${names}.`,
      help: 'tunnelmedic playbook list',
    });
  }
  const entries = playbooks.filter((playbook) => playbook.entry);
  const sure = entries.filter(
    (playbook) => !playbook.applies || judge(playbook.applies, book).truth === 'yes',
  );
  return sure.length > 0 ? sure.slice(0, 1) : entries.slice(0, 1);
}
