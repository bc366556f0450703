// Which cause the logs of both ends support together: the end that refuses knows the reason, the other one only learns of it.

import { type Cause, causeInfo } from '../domain/causes.js';
import { type EndEvidence, type EndName, otherEnd } from '../domain/evidence.js';
import type { Role } from '../domain/live.js';
import type { LogCandidate, LogDetail } from '../domain/log.js';
import type { Confidence, EvidenceLine } from '../domain/verdict.js';
import type { View } from './fact.js';
import { heardByPartner, knowsOnlySilence } from './logHeard.js';
import { narrowedByHistory, narrowedByOwnAttempts, withGatewayKnown } from './logNarrowed.js';
import { isRefusedByOther } from './logRefused.js';
import { printedLine } from './perEnd.js';

export interface JointCandidate {
  readonly cause: Cause;
  readonly confidence: Confidence;
  /** The end whose log it is. */
  readonly end: EndName;
  readonly device: string;
  /** The end that refuses: the one whose log it is, or the other one where the line only tells of its refusal. */
  readonly refuser: EndName;
  readonly role: Role | null;
  readonly evidence: readonly EvidenceLine[];
  /** What the deciding line tells beyond its cause. */
  readonly detail: LogDetail | null;
  /** No signature knew the deciding line: it was read by its words. */
  readonly byWords: boolean;
  readonly why: string;
}

const weight: Readonly<Record<Confidence, number>> = { certain: 6, likely: 4, possible: 2, none: 0 };

/** A comparison of both configurations that rules a cause out: cause → fact and the value that excludes it. */
const excludedBy: Partial<Record<Cause, { readonly fact: string; readonly value: string }>> = {
  'ike-version-mismatch': { fact: 'ike.version.shared', value: 'yes' },
  'exchange-mode-mismatch': { fact: 'ike.mode.shared', value: 'yes' },
  'ike-proposal-mismatch': { fact: 'ike.proposals.shared', value: 'yes' },
  'auth-method-mismatch': { fact: 'ike.auth.shared', value: 'yes' },
  'esp-proposal-mismatch': { fact: 'child.proposals.shared', value: 'yes' },
  'pfs-mismatch': { fact: 'child.pfs.shared', value: 'yes' },
  'traffic-selector-mismatch': { fact: 'child.selectors.match', value: 'mirrored' },
};

/** True when both configurations, as they are now, cannot have this cause: the log line is older, or the setting was not it. */
function excluded(cause: Cause, view: View): boolean {
  const rule = excludedBy[cause];
  if (!rule || !view.evidence.ours.config.known || !view.evidence.theirs.config.known) return false;
  const state = view.fact(rule.fact);
  return state.known && state.value === rule.value;
}

/**
 * What one end only suffers, and what an initiator cannot see, weighs less than what an end itself decided. A responder knows why it
 * refuses; of silence the initiator knows more, since it knows which of its messages stayed without an answer.
 */
function score(candidate: LogCandidate, role: Role | null): number {
  const proves = candidate.evidence.some((event) => event.proves === candidate.cause);
  const thin = causeInfo(candidate.cause).kind === 'abstains' || candidate.cause === 'peer-unreachable';
  const isOfSilence = candidate.evidence.some(({ says }) => says === 'no-answer' || says === 'retransmit');
  const knows = role === 'responder' ? (isOfSilence ? -0.5 : 0.5) : 0;
  return weight[candidate.confidence] + (proves ? 1 : 0) - (thin ? 3 : 0) + knows;
}

function asJoint(
  end: EndEvidence,
  candidate: LogCandidate,
  confidence = candidate.confidence,
): JointCandidate {
  const role = end.log.known ? end.log.value.side : null;
  return {
    cause: candidate.cause,
    confidence,
    end: end.end,
    device: end.name,
    refuser: isRefusedByOther(candidate, role) ? otherEnd(end.end) : end.end,
    role,
    evidence: candidate.evidence
      .slice(0, mostQuoted)
      .map((event) => printedLine(end, event.line, event.count)),
    detail: candidate.evidence[0]?.detail ?? null,
    byWords: candidate.evidence[0]?.readBy === 'concept',
    why: candidate.why,
  };
}

const mostQuoted = 3;

/** When both configurations rule out what a log concluded from a refusal, the refusal stays, and nothing that was only listed beside it moves up. */
function withRefusal(candidates: readonly LogCandidate[], view: View): readonly LogCandidate[] {
  const [first, ...rest] = candidates;
  if (!first || first.confidence === 'certain' || !excluded(first.cause, view)) return candidates;
  const says = first.evidence.map((event) => event.says);
  const refusal = (['auth-rejected', 'proposal-rejected'] as const).find((word) => says.includes(word));
  if (refusal === undefined) return candidates;
  const why = 'The refusal names no reason, and what it looked like is ruled out by both configurations.';
  const bare: LogCandidate = { ...first, cause: `${refusal}-by-peer`, confidence: 'likely', why };
  return [bare, ...rest.filter(({ cause }) => cause !== bare.cause)];
}

interface EndCandidates {
  /** How much the first candidate weighs; an end that says nothing weighs nothing. */
  readonly weight: number;
  readonly candidates: readonly JointCandidate[];
}

