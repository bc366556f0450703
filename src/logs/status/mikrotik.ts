// RouterOS: `/ip ipsec active-peers print` and `/ip ipsec installed-sa print`.

import type { LogLine } from '../../domain/log.js';
import { type Carried, pairsOf } from './carried.js';
import { amount, ikeStuck, ikeUp, type Said, type StatusReader } from './said.js';

const begins = /^\d{1,6} +(?:[A-Z]{1,6} +)?/;

function read(lines: readonly LogLine[]): Said[] {
  const said: Said[] = [];
  const sas: Carried[] = [];
  for (const { line, text } of entries(lines)) {
    const value = (key: string): string | undefined =>
      new RegExp(String.raw`\b${key}="?([^\s"]{1,80})`).exec(text)?.[1];
    const peer = value('remote-address') ?? value('address') ?? null;
    const state = value('state');
    if (value('spi') === undefined && state !== undefined && peer !== null) {
      said.push(...peerOf(line, peer.replace(/:\d+$/, ''), state, value('side')));
      continue;
    }
    const [from, to] = [value('src-address'), value('dst-address')];
    if (value('spi') === undefined || from === undefined || to === undefined || state === 'dead') continue;
    const used = value('current-packets') ?? value('current-bytes');
    sas.push({ line, from, to, count: used === undefined ? null : amount(used) });
  }
  // An SA that carried nothing is printed without its counters.
  const isCounted = sas.some(({ count }) => count !== null);
  return [...said, ...pairsOf(sas.map((sa) => (isCounted ? { ...sa, count: sa.count ?? 0 } : sa)))];
}

/** An entry goes over several lines; its text stands on its first. */
function entries(lines: readonly LogLine[]): { line: LogLine; text: string }[] {
  const found: { line: LogLine; text: string }[] = [];
  for (const line of lines) {
    const text = line.text.trim();
    const last = found.at(-1);
    if (begins.test(text) && text.includes('=')) found.push({ line, text });
    else if (last && /^[a-z-]{2,30}=/.test(text)) last.text += ` ${text}`;
  }
  return found;
}

function peerOf(line: LogLine, of: string, status: string, side: string | undefined): Said[] {
  const place = { line, of };
  const role = side === 'initiator' || side === 'responder' ? side : null;
  if (status === 'established') return [ikeUp(place, null, role)];
  const step = Number(/^message-(\d)-sent$/.exec(status)?.[1] ?? 0);
  return step >= 5
    ? [
        ikeStuck(place, 'The identities are not confirmed by the peer.', [
          'psk-mismatch',
          'nat-t-problem',
          'peer-id-mismatch',
        ]),
      ]
    : [
        ikeStuck(place, 'The IKE SA is being negotiated and does not stand.', [
          'peer-unreachable',
          'unknown-peer',
          'ike-proposal-mismatch',
        ]),
      ];
}

export const mikrotik: StatusReader = {
  vendor: 'mikrotik',
  mark: /\b(?:state="?(?:established|message-\d-sent)"? |spi=(?:0x)?[0-9A-F]{1,8} src-address=)|\bremote-address=\S{2,60} .{0,200}\bstate=/i,
  read,
};
