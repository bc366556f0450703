// What charon's lines tell about the exchange: payload lists, datagrams, retransmissions, NAT, how each end authenticates.

import type { ExchangeName, ProofMethod } from '../../domain/exchange.js';
import { auth, isUnderKeys, type Observation, readPayloads, seen, stepOf } from './observation.js';

const exchanges: Readonly<Record<string, ExchangeName>> = {
  IKE_SA_INIT: 'ike-init',
  IKE_AUTH: 'ike-auth',
  CREATE_CHILD_SA: 'create-child',
  INFORMATIONAL: 'informational',
  INFORMATIONAL_V1: 'informational',
  ID_PROT: 'main',
  AGGRESSIVE: 'aggressive',
  QUICK_MODE: 'quick',
  TRANSACTION: 'transaction',
};

const versionTwo: ReadonlySet<ExchangeName> = new Set([
  'ike-init',
  'ike-auth',
  'create-child',
  'informational',
]);

const content =
  /\b(generating|parsed) ([A-Z_]{5,20}(?:V1)?) (request|response) (\d{1,10}) \[ ([^\]]{0,2000})(?:\]|$)/;
const datagram =
  /\b(sending|received) packet: from ([0-9a-fA-Fx.:%]{2,45})\[(\d{1,5})\] to ([0-9a-fA-Fx.:%]{2,45})\[(\d{1,5})\](?: \((\d{1,6}) bytes\))?/;
const own = /authentication of '([^']{1,300})' \(myself\)(?: with (.{1,60}))?/;
const peer = /authentication of '([^']{1,300})' with (.{1,60}?) successful/;
const wanted = /looking for (pre-shared key|[\w-]{2,20} signature|XAuth\w{3,20}) peer configs matching/;

export function observeCharon(text: string): readonly Observation[] {
  const message = content.exec(text);
  if (message) return contentOf(message);
  const packet = datagram.exec(text);
  if (packet) {
    const sent = packet[1] === 'sending';
    return [
      {
        is: 'datagram',
        direction: sent ? 'sent' : 'received',
        size: packet[6] === undefined ? null : Number(packet[6]),
        port: Number(sent ? packet[3] : packet[5]),
        address: (sent ? packet[2] : packet[4]) ?? null,
      },
    ];
  }
  if (/\bretransmit \d+ of (?:request|response)|sending retransmit \d+ of/.test(text))
    return [{ is: 'repeat', direction: 'sent' }];
  if (/received retransmit of (?:request|response) with/.test(text))
    return [{ is: 'repeat', direction: 'received' }];
  if (/message parsing failed|could not decrypt payloads|integrity check failed/.test(text))
    return [{ is: 'garbage' }];
  if (text.includes('host is behind NAT'))
    return text.includes('local host')
      ? [{ is: 'nat', ours: true, theirs: null }]
      : [{ is: 'nat', ours: null, theirs: true }];
  return authenticationOf(text);
}

function contentOf([, verb, word = '', kindWord, id = '', printed = '']: RegExpExecArray): Observation[] {
  const exchange = exchanges[word];
  if (!exchange) return [];
  const { payloads, notifies } = readPayloads(printed);
  const kind = kindWord === 'request' ? 'request' : 'response';
  const ikeVersion = word.endsWith('_V1') || !versionTwo.has(exchange) ? 1 : 2;
  const step = stepOf(exchange, kind, payloads);
  return [
    seen({
      exchange,
      ikeVersion,
      id,
      direction: verb === 'generating' ? 'sent' : 'received',
      kind,
      step,
      payloads,
      notifies,
      isEncrypted: isUnderKeys(exchange, ikeVersion, step) ?? payloads.includes('HASH'),
    }),
  ];
}

function authenticationOf(text: string): Observation[] {
  const mine = own.exec(text);
  if (mine) return [auth('ours', methodOf(mine[2] ?? 'signature'), mine[1] ?? null)];
  const theirs = peer.exec(text);
  if (theirs) return [auth('theirs', methodOf(theirs[2] ?? ''))];
  const asked = wanted.exec(text)?.[1];
  if (asked) return [auth('theirs', methodOf(asked))];
  if (/no (?:IDi|IDr|local identity|identity) configured, (?:fall back on|default to) IP address/.test(text))
    return [{ is: 'named-by-address' }];
  if (/sending end entity cert/.test(text)) return [auth('ours', 'certificate')];
  if (/received end entity cert/.test(text)) return [auth('theirs', 'certificate')];
  return [];
}

function methodOf(words: string): ProofMethod | null {
  if (/pre-shared/i.test(words)) return 'psk';
  if (/\bEAP\b|XAuth/i.test(words)) return /XAuthInitPSK|XAuthRespPSK/i.test(words) ? 'psk' : 'eap';
  if (/\bnull\b/i.test(words)) return 'null';
  return 'certificate';
}
