// What the gateways of an end, the history of a tunnel, and the attempts beside the one that decides take from the causes that a log leaves open.

import type { Cause } from '../domain/causes.js';
import type { EndEvidence } from '../domain/evidence.js';
import type { LogCandidate } from '../domain/log.js';
import { hasNoAnswerAtAll, stoodLine } from './logHeard.js';

/** A tunnel that stood between these two ends had a gateway, one IKE version and one exchange mode at both. */
const settledWhereItStood: readonly Cause[] = [
  'unknown-peer',
  'ike-version-mismatch',
  'exchange-mode-mismatch',
];

/**
 * A line of a partner's log that leaves several causes points to one when all the others are settled where the tunnel stood before.
 * Only of a log that something ties to this tunnel: scans from the internet are refused in the same words.
 */
export function narrowedByHistory(
  end: EndEvidence,
  other: EndEvidence,
  candidates: readonly LogCandidate[],
): readonly LogCandidate[] {
  if (end.readable || !end.log.known || !end.log.value.tie || !other.log.known) return candidates;
  const [first, ...rest] = candidates;
  if (first?.confidence !== 'possible' || settledWhereItStood.includes(first.cause)) return candidates;
  if (rest.some(({ cause }) => !settledWhereItStood.includes(cause))) return candidates;
  const stood = stoodLine(other.log.value);
  if (!stood) return candidates;
  const why = `${first.why} The tunnel stood before, so each end had a gateway for the other and one IKE version.`;
  return [{ ...first, confidence: 'likely', why: why.trim() }, ...rest];
}

const ofTheNextMessage: readonly Cause[] = ['nat-t-problem', 'fragmentation-mtu'];

/**
 * An end that answered the first message of its peer and heard nothing more suspects what comes next, which is larger and may go to
 * another port. Where its own first messages stay without any answer since the tunnel stood, nothing of what it sends gets there. Some
 * products do not tell whose attempt it was: then a first message without an answer counts that is newer.
 */
export function narrowedByOwnAttempts(
  { log }: EndEvidence,
  candidates: readonly LogCandidate[],
): readonly LogCandidate[] {
  const [first] = candidates;
  if (!log.known || first?.confidence !== 'possible' || !ofTheNextMessage.includes(first.cause))
    return candidates;
  const stood = stoodLine(log.value);
  const since = log.value.events.slice(stood ? log.value.events.indexOf(stood) + 1 : 0);
  const own = since.findLast(hasNoAnswerAtAll);
  const decided = Math.max(...first.evidence.map(({ line }) => line.number));
  if (!own || (log.value.side !== 'responder' && own.line.number < decided)) return candidates;
  const why =
    'What the peer sends arrives, and no first message of this end was answered: what it sends is lost on the way, or dropped there.';
  const evidence = [own, ...first.evidence];
  const instead = (['peer-unreachable', 'policy-denied', 'routing-missing'] as const).map(
    (cause): LogCandidate => ({ cause, confidence: 'possible', evidence, why }),
  );
  return [...instead, ...candidates.filter(({ cause }) => !instead.some((one) => one.cause === cause))];
}

/**
 * "No configuration for this peer" from an end that has a gateway for exactly that address: what does not fit is the version or the
 * mode of the request, since devices look a request up by both. A log alone says what it says: one log, one answer.
 */
export function withGatewayKnown(
  end: EndEvidence,
  candidates: readonly LogCandidate[],
): readonly LogCandidate[] {
  const [first, ...rest] = candidates;
  if (first?.cause !== 'unknown-peer') return candidates;
  const peer = end.config.known ? end.config.value.ike.peer : null;
  if (peer?.kind !== 'address') return candidates;
  if (!first.evidence.some((event) => event.line.text.includes(peer.address))) return candidates;
  const why = `The end has a gateway for ${peer.address}, so the version or the mode of the request does not fit.`;
  const instead = (['ike-version-mismatch', 'exchange-mode-mismatch'] as const).map(
    (cause): LogCandidate => ({ cause, confidence: 'possible', evidence: first.evidence, why }),
  );
  return [...instead, { ...first, confidence: 'possible' }, ...rest];
}
