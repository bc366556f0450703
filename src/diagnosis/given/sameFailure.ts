// Whether a log that was given can tell why our end is refused now: the refused end knows at which step it was, though not why.

import { type Cause, causeInfo } from '../../domain/causes.js';
import type { LogCandidate, LogReading } from '../../domain/log.js';

/** Reasons of the end that refuses that lie at another step than the one at which the refused end was stopped. */
const atAnotherStep: Partial<Record<Cause, readonly Cause[]>> = {
  // Nothing is authenticated before version and proposals are agreed on.
  'auth-rejected-by-peer': ['ike-proposal-mismatch', 'ike-version-mismatch'],
  // Neither key nor certificate is looked at before a proposal is chosen.
  'proposal-rejected-by-peer': ['psk-mismatch', 'certificate-problem'],
};

/**
 * What both logs show, when it cannot be one failure: the given one is then of an earlier attempt, and what was wrong there was
 * changed or is not what stops the tunnel now. Null when they may speak of the same.
 */
export function otherFailure(
  ours: LogReading,
  theirs: LogReading,
): { readonly ours: Cause; readonly theirs: Cause } | null {
  if (ours.side !== 'initiator' || theirs.side !== 'responder') return null;
  const stopped = decided(ours);
  const reason = decided(theirs);
  if (stopped === null || reason === null) return null;
  const cannot =
    atAnotherStep[stopped]?.includes(reason) ||
    (causeInfo(stopped).kind === 'phase-2' && isBeforePhase2(reason));
  return cannot ? { ours: stopped, theirs: reason } : null;
}

function decided({ candidates, endsUp }: LogReading): Cause | null {
  const [first] = candidates;
  return first && endsUp !== true && isSure(first) ? first.cause : null;
}

function isSure({ cause, confidence }: LogCandidate): boolean {
  // That phase 1 stands is plain where only the reason of phase 2 is open.
  return confidence === 'certain' || confidence === 'likely' || causeInfo(cause).kind === 'phase-2';
}

function isBeforePhase2(cause: Cause): boolean {
  return ['ike-proposal-mismatch', 'ike-version-mismatch', 'psk-mismatch', 'certificate-problem'].includes(
    cause,
  );
}
