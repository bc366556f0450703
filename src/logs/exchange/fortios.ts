// What FortiOS prints about the exchange with `diagnose debug application ike -1`.

import type { ExchangeName } from '../../domain/exchange.js';
import { notifyOf } from './notify.js';
import { auth, type Observation, type SeenMessage, seen } from './observation.js';
import { readWire } from './wire.js';

const sent =
  /sent IKE msg \(([\w-]{2,40})\): ([0-9a-fA-F.:]{2,45}):(\d{1,5})->[0-9a-fA-F.:]{2,45}:\d{1,5}, len=(\d{1,6})/;
const came = /\bIKEv([12]) exchange=([\w ]{2,40}?) id=[0-9a-f/]{10,40}:([0-9a-f]{8}) len=(\d{1,6})/;
const datagram = /\bcomes [0-9a-fA-F.:]{2,45}:\d{1,5}->([0-9a-fA-F.:]{2,45}):(\d{1,5})/;
const bytes = /\b(in|out|enc|dec) ([0-9A-Fa-f]{56,8192})/;

/** How the debug output calls the messages of IKEv2 (sent and received) and the exchanges of IKEv1. */
const secondNames: readonly (readonly [RegExp, ExchangeName])[] = [
  [/^SA_INIT/, 'ike-init'],
  [/^AUTH/, 'ike-auth'],
  [/^CREATE_CHILD/, 'create-child'],
  [/^INFORMATIONAL/, 'informational'],
];
const firstNames: readonly (readonly [RegExp, ExchangeName])[] = [
  [/^Identity Protection/i, 'main'],
  [/^Aggressive/i, 'aggressive'],
  [/^Quick/i, 'quick'],
  [/^Informational/i, 'informational'],
  [/^Mode config/i, 'transaction'],
];
/** `ident_i1send`: exchange and step of what is sent with IKEv1. */
const steps = /^(ident|agg|quick)_([ir])(\d)send$/;
const stepNames = { ident: 'main', agg: 'aggressive', quick: 'quick' } as const;

export function observeFortios(text: string): readonly Observation[] {
  const packet = datagram.exec(text);
  if (packet)
    return [
      {
        is: 'datagram',
        direction: 'received',
        size: null,
        port: Number(packet[2]),
        address: packet[1] ?? null,
      },
    ];
  const out = sent.exec(text);
  if (out) {
    const [, word = '', address = null, port, size] = out;
    const where: Observation = {
      is: 'datagram',
      direction: 'sent',
      size: Number(size),
      port: Number(port),
      address,
    };
    if (/RETRANSMIT/.test(word)) return [{ is: 'repeat', direction: 'sent' }, where];
    const message = sentMessage(word);
    return message ? [message, where] : [];
  }
  const received = came.exec(text);
  if (received) return receivedMessage(received);
  const raw = bytes.exec(text);
  if (raw) return wireOf(raw[1] ?? '', raw[2] ?? '');
  const notify = /received notify type ([A-Z][A-Z_-]{4,40})|notify msg received: ([A-Z][A-Z_-]{4,40})/.exec(
    text,
  );
  if (notify) return [{ is: 'contents', payloads: [], notifies: [notifyOf(notify[1] ?? notify[2] ?? '')] }];
  const nat = /NAT detected: ([A-Z ]{2,12})/.exec(text)?.[1];
  if (nat !== undefined) return [{ is: 'nat', ours: nat.includes('ME'), theirs: nat.includes('PEER') }];
  if (/signature verification succeeded|peer cert(?:ificate)? verified/i.test(text))
    return [auth('theirs', 'certificate')];
  if (/PSK auth(?:entication)? (?:failed|succeeded)|auth verify done/i.test(text) && /PSK/.test(text))
    return [auth('theirs', 'psk')];
  return [];
}

function sentMessage(word: string): Observation | null {
  const step = steps.exec(word);
  if (step) {
    const isRequest = step[2] === 'i';
    return seen({
      exchange: stepNames[step[1] as 'ident' | 'agg' | 'quick'],
      direction: 'sent',
      kind: isRequest ? 'request' : 'response',
      step: Number(step[3]) * 2 - (isRequest ? 1 : 0),
    });
  }
  const exchange = secondNames.find(([shape]) => shape.test(word))?.[1];
  return exchange
    ? seen({
        exchange,
        ikeVersion: 2,
        direction: 'sent',
        kind: word.endsWith('RESPONSE') ? 'response' : 'request',
      })
    : null;
}

function receivedMessage([, version, word = '', id, size]: RegExpExecArray): Observation[] {
  const names = version === '2' ? secondNames : firstNames;
  const exchange = names.find(([shape]) => shape.test(word))?.[1];
  if (!exchange) return [];
  return [
    seen({
      exchange,
      ikeVersion: version === '2' ? 2 : 1,
      id: String(Number.parseInt(id ?? '0', 16)),
      direction: 'received',
      kind: version === '2' ? (word.endsWith('RESPONSE') ? 'response' : 'request') : null,
      size: Number(size),
    }),
  ];
}

/** `dec` is the message that just came, without its encryption; `enc` the one that goes out next. */
function wireOf(word: string, hex: string): Observation[] {
  const message: SeenMessage | null = readWire(
    hex.length % 2 === 0 ? hex : hex.slice(0, -1),
    word === 'in' || word === 'dec' ? 'received' : 'sent',
    word === 'dec' || word === 'enc',
  );
  return message ? [{ is: 'message', message }] : [];
}
