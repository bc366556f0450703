// What a peer that saw our proof does in place of an answer: it cannot read it, or hangs up.

import type { LogEvent } from '../../domain/log.js';
import { proofWasSent } from '../exchange/facts.js';
import { exchangeOf, type Moment } from './moment.js';
import { type Meaning, weak } from './weight.js';

/** PAYLOAD_MALFORMED in answer to the first encrypted message of IKEv1: the peer decrypted it with other keys, and a pre-shared key makes them (RFC 2409 section 5.4). */
export function proofUnread(moment: Moment): Meaning | null {
  const exchange = exchangeOf(moment);
  if (moment.ikeVersion !== 1 || moment.auth === 'certificate' || !proofWasSent(exchange)) return null;
  return weak(
    ['psk-mismatch', 'peer-id-mismatch'],
    1,
    'The peer could not read our first encrypted message: with pre-shared keys the keys differ, or it took the key of another identity.',
  );
}

/** A peer that ends the IKE SA right after it was established, before any child SA, refused something that it saw last. */
export function peerDeleted(event: LogEvent, moment: Moment): Meaning | null {
  // The log begins in the middle: phase 2 was asked for, so phase 1 stood, and the peer hung up instead of an answer.
  if (event.phase !== 2 && moment.exchange === 'quick' && moment.furthest === null && !moment.everUp)
    return weak(
      ['traffic-selector-mismatch', 'esp-proposal-mismatch', 'pfs-mismatch'],
      2,
      'The peer ended the IKE SA in place of an answer to the phase 2 offer.',
    );
  if (event.phase === 2 || moment.everUp || moment.furthest !== 'authenticated') return null;
  return {
    ...weak(
      ['peer-id-mismatch', 'certificate-problem', 'traffic-selector-mismatch'],
      1,
      'The peer ended the IKE SA as soon as it saw our authentication; its log says why.',
    ),
    abstains: 'auth-rejected-by-peer',
  };
}
