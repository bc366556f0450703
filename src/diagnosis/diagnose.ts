// The diagnosis: evidence and playbooks in, verdict out; pure, so that every case can be replayed.

import { type Cause, isCause } from '../domain/causes.js';
import type { Answer, TunnelEvidence } from '../domain/evidence.js';
import type { TunnelState } from '../domain/live.js';
import { Problem } from '../domain/problem.js';
import type { Diagnosis, StepResult } from '../domain/verdict.js';
import { logCounts } from '../facts/answers.js';
import { type EvidenceFacts, type FactBook, readFacts } from '../facts/book.js';
import { contradictionsOf } from '../facts/contradictions.js';
import { howToGetLog } from '../logs/ask.js';
import { judge } from '../playbook/condition.js';
import type { Playbook } from '../playbook/playbook.js';
import { type Walk, type WalkOptions, walk } from '../playbook/run.js';
import { merged } from '../playbook/unchecked.js';
import { settled, settlingAsks } from './given/settled.js';
import { partnerVendor, wordsOf } from './places.js';
import { statesOf } from './states.js';
import { suspects } from './suspects.js';
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
  readonly book: EvidenceFacts;
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
  collected: TunnelEvidence,
  playbooks: readonly Playbook[],
  options: DiagnoseOptions = {},
): Examination {
  const { onStep } = options;
  const book = factsOf(collected);
  const { evidence, states } = book;
  const walked = walkedOver(book, playbooks, options.playbook, { ...(onStep ? { onStep } : {}) });
  const weighed = weigh(walked.findings, book);
  const contradictions = contradictionsOf(book);
  const diagnosis: Diagnosis = {
    tunnel: evidence.tunnel,
    state: stateOf(states.tunnel.state, weighed.verdict.cause, book),
    verdict: weighed.verdict,
    alternatives: weighed.alternatives,
    findings: weighed.findings.map((one) => one.finding),
    unchecked: [...(evidence.setAside ?? []), ...merged(walked.unchecked, remaining(weighed))],
    steps: walked.steps,
    wouldChange: weighed.wouldChange,
    asks: [...settlingAsks(evidence, contradictions), ...walked.asks],
    contradictions,
  };
  return { diagnosis, evidence, book };
}

/** The part of a diagnosis that one answer more may change, without the sentences about everything that is not so. */
export function concluded(
  { book }: Pick<Examination, 'book'>,
  answer: Answer,
  playbooks: readonly Playbook[],
): Pick<Diagnosis, 'verdict' | 'findings'> {
  const { evidence } = book;
  // Whether a log counts decides what is evidence: everything is read anew.
  const told =
    answer.fact === logCounts.fact
      ? factsOf({ ...evidence, answers: [...evidence.answers, answer] })
      : book.withAnswer(answer);
  const walked = walkedOver(told, playbooks, undefined, { findingsOnly: true });
  const { verdict, findings } = weigh(walked.findings, told);
  return { verdict, findings: findings.map((one) => one.finding) };
}

function factsOf(collected: TunnelEvidence): EvidenceFacts {
  const evidence = settled(collected);
  return readFacts(evidence, statesOf(evidence));
}

function walkedOver(
  book: EvidenceFacts,
  playbooks: readonly Playbook[],
  asked: string | undefined,
  how: Pick<WalkOptions, 'onStep' | 'findingsOnly'>,
): Walk {
  const byId = new Map(playbooks.map((playbook) => [playbook.id, playbook]));
  return walk(entriesFor(playbooks, book, asked), {
    book,
    playbooks: byId,
    words: wordsOf(book.evidence),
    howToGetLog: () => howToGetLog(partnerVendor(book.evidence), openCauses(book)),
    ...how,
  });
}

/** What the verdict leaves open: a certain one leaves only what it names beside itself. */
function remaining({ verdict, alternatives }: Pick<Diagnosis, 'verdict' | 'alternatives'>): readonly Cause[] {
  const others = alternatives.map((one) => one.cause);
  return verdict.confidence === 'certain' ? others : [verdict.cause, ...others];
}

/** A log that was pasted tells how it ended; of a device only its SAs tell the state. */
function stateOf(seen: TunnelState, cause: Cause, book: FactBook): TunnelState {
  const readable = book.fact('ours.readable');
  if (seen !== 'unknown' || !readable.known || readable.value === 'yes') return seen;
  if (cause === 'tunnel-up-healthy' || cause === 'rekey-in-progress') return 'up';
  if (cause === 'idle-on-demand') return 'idle';
  if (cause === 'admin-disabled') return 'disabled';
  const up = book.fact('ours.log.ends-up');
  if (!up.known || cause === 'insufficient-data' || cause === 'standby-node') return 'unknown';
  return up.value === 'yes' ? 'degraded' : 'down';
}

/** The causes between which another log would decide. */
function openCauses(book: FactBook): readonly Cause[] {
  const [cause, others] = [book.fact('log.cause'), book.fact('log.others')];
  const told = [
    ...(cause.known ? [String(cause.value)] : []),
    ...(others.known && typeof others.value === 'object' ? others.value : []),
  ].filter(isCause);
  return told.length > 0 ? told : suspects(book);
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