/** The reader of a log has ordered its candidates already: that order stays. */
function ofEnd(end: EndEvidence, view: View): EndCandidates {
  if (!end.log.known || overtaken(end, view)) return { weight: 0, candidates: [] };
  const { side } = end.log.value;
  const other = view.evidence[otherEnd(end.end)];
  const read = withGatewayKnown(
    end,
    narrowedByHistory(end, other, narrowedByOwnAttempts(end, end.log.value.candidates)),
  );
  const candidates = withRefusal(read, view);
  const [lead] = candidates;
  const useful = candidates.filter(
    ({ cause, confidence }) =>
      confidence !== 'none' &&
      causeInfo(cause).kind !== 'not-a-fault' &&
      cause !== 'insufficient-data' &&
      !excluded(cause, view),
  );
  const [first] = useful;
  const undecided = lead === undefined || lead.cause === 'insufficient-data' || lead.confidence === 'none';
  return {
    weight: first && !undecided ? 10 + score(first, side) : 0,
    candidates: useful.map((candidate) =>
      asJoint(end, candidate, candidate === first ? candidate.confidence : 'possible'),
    ),
  };
}

/** The tunnel came up after all that its log complains of. Where no SA can be looked at, what came back again and again still counts. */
function overtaken({ log }: EndEvidence, { evidence: { ours, theirs } }: View): boolean {
  return log.known && log.value.endsUp === true && (ours.live.known || theirs.live.known);
}

/** Causes that the logs support, best first, each once. A log whose tunnel came up afterwards supports nothing. */
export function jointCandidates(view: View): readonly JointCandidate[] {
  return view.once(findCandidates);
}

/** What explains by itself that nothing negotiates, whatever else a log says. */
const early: readonly Cause[] = ['standby-node', 'admin-disabled'];

/**
 * What a log shows that is no fault. That the tunnel came up, waits or rekeys counts only where no SA could be looked at, no log
 * points to a fault, and none holds an error that nobody knows: a log is never called healthy because it was not understood.
 */
export function withoutFault(view: View): JointCandidate | null {
  const { ours, theirs } = view.evidence;
  const calm = [ours, theirs].flatMap((end) => {
    const [first] = end.log.known ? end.log.value.candidates : [];
    return first && causeInfo(first.cause).kind === 'not-a-fault' ? [asJoint(end, first)] : [];
  });
  const off = calm.find((one) => early.includes(one.cause));
  if (off) return off;
  const seen = ours.live.known || theirs.live.known;
  const open = [ours, theirs].some((end) => end.log.known && end.log.value.unknownErrors.length > 0);
  return seen || open || jointCandidates(view).length > 0 ? null : (calm[0] ?? null);
}

function findCandidates(view: View): readonly JointCandidate[] {
  const theirs = ofEnd(view.evidence.theirs, view);
  const ends = [yielding(ofEnd(view.evidence.ours, view), theirs, view), theirs].sort(
    (a, b) => b.weight - a.weight,
  );
  const seen = new Set<Cause>();
  const unique = smallMessages(view, together(ends)).filter(
    (candidate) => !seen.has(candidate.cause) && seen.add(candidate.cause),
  );
  return unique.map((candidate, index) => (index === 0 ? tempered(candidate, unique.slice(1)) : candidate));
}

/** Our end only knows that nobody answers, and the partner's log shows that its packets arrive and what happens to them: that log decides. */
function yielding(ours: EndCandidates, theirs: EndCandidates, { evidence }: View): EndCandidates {
  const { log } = evidence.ours;
  const yields =
    theirs.weight > 0 &&
    log.known &&
    knowsOnlySilence(log.value.candidates) &&
    heardByPartner(evidence.theirs);
  return yields ? { ...ours, weight: 0 } : ours;
}

/** When no end is sure, what both logs allow comes first: the ranks of both are added. */
function together(ends: readonly EndCandidates[]): readonly JointCandidate[] {
  const [first, second] = ends;
  if (!first || !second) return [];
  const all = [...first.candidates, ...second.candidates];
  const unsure = [first, second].every(
    (end) => end.weight > 0 && end.candidates[0]?.confidence === 'possible',
  );
  if (!unsure) return all;
  const rank = (end: EndCandidates, cause: Cause) => {
    const index = end.candidates.findIndex((candidate) => candidate.cause === cause);
    return index < 0 ? absentRank : index;
  };
  return [...all].sort(
    (a, b) => rank(first, a.cause) + rank(second, a.cause) - rank(first, b.cause) - rank(second, b.cause),
  );
}

const absentRank = 10;

/** With a pre-shared key the messages of IKE are small: what is lost on UDP 4500 is lost for another reason than its size. */
function smallMessages(view: View, candidates: readonly JointCandidate[]): readonly JointCandidate[] {
  const auth = [view.fact('ours.ike.auth'), view.fact('theirs.ike.auth')].filter((state) => state.known);
  if (auth.length === 0 || auth.some((state) => state.value !== 'psk')) return candidates;
  const [lead] = candidates;
  if (lead?.cause !== 'fragmentation-mtu' || lead.confidence !== 'possible') return candidates;
  const nat = candidates.findIndex((candidate) => candidate.cause === 'nat-t-problem');
  if (nat < 0) return candidates;
  return [...candidates.slice(nat, nat + 1), ...candidates.slice(0, nat), ...candidates.slice(nat + 1)];
}

/** When the other end's log supports another cause as strongly, nothing is certain any more. */
function tempered(first: JointCandidate, others: readonly JointCandidate[]): JointCandidate {
  const rival = others.find(
    (candidate) =>
      candidate.end !== first.end &&
      candidate.confidence === 'certain' &&
      causeInfo(candidate.cause).kind !== 'abstains' &&
      candidate.cause !== 'peer-unreachable' &&
      causeInfo(candidate.cause).kind === causeInfo(first.cause).kind,
  );
  return rival && first.confidence === 'certain' ? { ...first, confidence: 'likely' } : first;
}
