// Which causes are possible at the point where a negotiation stopped: what the exchange or the version of IKE excludes is never listed.

import { type Cause, causeInfo } from './causes.js';
import type { ProofMethod } from './exchange.js';

/**
 * Where a negotiation stopped.
 * first-message: nothing but a refusal, or nothing at all, answered the first message. proof: the proposals of the IKE SA were agreed, and keys,
 * identities and certificates are checked (IKE_AUTH; messages 3 to 6 of main mode). first-child: the child SA that IKE_AUTH carries (IKEv2).
 * child: quick mode or CREATE_CHILD_SA.
 */
export type Stage = 'first-message' | 'proof' | 'first-child' | 'child' | 'established';

export interface StopPoint {
  readonly ikeVersion: 1 | 2 | null;
  /** Null when the log does not tell. */
  readonly stage: Stage | null;
  /** refused: a notify of either end, or a line of this end that it refuses. garbled: what came could not be decrypted. */
  readonly how: 'refused' | 'silent' | 'garbled' | null;
  /** IKEv1 aggressive mode shows identities in its first message (RFC 2409 section 5.4). */
  readonly isAggressive: boolean;
  /** How the end proves itself whose proof was refused; null when it does not show. */
  readonly proof: ProofMethod | null;
  /** The end that wants a proof asked for a certificate. */
  readonly certificateAsked: boolean | null;
}

/** Everything is possible where nothing is known. */
export const anywhere: StopPoint = {
  ikeVersion: null,
  stage: null,
  how: null,
  isAggressive: false,
  proof: null,
  certificateAsked: null,
};

/** Before any answer only these can be the reason (RFC 7296 section 1.2: the rest is checked in IKE_AUTH). */
const silentFirst: ReadonlySet<Cause> = new Set([
  'peer-unreachable',
  'unknown-peer',
  'ike-version-mismatch',
  'ike-proposal-mismatch',
  'policy-denied',
  'routing-missing',
  'both-passive',
  'dpd-timeout',
  'sa-mismatch',
  'duplicate-peer',
]);
const refusedFirst: ReadonlySet<Cause> = new Set([
  'ike-proposal-mismatch',
  'unknown-peer',
  'ike-version-mismatch',
  'duplicate-peer',
]);
/** IKEv1 agrees on the mode by trying it, and on the authentication method in the first proposal (RFC 2409 appendix A). */
const firstOfVersionOne: ReadonlySet<Cause> = new Set(['exchange-mode-mismatch', 'auth-method-mismatch']);
/** Aggressive mode names the initiator at once, so that its identity, and a key for it, can be missed at once. */
const firstOfAggressive: ReadonlySet<Cause> = new Set(['peer-id-mismatch']);

/** A peer that refuses a proof is reachable and speaks our version; nothing of phase 2 was looked at yet. */
const pastWhenProofRefused: ReadonlySet<Cause> = new Set([
  'peer-unreachable',
  'ike-version-mismatch',
  'ike-proposal-mismatch',
  'routing-missing',
  'policy-denied',
  'both-passive',
  'nat-t-problem',
  'fragmentation-mtu',
  'dpd-timeout',
]);

/** What is settled once the IKE SA stands. Identities stay: with IKEv1 quick mode has its own, and some ends check names only then. */
const pastWhenChildRefused: ReadonlySet<Cause> = new Set([
  'unknown-peer',
  'ike-version-mismatch',
  'exchange-mode-mismatch',
  'ike-proposal-mismatch',
  'auth-method-mismatch',
  'psk-mismatch',
]);

export function isPossibleAt(cause: Cause, point: StopPoint): boolean {
  const { kind } = causeInfo(cause);
  if (kind === 'not-a-fault' || kind === 'abstains') return true;
  // Main and aggressive mode are of IKEv1 alone (RFC 7296 has no modes).
  if (cause === 'exchange-mode-mismatch' && point.ikeVersion === 2) return false;
  switch (point.stage) {
    case 'first-message':
      return possibleFirst(cause, point);
    case 'proof':
      return possibleAtProof(cause, point);
    case 'first-child':
      // Its keys come from the IKE SA; a DH group of its own is not negotiated (RFC 7296 sections 1.2 and 1.3.1).
      return !pastWhenChildRefused.has(cause) && cause !== 'pfs-mismatch';
    case 'child':
      return !pastWhenChildRefused.has(cause);
    default:
      return true;
  }
}

function possibleFirst(cause: Cause, point: StopPoint): boolean {
  const refused = point.how === 'refused';
  if ((refused ? refusedFirst : silentFirst).has(cause)) return true;
  if (point.ikeVersion !== 2 && firstOfVersionOne.has(cause)) return true;
  return point.isAggressive && firstOfAggressive.has(cause);
}

function possibleAtProof(cause: Cause, point: StopPoint): boolean {
  const { kind } = causeInfo(cause);
  if (kind === 'phase-2') return false;
  if (cause === 'ike-version-mismatch') return false;
  // The proof of an end that signs is checked with its certificate, never with a pre-shared key, and the other way round.
  if (cause === 'psk-mismatch' && point.proof === 'certificate') return false;
  if (cause === 'certificate-problem' && point.proof === 'psk' && point.certificateAsked !== true)
    return false;
  if (point.how === 'refused') return !pastWhenProofRefused.has(cause);
  // A transform that an end computes wrongly shows only in the first encrypted message.
  return cause !== 'ike-proposal-mismatch' || point.how === 'garbled';
}

/** The causes that are possible there, in their order. */
export function possibleAt(causes: readonly Cause[], point: StopPoint): Cause[] {
  return causes.filter((cause) => isPossibleAt(cause, point));
}
