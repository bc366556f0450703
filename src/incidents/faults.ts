// What a verdict says of how its incident goes on: that it works, that something is wrong, or that it cannot tell.

import { causeInfo } from '../domain/causes.js';
import type { RecordedVerdict } from './events.js';

/** An idle tunnel is no fault, but nothing was negotiated either, so it proves no remedy. */
export function isWorking({ cause }: Pick<RecordedVerdict, 'cause'>): boolean {
  return cause === 'tunnel-up-healthy' || cause === 'rekey-in-progress';
}

/** It saw that something is wrong, also where it cannot tell what. */
export function isAtFault({ cause }: Pick<RecordedVerdict, 'cause'>): boolean {
  const sawNothing = cause === 'device-unreachable' || cause === 'insufficient-data';
  return causeInfo(cause).kind !== 'not-a-fault' && !sawNothing;
}

/** Wrong with what the two ends of one tunnel agree on: another tunnel that breaks meanwhile breaks for something else. */
const ofOneTunnel: readonly RecordedVerdict['cause'][] = [
  'unknown-peer',
  'ike-version-mismatch',
  'exchange-mode-mismatch',
  'ike-proposal-mismatch',
  'auth-method-mismatch',
  'psk-mismatch',
  'peer-id-mismatch',
  'duplicate-peer',
  'both-passive',
  'esp-proposal-mismatch',
  'pfs-mismatch',
  'traffic-selector-mismatch',
  'encapsulation-mode-mismatch',
  'auth-rejected-by-peer',
  'proposal-rejected-by-peer',
];

/** As far as it is more than possible. */
export function isOfOneTunnel({
  cause,
  confidence,
  isShared,
}: Pick<RecordedVerdict, 'cause' | 'confidence' | 'isShared'>): boolean {
  return isShared !== true && confidence !== 'possible' && ofOneTunnel.includes(cause);
}

/** A diagnosis that cannot tell (the firewall did not answer just now) takes nothing back that one before it could. */
export function faultAfter(before: RecordedVerdict | null, now: RecordedVerdict): RecordedVerdict | null {
  const { kind } = causeInfo(now.cause);
  if (kind === 'not-a-fault' || (kind === 'abstains' && before !== null && !isAbstention(before)))
    return before;
  return now;
}

function isAbstention({ cause }: RecordedVerdict): boolean {
  return causeInfo(cause).kind === 'abstains';
}
