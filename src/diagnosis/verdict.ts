// From findings to the verdict: one cause, how sure, who acts, what else it could be, what would change it.

import { type Cause, causeInfo, isCause } from '../domain/causes.js';
import type { Alternative, Confidence, Verdict, WouldChange } from '../domain/verdict.js';
import type { FactBook } from '../facts/book.js';
import type { JudgedFinding } from '../playbook/finding.js';
import { isEarly, ranked } from './ranking.js';
import { isExcluded, suspects } from './suspects.js';

export interface Weighed {
  readonly verdict: Verdict;
  readonly alternatives: readonly Alternative[];
  readonly findings: readonly JudgedFinding[];
  readonly wouldChange: readonly WouldChange[];
}

const mostAlternatives = 10;

/** Not-a-fault causes, the one that explains more first. */
const calm: readonly Cause[] = [
  'standby-node',
  'admin-disabled',
  'rekey-in-progress',
  'idle-on-demand',
  'tunnel-up-healthy',
];

export function weigh(all: readonly JudgedFinding[], book: FactBook): Weighed {
  const findings = all.filter((one) => !isConsequence(one, all)).map((one) => seenAgainstState(one, book));
  const faults = ranked(findings.filter(isFault));
  const harmless = findings
    .filter((one) => isCalm(one.finding.cause))
    .sort((a, b) => calmRank(a) - calmRank(b))[0];
  const chosen = narrowest(leader(faults, harmless), faults);
  const told = chosen ? faults.filter((one) => one !== chosen && toldBy(one, chosen)) : [];
  const lead = chosen ? withEvidenceOf(chosen, told) : null;
  const others = faults.filter((one) => one !== chosen && !told.includes(one));
  const rest = findings.filter((one) => one !== chosen && !faults.includes(one));
  const ordered = [...(lead ? [lead] : []), ...others, ...bySeverity(rest)];
  const verdict = chosen ? verdictOf(chosen, faults) : nothingFound(book);
  return {
    verdict,
    alternatives: alternativesTo(verdict, chosen, faults, book),
    findings: ordered,
    wouldChange: whatWouldChange(verdict, lead, book),
  };
}

function isFault(one: JudgedFinding): boolean {
  return one.finding.severity === 'fault' && one.finding.cause !== null && !isCalm(one.finding.cause);
}

function isCalm(cause: Cause | null): boolean {
  return cause !== null && causeInfo(cause).kind === 'not-a-fault';
}

function calmRank(one: JudgedFinding): number {
  return one.finding.cause ? calm.indexOf(one.finding.cause) : calm.length;
}

/** What is only possible never overrules a harmless explanation that is known. */
function leader(faults: readonly JudgedFinding[], harmless: JudgedFinding | undefined): JudgedFinding | null {
  const [fault] = faults;
  if (!fault) return harmless ?? null;
  if (!harmless) return fault;
  if (
    harmless.finding.cause &&
    isEarly(harmless.finding.cause) &&
    fault.finding.cause !== 'device-unreachable'
  )
    return harmless;
  const isGuess = harmless.confidence === 'possible';
  // An error that nobody knows forbids to call idle, rekeying or merely possibly healthy what it may be about.
  if (fault.finding.cause === 'insufficient-data')
    return isGuess || harmless.finding.cause !== 'tunnel-up-healthy' ? fault : harmless;
  if (fault.confidence !== 'possible' && fault.confidence !== 'none') return fault;
  return (isGuess ? faults.find((one) => one.unsettles) : undefined) ?? harmless;
}

/** Of equally sure findings with one cause, the one that names one side to act says more, then the one that shows settings. */
function narrowest(lead: JudgedFinding | null, faults: readonly JudgedFinding[]): JudgedFinding | null {
  if (!lead || (lead.acts !== 'both' && lead.acts !== 'unknown')) return lead;
  const same = faults.filter(
    (one) => one.finding.cause === lead.finding.cause && one.confidence === lead.confidence,
  );
  const narrower = same.find((one) => one.acts === 'ours' || one.acts === 'theirs' || one.acts === 'path');
  return narrower ?? (isOnlyLogged(lead) ? same.find((one) => !isOnlyLogged(one)) : undefined) ?? lead;
}

function isOnlyLogged(one: JudgedFinding): boolean {
  return one.finding.evidence.every((line) => line.isLog);
}

/** The log only says what the leading finding shows in the settings: one fault, told once. */
function toldBy(one: JudgedFinding, lead: JudgedFinding): boolean {
  return one.finding.cause === lead.finding.cause && isOnlyLogged(one) && !isOnlyLogged(lead);
}

/** The lines of the logs come first: they are what happened. */
function withEvidenceOf(lead: JudgedFinding, told: readonly JudgedFinding[]): JudgedFinding {
  if (told.length === 0) return lead;
  const logged = told.flatMap((one) => one.finding.evidence);
  return { ...lead, finding: { ...lead.finding, evidence: [...logged, ...lead.finding.evidence] } };
}

/**
 * Live evidence outranks what a configuration or an old log line threatens: a phase that stands was not stopped.
 * Such a finding stays, as a warning about the next negotiation.
 */
function seenAgainstState(one: JudgedFinding, book: FactBook): JudgedFinding {
  if (!isFault(one) || !contradicted(one, book)) return one;
  const says = `${one.finding.says} It does not explain the present state: the SAs stand, and the next negotiation meets it.`;
  return { ...one, finding: { ...one.finding, severity: 'warning', says } };
}

