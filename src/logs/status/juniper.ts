// Junos: `show security ike security-associations`, `show security ipsec security-associations` and `show security ipsec statistics`.

import type { LogLine } from '../../domain/log.js';
import {
  amount,
  childMissing,
  childUp,
  counted,
  dropped,
  ikeStuck,
  ikeUp,
  monitor,
  type Said,
  type StatusReader,
  state,
} from './said.js';

const ikeRow =
  /^\d{1,10} +(UP|DOWN|MATURED|MATURE|LARVAL|DYING|DEAD) +([0-9a-f]{16}) +([0-9a-f]{16}) +(Main|Aggressive|IKEv2) +(\S{2,45})/i;
const childRow =
  /^[<>]\d{1,12} +ESP:\S{1,60} +[0-9a-f]{1,10} +\S{1,10}\/ ?\S{1,10} +([-UDV]) +\S{1,20} +\d{1,5} +(\S{2,45})/i;
const statistics: readonly (readonly [RegExp, Parameters<typeof dropped>[1]])[] = [
  [/^Replay errors: +(\d{1,20})/i, 'replay'],
  [/\bReplay errors: +(\d{1,20})/i, 'replay'],
  [/\bESP (?:authentication|decryption) failures: +(\d{1,20})/i, 'authentication'],
];

function read(lines: readonly LogLine[]): Said[] {
  const said: Said[] = [];
  let went: number | null = null;
  let came: number | null = null;
  for (const line of lines) {
    const text = line.text.trim();
    said.push(...ikeOf(line, text));
    const [, watched, peer = null] = childRow.exec(text) ?? [];
    if (watched !== undefined) {
      said.push(childUp({ line, of: peer }));
      if (watched === 'U' || watched === 'D') said.push(monitor({ line, of: peer }, watched === 'U'));
    }
    const place = { line, of: null };
    if (/^Total active tunnels: 0\b/.test(text)) said.push(childMissing(place));
    const out = /^Encrypted packets: +(\d{1,20})/.exec(text)?.[1];
    if (out !== undefined) went = amount(out);
    const into = /^Decrypted packets: +(\d{1,20})/.exec(text)?.[1];
    if (into !== undefined) {
      came = amount(into);
      said.push(counted(place, came, went));
    }
    const drop = statistics.find(([shape]) => shape.test(text));
    if (drop) {
      said.push({ ...state(place, 'Errors of receiving.'), harmless: true });
      said.push(...dropped(place, drop[1], amount(drop[0].exec(text)?.[1]), came));
    }
  }
  return said;
}

function ikeOf(line: LogLine, text: string): Said[] {
  const [, status = '', , responder = '', mode = '', peer = null] = ikeRow.exec(text) ?? [];
  if (status === '') return [];
  const version = mode.toLowerCase() === 'ikev2' ? 2 : 1;
  const place = { line, of: peer };
  if (/^(?:UP|MATURED?)$/i.test(status)) return [ikeUp(place, version)];
  // A responder cookie of zeros: the peer never answered (RFC 2408 section 3.1).
  return /^0+$/.test(responder)
    ? [
        ikeStuck(
          place,
          'The peer has not answered: its cookie is zero.',
          ['peer-unreachable', 'unknown-peer', 'policy-denied'],
          version,
        ),
      ]
    : [state(place, 'The IKE SA does not stand.')];
}

export const juniper: StatusReader = {
  vendor: 'juniper',
  mark: /^\s*(?:Index +State +Initiator cookie|Total active tunnels: \d|ID +Algorithm +SPI +Life|[<>]\d{1,12} +ESP:|\d{1,10} +(?:UP|DOWN) +[0-9a-f]{16} )|^\s*Encrypted packets: +\d/,
  read,
};
