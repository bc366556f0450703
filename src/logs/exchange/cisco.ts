// What the debug output of ASA and IOS tells about the exchange.

import type { ExchangeName } from '../../domain/exchange.js';
import { type Observation, readPayloads, seen } from './observation.js';

/** ASA with IKEv1: `IKE_DECODE SENDING Message (msgid=0) with payloads : HDR + SA (1) + VENDOR (13) + NONE (0) total length : 172`. */
const decode =
  /IKE_DECODE (SENDING|RECEIVED|RESENDING) Message \(msgid=([0-9a-f]{1,8})\) with payloads : HDR ?([^:]{0,600}?)total length : (\d{1,6})/;
/** ASA and IOS with IKEv2: direction, exchange and content stand in lines of their own. */
const packet = /\b(Sending|Received) Packet \[/;
const second = /IKEv2 (IKE_SA_INIT|IKE_AUTH|CREATE_CHILD_SA|INFORMATIONAL) Exchange (REQUEST|RESPONSE)/;
const contents =
  /^ *(?:\S+ \S+ )?((?:SA|KE|VID|IDi|IDr|AUTH|CERT|ENCR|NOTIFY|DELETE|N)\b(?: [A-Z][\w]*(?:\([A-Z0-9_]{3,50}\))?| N| )+)$/;
/** IOS with IKEv1: `(0):sending packet to 203.0.113.9 my_port 500 peer_port 500 (I) MM_NO_STATE`. */
const sent =
  /sending packet to [0-9a-fA-F.:]{2,45} my_port (\d{1,5}) peer_port \d{1,5} \(([IR])\) (\w{2,20})/;
const came =
  /received packet from [0-9a-fA-F.:]{2,45} dport (\d{1,5}) sport \d{1,5} .{0,40}?\(([IR])\) (\w{2,20})/;

const exchanges: Readonly<Record<string, ExchangeName>> = {
  IKE_SA_INIT: 'ike-init',
  IKE_AUTH: 'ike-auth',
  CREATE_CHILD_SA: 'create-child',
  INFORMATIONAL: 'informational',
};

export function observeCisco(text: string): readonly Observation[] {
  const decoded = decode.exec(text);
  if (decoded) return decodedMessage(decoded);
  const found = second.exec(text);
  if (found) {
    const kind = found[2] === 'REQUEST' ? 'request' : 'response';
    return [
      seen({ exchange: exchanges[found[1] ?? ''] ?? 'informational', ikeVersion: 2, direction: null, kind }),
    ];
  }
  const way = packet.exec(text);
  if (way)
    return [
      {
        is: 'datagram',
        direction: way[1] === 'Sending' ? 'sent' : 'received',
        size: null,
        port: null,
        address: null,
      },
    ];
  const list = contents.exec(text)?.[1];
  if (list !== undefined) return [{ is: 'contents', ...readPayloads(list) }];
  if (/retransmitting (?:phase [12]|due to retransmit)|Retransmitting packet/i.test(text))
    return [{ is: 'repeat', direction: 'sent' }];
  if (/is a duplicate of a previous packet|Detected re-?transmit/i.test(text))
    return [{ is: 'repeat', direction: 'received' }];
  return bare(text);
}

function decodedMessage([, verb, id = '', printed = '', size]: RegExpExecArray): Observation[] {
  const { payloads, notifies } = readPayloads(printed.replace(/\(\d+\)/g, '').replace(/\+|NONE/g, ' '));
  const exchange: ExchangeName =
    payloads.includes('N') || payloads.includes('D') ? 'informational' : id === '0' ? 'main' : 'quick';
  const message = seen({
    exchange,
    ikeVersion: 1,
    id: String(Number.parseInt(id, 16)),
    direction: verb === 'RECEIVED' ? 'received' : 'sent',
    payloads,
    notifies,
    size: Number(size),
    isEncrypted:
      exchange === 'main'
        ? payloads.some((one) => ['ID', 'HASH', 'SIG'].includes(one))
        : payloads.includes('HASH'),
  });
  return verb === 'RESENDING' ? [{ is: 'repeat', direction: 'sent' }] : [message];
}

/** IOS prints states instead of payloads: `MM_SA_SETUP`, `AG_INIT_EXCH`, `QM_IDLE`. */
function bare(text: string): Observation[] {
  const out = sent.exec(text);
  const found = out ?? came.exec(text);
  if (!found) return [];
  const state = found[3] ?? '';
  const exchange: ExchangeName | null = state.startsWith('MM_')
    ? 'main'
    : state.startsWith('AG_')
      ? 'aggressive'
      : state === 'QM_IDLE'
        ? 'quick'
        : null;
  if (!exchange) return [];
  return [
    seen({
      exchange,
      direction: out ? 'sent' : 'received',
      kind: (found[2] === 'I') === (out !== null) ? 'request' : 'response',
      port: Number(found[1]),
    }),
  ];
}
