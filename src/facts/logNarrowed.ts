// What the history of a tunnel takes from the causes that the log of a partner leaves open.

import type { Cause } from '../domain/causes.js';
import type { EndEvidence } from '../domain/evidence.js';
import type { LogCandidate } from '../domain/log.js';
import { stoodLine } from './logHeard.js';

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
