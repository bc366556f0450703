// A diagnosis as the timeline keeps it, and what changed between two of them.

import { causeInfo } from '../domain/causes.js';
import type { Diagnosis } from '../domain/verdict.js';
import type { RecordedVerdict } from './events.js';
import { causeTitle, confidenceWords } from './words.js';

const mostLines = 12;
const longestLine = 500;

export function recordedVerdict(diagnosis: Diagnosis): RecordedVerdict {
  const { verdict, findings, steps } = diagnosis;
  const deciding = findings.filter((finding) => finding.cause === verdict.cause);
  const told = deciding[0] ?? findings[0];
  const lines = deciding.flatMap((finding) => finding.evidence).map((line) => `${line.device}: ${line.text}`);
  return {
    cause: verdict.cause,
    confidence: verdict.confidence,
    side: verdict.side,
    summary: bounded(verdict.summary),
    ruledOut: steps
      .filter((step) => step.outcome === 'cleared')
      .slice(0, mostLines)
      .map((step) => bounded(step.look)),
    evidence: [...new Set(lines)].slice(0, mostLines).map(bounded),
    nextOurs: bounded(told?.next.ours ?? ''),
    nextTheirs: bounded(told?.next.theirs ?? ''),
  };
}

function bounded(text: string): string {
  return text.length <= longestLine ? text : `${text.slice(0, longestLine - 1)}…`;
}

/** True when the team must be told: another cause, another confidence or another side. */
export function verdictChanged(before: RecordedVerdict | null, now: RecordedVerdict): boolean {
  return (
    before === null ||
    before.cause !== now.cause ||
    before.confidence !== now.confidence ||
    before.side !== now.side ||
    before.nextOurs !== now.nextOurs ||
    before.nextTheirs !== now.nextTheirs
  );
}

/** `was likely A; with this answer certain B`, or only surer or less sure of the same cause. */
export function revisionText(before: RecordedVerdict | null, now: RecordedVerdict, because: string): string {
  if (before === null) return '';
  const was = `${confidenceWords[before.confidence]} ${shortTitle(before)}`.trim();
  const is = `${confidenceWords[now.confidence]} ${shortTitle(now)}`.trim();
  if (before.cause === now.cause && before.confidence === now.confidence) return '';
  return `Was ${was}; ${because} ${is}.`;
}

function shortTitle(verdict: RecordedVerdict): string {
  if (verdict.confidence === 'none') return '';
  const title = causeTitle(verdict.cause);
  return causeInfo(verdict.cause).kind === 'not-a-fault' ? title : `“${title}”`;
}
