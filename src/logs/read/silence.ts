// What silence means: who answered what before it, on which port, in which exchange.

import type { Cause } from '../../domain/causes.js';
import type { LogEvent } from '../../domain/log.js';
import { type Moment, reached } from './moment.js';
import { type Meaning, weak } from './weight.js';

/** The peer repeats a request that was answered: the way back is broken, for large messages or for all. */
export function answerLost(event: LogEvent, moment: Moment): Meaning {
  const id = event.captures.id;
  if (reached(moment, 'authenticated') && id !== '1')
    return weak(
      ['dpd-timeout', 'peer-unreachable', 'esp-blocked'],
      1,
      'The peer repeats requests that were answered: our answers do not reach it.',
    );
  if (id === '0')
    return weak(
      ['peer-unreachable', 'policy-denied', 'fragmentation-mtu'],
      1,
      'The peer repeats its first message: our answer does not reach it.',
    );
  return weak(
    ['fragmentation-mtu', 'nat-t-problem', 'peer-unreachable'],
    1,
    'The peer repeats a message that was answered: our answer, which is larger, does not reach it.',
  );
}

/** A retransmit or a timeout. A peer that answered anything before is reachable, whatever comes later. */
export function noAnswer(event: LogEvent, moment: Moment): Meaning {
  const id = event.captures.id;
  const never =
    zeros(event.captures.rcookie) ||
    (id === '0' && moment.ikeVersion === 2 && !reached(moment, 'proposals-agreed'));
  const strength = event.says === 'retransmit' ? 'consequence' : 'weak';
  const say = (causes: Cause[], phase: 1 | 2, why: string): Meaning => ({
    strength,
    causes,
    abstains: null,
    phase,
    why,
  });
  // Some peers refuse a quick mode in silence, for any reason that they may have.
  if (!never && moment.exchange === 'quick' && !reached(moment, 'child-installed') && !moment.everUp)
    return {
      ...say(
        ['esp-proposal-mismatch', 'traffic-selector-mismatch', 'pfs-mismatch'],
        2,
        'Phase 1 stands and the peer does not answer the phase 2 offer.',
      ),
      abstains: 'insufficient-data',
    };
  if (!never && reached(moment, 'authenticated')) {
    if (moment.rekey)
      return say(['rekey-failure', 'dpd-timeout', 'peer-unreachable'], 2, 'The peer did not answer a rekey.');
    return say(
      ['dpd-timeout', 'peer-unreachable', 'rekey-failure'],
      1,
      'The peer answered before and does not answer any more.',
    );
  }
  const answered =
    !never &&
    (reached(moment, 'proposals-agreed') ||
      isCookie(event.captures.rcookie) ||
      (id === '1' && moment.ikeVersion === 2) ||
      // charon numbers the messages of an IKEv1 exchange: the second is only sent after an answer to the first.
      (id === '0' && Number(event.captures.seq ?? 0) >= 2));
  if (answered) return afterAgreement(moment, moment.floated || onNatPort(event), say);
  return say(
    moment.exchange === 'aggressive'
      ? ['peer-unreachable', 'unknown-peer', 'exchange-mode-mismatch', 'peer-id-mismatch']
      : ['peer-unreachable', 'unknown-peer', 'ike-version-mismatch'],
    1,
    'Not one answer to the first message came: the peer cannot be reached, or does not answer this address or IKE version.',
  );
}

/** The first message was answered, a later one is not: the peer is reachable, so it is never "unreachable". */
function afterAgreement(
  moment: Moment,
  floated: boolean,
  say: (causes: Cause[], phase: 1 | 2, why: string) => Meaning,
): Meaning {
  // A responder verifies the proof of the initiator itself: one that never came was lost, or never sent.
  if (moment.role === 'responder' && moment.ikeVersion === 2)
    return say(
      ['nat-t-problem', 'fragmentation-mtu', 'certificate-problem'],
      1,
      'The peer went silent after our first answer: what it sends next is larger and may go to UDP 4500.',
    );
  if (moment.role === 'responder')
    return say(
      ['psk-mismatch', 'certificate-problem', 'fragmentation-mtu'],
      1,
      'The peer went silent after our answer.',
    );
  if (moment.ikeVersion === 1 && floated && moment.auth !== 'certificate')
    return say(
      ['nat-t-problem', 'psk-mismatch', 'peer-id-mismatch'],
      1,
      'What was sent on UDP 500 was answered; the first message on UDP 4500, which is also the first encrypted one, is not.',
    );
  if (moment.ikeVersion === 1)
    return moment.auth === 'certificate'
      ? say(
          ['fragmentation-mtu', 'certificate-problem', 'psk-mismatch'],
          1,
          'The message with the certificate is not answered: it is lost because of its size, or the peer refuses it in silence.',
        )
      : say(
          ['psk-mismatch', 'peer-id-mismatch', 'nat-t-problem'],
          1,
          'The first encrypted message is not answered: with another key the peer cannot even read it.',
        );
  if (floated)
    return say(
      moment.auth === 'certificate'
        ? ['fragmentation-mtu', 'nat-t-problem', 'certificate-problem']
        : ['nat-t-problem', 'fragmentation-mtu', 'psk-mismatch'],
      1,
      'The first message was answered on UDP 500; what was sent on UDP 4500 never was.',
    );
  return say(
    ['fragmentation-mtu', 'nat-t-problem', 'certificate-problem'],
    1,
    'The first message was answered and IKE_AUTH, which is larger, never was.',
  );
}

/** racoon prints both ends with their ports in the line that gives up. */
function onNatPort({ line }: LogEvent): boolean {
  return /\[4500\] ?<=>/.test(line.text);
}

/** The peer's cookie or SPI, and not zero: it answered once. */
function isCookie(text: string | undefined): boolean {
  return text !== undefined && /^(0x)?[0-9a-f]{8,16}\b/i.test(text) && !zeros(text);
}

function zeros(cookie: string | undefined): boolean {
  return cookie !== undefined && /^(0x)?0{8,}/i.test(cookie);
}
