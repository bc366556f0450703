// Cisco IOS and ASA alike: `show crypto isakmp sa`, `show crypto ikev2 sa`, `show crypto session`, `show crypto ipsec sa`.

import type { Cause } from '../../domain/causes.js';
import type { LogLine } from '../../domain/log.js';
import {
  amount,
  childMissing,
  childUp,
  counted,
  dropped,
  ikeStuck,
  ikeUp,
  type Said,
  type StatusReader,
  state,
} from './said.js';

const address = String.raw`(\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]{2,44})`;
const ikeRow = new RegExp(
  String.raw`^${address} +${address} +((?:MM|AG|QM)_[A-Z_]{2,20}) +\d{1,9}(?: +\d{1,4})? +(ACTIVE|.{0,30}deleted|STDBY)`,
  'i',
);
const v2Row = new RegExp(
  String.raw`^\d{1,12} +${address}\/\d{1,5} +${address}\/\d{1,5} .{0,80}?\b(READY|IN-NEG|DELETE)\b`,
);
const currentPeer = new RegExp(`^current_peer:? ${address}`);
const sessionPeer = new RegExp(`^Peer: ${address} port`);

/** What the states of main mode leave open: nothing was agreed, the policy was, the keys were exchanged (RFC 2409 section 5). */
const hangs: readonly (readonly [RegExp, string, readonly Cause[]])[] = [
  [
    /_NO_STATE$|^AG_INIT/,
    'The SA exists and nothing came of it so far.',
    ['peer-unreachable', 'ike-proposal-mismatch', 'unknown-peer'],
  ],
  [
    /_SA_SETUP$/,
    'The policy was agreed and the key exchange is not answered.',
    ['peer-unreachable', 'nat-t-problem', 'policy-denied'],
  ],
  [
    /_KEY_EXCH$|_KEY_AUTH$/,
    'Keys were exchanged and the authentication does not complete.',
    ['psk-mismatch', 'nat-t-problem', 'peer-id-mismatch'],
  ],
];

function ikeTable(lines: readonly LogLine[]): Said[] {
  const up: Said[] = [];
  const others: Said[] = [];
  for (const line of lines) {
    const text = line.text.trim();
    const [, a = '', b = '', status = '', kind = ''] = ikeRow.exec(text) ?? [];
    if (status !== '') {
      const place = { line, of: [a, b].sort().join(' ') };
      const hang = hangs.find(([shape]) => shape.test(status));
      if (status === 'QM_IDLE') up.push(ikeUp(place, 1));
      else if (/deleted/i.test(kind)) others.push(state(place, 'An SA that was deleted.'));
      else if (hang) others.push(ikeStuck(place, hang[1], hang[2], 1));
    }
    const [, local = '', remote = '', readiness = ''] = v2Row.exec(text) ?? [];
    const place = { line, of: [local, remote].sort().join(' ') };
    // Only ASA prints the role.
    const isAsa = /\b(?:INITIATOR|RESPONDER)$/.test(text);
    if (readiness === 'READY') up.push({ ...ikeUp(place, 2), ...(isAsa ? { vendor: 'cisco-asa' } : {}) });
    else if (readiness === 'IN-NEG')
      others.push(
        ikeStuck(
          place,
          'The IKE SA is being negotiated and does not stand.',
          ['peer-unreachable', 'unknown-peer', 'ike-version-mismatch'],
          2,
        ),
      );
  }
  return [...others, ...up];
}