/** What is switched off or stands by refuses every negotiation: what its log says about that is no fault of its own, and is not told. */
function isConsequence(one: JudgedFinding, all: readonly JudgedFinding[]): boolean {
  const early = all.some(({ finding }) => finding.cause && isCalm(finding.cause) && isEarly(finding.cause));
  return early && isFault(one) && isOnlyLogged(one);
}

function contradicted(one: JudgedFinding, book: FactBook): boolean {
  if (one.breaks === 'ike') return everyEnd(book, 'sa.ike', 'established');
  return one.breaks === 'child' && everyEnd(book, 'sa.children', 'all');
}

/** True when at least one end could be read and every end that could shows the value. */
function everyEnd(book: FactBook, name: string, value: string): boolean {
  const known = [book.fact(`ours.${name}`), book.fact(`theirs.${name}`)].filter((state) => state.known);
  return known.length > 0 && known.every((state) => state.value === value);
}

const better: readonly Confidence[] = ['certain', 'likely', 'possible', 'none'];

/** Two findings with the same cause strengthen each other: the surer one counts. */
function verdictOf(lead: JudgedFinding, faults: readonly JudgedFinding[]): Verdict {
  const cause = lead.finding.cause ?? 'other';
  const same = [lead, ...faults.filter((one) => one.finding.cause === cause)];
  const surest = better.find((level) => same.some((one) => one.confidence === level)) ?? 'possible';
  const confidence = cause === 'insufficient-data' ? 'none' : surest;
  return { cause, confidence, side: lead.acts, summary: firstSentence(lead.finding.says) };
}

/** A sentence ends at a period before a capital letter, so addresses and names stay whole. */
function firstSentence(text: string): string {
  return /^.*?[.](?=\s+[A-Z])/s.exec(text)?.[0] ?? text;
}

function nothingFound(book: FactBook): Verdict {
  return { cause: 'insufficient-data', confidence: 'none', side: 'unknown', summary: whyNothing(book) };
}

function whyNothing(book: FactBook): string {
  const readable = book.fact('ours.readable');
  if (!readable.known || readable.value === 'yes')
    return 'The evidence that could be had does not support a cause.';
  const [lines, known] = [book.fact('ours.log.lines'), book.fact('ours.log.known-lines')];
  if (lines.known && lines.value === 0) return 'The log is empty.';
  if (known.known && known.value === 0) return 'No line of this log is known as a line of an IKE daemon.';
  return 'The log does not hold the line that decides.';
}

function alternativesTo(
  verdict: Verdict,
  lead: JudgedFinding | null,
  faults: readonly JudgedFinding[],
  book: FactBook,
): readonly Alternative[] {
  const others = faults.flatMap((one): Alternative[] =>
    one.finding.cause && one !== lead ? [{ cause: one.finding.cause, confidence: one.confidence }] : [],
  );
  const confused = verdict.confidence === 'certain' || !lead ? [] : lead.confusedWith;
  const fromLogs = book.fact('log.others');
  const logged =
    fromLogs.known && typeof fromLogs.value === 'object' && verdict.confidence !== 'certain'
      ? fromLogs.value
      : [];
  const decided = book.fact('log.cause');
  const unsaid = !lead && decided.known ? [String(decided.value)] : [];
  const open = verdict.cause === 'insufficient-data' ? suspects(book) : [];
  const byLog = !lead || isOnlyLogged(lead);
  // What the log lists itself stays: it knows where it stopped. What is only considered beside it must be possible there.
  const beside = [...confused, ...open].filter((cause) => !isExcluded(cause, book, byLog));
  const possible = [...unsaid, ...logged, ...beside]
    .filter(isCause)
    .map((cause): Alternative => ({ cause, confidence: 'possible' }));
  // What is switched off or stands by refuses everything: its log speaks of consequences.
  if (isEarly(verdict.cause) && isCalm(verdict.cause)) return [];
  const seen = new Set<Cause>([verdict.cause, 'other']);
  return [...others, ...possible]
    .filter(({ cause }) => !seen.has(cause) && seen.add(cause))
    .slice(0, mostAlternatives);
}

function bySeverity(rest: readonly JudgedFinding[]): readonly JudgedFinding[] {
  const rank = { fault: 0, warning: 1, note: 2 } as const;
  return [...rest].sort((a, b) => rank[a.finding.severity] - rank[b.finding.severity]);
}

function whatWouldChange(
  verdict: Verdict,
  lead: JudgedFinding | null,
  book: FactBook,
): readonly WouldChange[] {
  const told = lead?.wouldChange ? [{ says: lead.wouldChange, log: null }] : [];
  if (verdict.confidence === 'certain') return told;
  const unread = (['ours', 'theirs'] as const).flatMap((end) => {
    const name = book.fact(`${end}.name`);
    const log = book.fact(`${end}.log.read`);
    return name.known && (!log.known || log.value === 'no')
      ? [{ says: `The log of ${String(name.value)} at the time of the failure.`, log: end }]
      : [];
  });
  const readable = book.fact('ends.readable');
  const configuration =
    readable.known && (readable.value === 'ours' || readable.value === 'theirs')
      ? [{ says: 'The configuration of the end that cannot be read.', log: null }]
      : [];
  return [...told, ...unread, ...configuration];
}
