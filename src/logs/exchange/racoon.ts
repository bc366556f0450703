// What racoon and PAN-OS's ikemgr, which prints racoon's words, tell about the exchange.

import type { ExchangeName, Notify } from '../../domain/exchange.js';
import { notifyOf } from './notify.js';
import { type Observation, seen } from './observation.js';

const notification =
  /notification message (\d{1,5}):([A-Z][A-Z_-]{3,40})(?:.{0,60}?spi=[0-9a-f ]*\(size=(\d{1,3})\))?/;
const received = /received (?:error )?notify (?:type )?"?([A-Z][A-Z_-]{4,40})/;
const unencrypted = /received unencrypted notify payload \(([\w -]{4,40})\)/i;
const systemNotify =
  /IKE protocol notification message (sent|received)[^:]{0,40}: ([A-Z][A-Z_-]{4,40}) \((\d{1,5})\)/i;
const bytesSent = /\b\d{1,3} times of (\d{1,6}) bytes message will be sent/;
const bytesCame = /\b(\d{1,6}) bytes message received from/;
const lacking = /message lacks (\w{2,6}) payload/;
const secondNames: Readonly<Record<string, ExchangeName>> = {
  IKE_SA_INIT: 'ike-init',
  IKE_AUTH: 'ike-auth',
  CREATE_CHILD: 'create-child',
  CREATE_CHILD_SA: 'create-child',
  INFO: 'informational',
  INFORMATIONAL: 'informational',
};
const transmit =
  /IKEv2 (IKE_SA_INIT|IKE_AUTH|CREATE_CHILD(?:_SA)?|INFO(?:RMATIONAL)?) (transmit|receive\w{0,2})\b.{0,120}?(?:message_id: (0x[0-9a-f]{1,8}))?/i;
/** Headers of IKEv1 in the debug output, by their names there. */
const modes: readonly (readonly [RegExp, ExchangeName])[] = [
  [/\b(?:main|identity protection) mode\b|Ident(?:ity)? Prot/i, 'main'],
  [/\baggressive mode\b/i, 'aggressive'],
  [/\bquick mode\b/i, 'quick'],
];

export function observeRacoon(text: string): readonly Observation[] {
  const printed = notification.exec(text);
  if (printed) {
    const size = printed[3] === undefined ? null : Number(printed[3]);
    return [informational([notifyOf(printed[2] ?? '')], size === null ? null : 12 + size)];
  }
  const system = systemNotify.exec(text);
  if (system)
    return [
      seen({
        exchange: 'informational',
        direction: system[1]?.toLowerCase() === 'sent' ? 'sent' : 'received',
        notifies: [notifyOf(system[2] ?? '')],
      }),
    ];
  const clear = unencrypted.exec(text);
  if (clear) return [informational([notifyOf(clear[1] ?? '')], null, false)];
  const notify = received.exec(text);
  if (notify) return [informational([notifyOf(notify[1] ?? '')], null)];
  const second = transmit.exec(text);
  if (second) {
    const [, word = '', verb = '', id] = second;
    return [
      seen({
        exchange: secondNames[word.toUpperCase()] ?? 'informational',
        ikeVersion: 2,
        direction: /^t/i.test(verb) ? 'sent' : 'received',
        id: id === undefined ? null : String(Number.parseInt(id, 16)),
      }),
    ];
  }
  return sizesAndSilence(text);
}

function informational(
  notifies: readonly Notify[],
  notifyLength: number | null,
  isEncrypted: boolean | null = null,
): Observation {
  return seen({ exchange: 'informational', direction: 'received', notifies, notifyLength, isEncrypted });
}

function sizesAndSilence(text: string): Observation[] {
  const out = bytesSent.exec(text);
  if (out) return [{ is: 'datagram', direction: 'sent', size: Number(out[1]), port: null, address: null }];
  const came = bytesCame.exec(text);
  if (came)
    return [{ is: 'datagram', direction: 'received', size: Number(came[1]), port: null, address: null }];
  if (/\bresend phase[12] packet|retransmit\w* phase[12] packet|sending retransmit/.test(text))
    return [{ is: 'repeat', direction: 'sent' }];
  if (/the packet is retransmitted by/.test(text)) return [{ is: 'repeat', direction: 'received' }];
  if (
    /parsing packet failed|malformed payload|invalid next payload type|decryption failed|invalid length of payload/i.test(
      text,
    )
  )
    return [{ is: 'garbage' }];
  const nat = /NAT detected: ([A-Z ]{2,12})/.exec(text)?.[1];
  if (nat !== undefined) return [{ is: 'nat', ours: nat.includes('ME'), theirs: nat.includes('PEER') }];
  const lacks = lacking.exec(text)?.[1];
  if (lacks === 'IDr' || lacks === 'AUTH')
    return [seen({ exchange: 'ike-auth', direction: 'received', kind: 'response' })];
  return started(text);
}

/** `IKE phase-1 negotiation is started as initiator, main mode`, `begin Aggressive mode`. */
function started(text: string): Observation[] {
  const role = /started as (initiator|responder)|\bbegin (?:Identity Protection|Aggressive|Main) mode/i.exec(
    text,
  );
  if (!role) return [];
  const isResponder = role[1] === 'responder';
  if (/IKEv2 IKE SA negotiation/i.test(text))
    return [seen({ exchange: 'ike-init', direction: isResponder ? 'received' : 'sent', kind: 'request' })];
  const exchange = modes.find(([shape]) => shape.test(text))?.[1];
  if (!exchange) return [];
  return [seen({ exchange, direction: isResponder ? 'received' : 'sent', kind: 'request', step: 1 })];
}