/** `show crypto session detail`: a block for each session. */
function sessions(lines: readonly LogLine[]): Said[] {
  const said: Said[] = [];
  let status: { readonly line: LogLine; readonly word: string } | null = null;
  let of: string | null = null;
  let came: number | null = null;
  for (const line of lines) {
    const text = line.text.trim();
    const word = /^Session status: ([A-Z-]{2,30})/.exec(text)?.[1];
    if (word !== undefined) status = { line, word };
    const found = sessionPeer.exec(text)?.[1];
    if (found !== undefined && status) {
      of = found;
      said.push(...sessionOf({ line: status.line, of }, status.word));
      status = null;
    }
    const inbound = /^Inbound: +#pkts dec'ed (\d{1,20}) drop (\d{1,20})/.exec(text);
    if (inbound) came = amount(inbound[1]);
    const outbound = /^Outbound: +#pkts enc'ed (\d{1,20}) drop (\d{1,20}) life/.exec(text);
    if (outbound && came !== null && !/life \(KB\/Sec\) 0\/0/.test(text)) {
      said.push(counted({ line, of }, came, amount(outbound[1]), String(line.number)));
      came = null;
    }
  }
  if (status) said.push(...sessionOf({ line: status.line, of: null }, status.word));
  return said;
}

function sessionOf(place: Pick<Said, 'line' | 'of'>, word: string): Said[] {
  if (word === 'UP-ACTIVE' || word === 'UP-NO-IKE') return [childUp(place)];
  if (word === 'UP-IDLE') return [ikeUp(place), childMissing(place)];
  if (word === 'DOWN-NEGOTIATING')
    return [
      ikeStuck(place, 'The session is down and negotiates.', [
        'peer-unreachable',
        'ike-proposal-mismatch',
        'psk-mismatch',
        'unknown-peer',
      ]),
    ];
  return [state(place, 'The session is down; the output does not say why.')];
}

/** `show crypto ipsec sa`: a block for each pair of networks. */
function flows(lines: readonly LogLine[]): Said[] {
  const said: Said[] = [];
  let flow = newFlow();
  const close = (): void => {
    said.push(...flow.said.filter(({ id }) => !flow.isGone || id !== 'child-up'));
    flow = newFlow();
  };
  for (const line of lines) {
    const text = line.text.trim();
    if (/^local +ident /.test(text)) close();
    if (/^current outbound spi: ?(?:0x)?0+(?:\(0\))?$/i.test(text)) flow.isGone = true;
    const found = currentPeer.exec(text)?.[1];
    if (found !== undefined) flow.of = found;
    const place = { line, of: flow.of };
    const sent = /^#pkts encaps: (\d{1,20})/.exec(text)?.[1];
    if (sent !== undefined) {
      flow.sent = Number(sent);
      flow.said.push(childUp(place));
    }
    const came = /^#pkts decaps: (\d{1,20})/.exec(text)?.[1];
    if (came !== undefined) {
      flow.came = Number(came);
      flow.said.push(counted(place, flow.came, flow.sent, String(said.length)));
    }
    const errors = /^#send errors:? (\d{1,20}), #recv errors:? (\d{1,20})/.exec(text);
    if (errors) {
      flow.said.push({ ...state(place, 'Errors of sending and receiving.'), harmless: true });
      flow.said.push(...dropped(place, 'authentication', Number(errors[2]), flow.came));
    }
    const replayed = /^#pkts replay failed \(rcv\): (\d{1,20})/.exec(text)?.[1];
    if (replayed !== undefined) flow.said.push(...dropped(place, 'replay', Number(replayed), flow.came));
    if (/^current outbound spi: ?(?:0x)?0+(?:\(0\))?$/i.test(text)) flow.said.push(childMissing(place));
  }
  close();
  return said;
}

interface Flow {
  of: string | null;
  sent: number | null;
  came: number | null;
  /** No SA stands for it; its counters are of one that did. */
  isGone: boolean;
  readonly said: Said[];
}

function newFlow(): Flow {
  return { of: null, sent: null, came: null, isGone: false, said: [] };
}

export const ios: StatusReader = {
  vendor: 'cisco-ios',
  mark: /^\s*(?:current_peer:? |#pkts encaps: \d|Session status: [A-Z]|Inbound: +#pkts|IPv[46] Crypto (?:ISAKMP|IKEv2)|Tunnel-id +Local)|^dst +src +state|\d (?:QM_IDLE|[MA][MG]_[A-Z_]{5,12}) +\d{1,9} |\/\d{1,5} .{0,80}\bREADY\b/,
  read: (lines) => [...ikeTable(lines), ...sessions(lines), ...flows(lines)],
};
