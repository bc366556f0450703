// A diagnosis as the timeline keeps it, and what changed between two of them.

import { leadOf } from '../../diagnosis/decision.js';
import { type Cause, type CauseKind, causeInfo, verdictTitle } from '../../domain/causes.js';
import type { Decision } from '../../domain/decision.js';
import { folded } from '../../domain/repeats.js';
import type { AimOfStep, Diagnosis } from '../../domain/verdict.js';
import type { RecordedVerdict } from '../../incidents/events.js';
import { confidenceWords } from '../../incidents/words.js';

const mostLines = 12;
const longestLine = 500;

/** @param partner whose the other end is; null when both ends are ours. */
export function recordedVerdict(
  diagnosis: Diagnosis,
  aimOf: AimOfStep,
  decision: Decision,
  partner: string | null,
): RecordedVerdict {
  const { verdict, findings } = diagnosis;
  const deciding = findings.filter((finding) => finding.cause === verdict.cause);
  const told = deciding[0] ?? findings[0];
  const lines = folded(deciding.flatMap((finding) => finding.evidence)).map(
    ({ line }) => `${line.device}: ${line.text}`,
  );
  return {
    cause: verdict.cause,
    confidence: verdict.confidence,
    side: verdict.side,
    summary: bounded(asSentence(leadOf(diagnosis)?.brief ?? verdict.summary)),
    ruledOut: ruledOut(diagnosis, aimOf).map((cause) => causeInfo(cause).title),
    evidence: lines.slice(0, mostLines).map(bounded),
    nextOurs: bounded(told?.next.ours ?? ''),
    nextTheirs: bounded(told?.next.theirs ?? ''),
    state: decision.state,
    since: decision.since,
    ...(decision.onlyFailuresSince === undefined ? {} : { onlyFailuresSince: decision.onlyFailuresSince }),
    trigger: decision.trigger,
    untriggered: decision.untriggered,
    remedies: decision.remedies.map((one) => ({ ...one, says: bounded(one.says) })),
    partner,
    contradictions: (diagnosis.contradictions ?? []).map(({ about, says }) => ({
      about,
      says: bounded(says),
    })),
  };
}

/**
 * Causes that something speaks against: a step looked and cleared it, no step found it or could not tell, and it is no
 * alternative. What comes after the point where the negotiation stopped was not reached, so it is not ruled out. That a log lacks a line rules nothing out, so steps that need a log line do not count.
 */
function ruledOut({ verdict, alternatives, steps }: Diagnosis, aimOf: AimOfStep): readonly Cause[] {
  const possible = new Set<Cause>([verdict.cause, ...alternatives.map((one) => one.cause)]);
  const cleared = new Set<Cause>();
  const reached = reachedKinds(causeInfo(verdict.cause).kind);
  for (const step of steps) {
    const aim = aimOf(step);
    if (aim === null || !reached.includes(causeInfo(aim.cause).kind)) continue;
    const { cause, needsLog } = aim;
    if (step.outcome === 'found' || step.outcome === 'unclear') possible.add(cause);
    if (step.outcome === 'cleared' && !needsLog) cleared.add(cause);
  }
  return [...cleared].filter((cause) => !possible.has(cause));
}

function reachedKinds(kind: CauseKind): readonly CauseKind[] {
  if (kind === 'phase-1' || kind === 'abstains') return ['phase-1'];
  return kind === 'phase-2' ? ['phase-1', 'phase-2'] : ['phase-1', 'phase-2', 'established'];
}

/** A text that begins with a stand-in for a name ("the other end …") begins like a sentence. */
function asSentence(text: string): string {
  return /^(the|our|their|no|both|neither) /.test(text)
    ? `${text.charAt(0).toUpperCase()}${text.slice(1)}`
    : text;
}

function bounded(text: string): string {
  return text.length <= longestLine
    ? text
    : `${text.slice(0, longestLine - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** True when the team must be told: another cause, another confidence or another side, or it is of several tunnels now. */
export function verdictChanged(before: RecordedVerdict | null, now: RecordedVerdict): boolean {
  return (
    before === null ||
    before.cause !== now.cause ||
    before.confidence !== now.confidence ||
    before.side !== now.side ||
    (before.of === undefined) !== (now.of === undefined) ||
    before.nextOurs !== now.nextOurs ||
    before.nextTheirs !== now.nextTheirs ||
    contradicted(before) !== contradicted(now)
  );
}

/** Times in what they say are newer with every look. */
function contradicted({ contradictions = [] }: RecordedVerdict): string {
  return contradictions.map(({ about }) => about).join();
}

const whoActs = {
  ours: 'our side acts',
  theirs: 'their side acts',
  both: 'both sides act',
  path: 'the network between the ends is at fault',
  unknown: 'nobody can act yet',
} as const;

/**
 * `Was likely A; now confirmed B, because of this answer.`, or only surer or less sure of the same cause, or only for another side to act on.
 * @param reason empty when nothing was given in between.
 */
export function revisionText(before: RecordedVerdict | null, now: RecordedVerdict, reason: string): string {
  if (before === null) return '';
  const because = reason === '' ? '' : `, because ${reason}`;
  const was = `${confidenceWords[before.confidence]} ${shortTitle(before)}`.trim();
  const is = `${confidenceWords[now.confidence]} ${shortTitle(now)}`.trim();
  if (before.cause !== now.cause || before.confidence !== now.confidence)
    return `Was ${was}; now ${is}${because}.`;
  if (before.side === now.side) return '';
  return `Was ${was}, ${whoActs[before.side]}; now ${is}, ${whoActs[now.side]}${because}.`;
}

function shortTitle(verdict: RecordedVerdict): string {
  if (verdict.confidence === 'none') return '';
  const title = verdictTitle(verdict);
  return causeInfo(verdict.cause).kind === 'not-a-fault' ? title : `“${title}”`;
}
