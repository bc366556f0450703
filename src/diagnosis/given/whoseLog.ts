// At which of the two ends a log was printed, by the order in which products print local and remote address.

import type { LogLine } from '../../domain/log.js';
import { isPrivateAddress } from '../../domain/privateAddress.js';

const address = '([0-9a-fA-F:.]{3,45})';

/** Local address first, then the peer's. */
const localFirst: readonly RegExp[] = [
  // PAN-OS, racoon and MikroTik: `198.51.100.1[500]-203.0.113.9[500]`
  new RegExp(`${address}\\[\\d{1,5}\\](?:-|<=>)${address}\\[\\d{1,5}\\]`),
  // charon: `sending packet: from 198.51.100.1[500] to 203.0.113.9[500]`, `established between 198.51.100.1[id]...203.0.113.9[id]`
  new RegExp(`sending packet: from ${address}\\[\\d{1,5}\\] to ${address}`),
  new RegExp(`established between ${address}\\[[^\\]]{0,120}\\]\\.\\.\\.${address}\\[`),
  // Cisco: `Local:198.51.100.1:500 Remote:203.0.113.9:500`, `(local 198.51.100.1, remote 203.0.113.9)`
  /Local:([0-9a-fA-F.]{7,15}):\d{1,5} Remote:([0-9a-fA-F.]{7,15}):\d{1,5}/,
  new RegExp(`\\blocal[ =]${address},? remote[ =]${address}`),
];
const peerFirst = new RegExp(`received packet: from ${address}\\[\\d{1,5}\\] to ${address}`);
/** Only the peer is printed: FortiOS, Cisco ASA. */
const peerOnly = [new RegExp(`\\bremip=${address}`), new RegExp(`Group = [^,\\s]{1,100}, IP = ${address}`)];

const mostLines = 5000;

/**
 * Null when no line tells, or when lines contradict each other (both logs in one file).
 * @param ours address of our gateway. @param theirs address of the partner's, as we know them.
 */
export function whoseLog(lines: readonly LogLine[], ours: string, theirs: string): 'ours' | 'theirs' | null {
  const told = new Set<'ours' | 'theirs'>();
  for (const { text } of lines.slice(-mostLines)) {
    const found = endsOf(text.slice(0, 1200));
    if (!found) continue;
    const { local, peer } = found;
    if ((local === null || local === ours) && peer === theirs) told.add('ours');
    if ((local === null || local === theirs) && peer === ours) told.add('theirs');
  }
  const [only] = told;
  return told.size === 1 && only ? only : null;
}

/**
 * True when lines name two ends and never our address. Behind NAT the other end sees an address that we do not know: then
 * nothing is claimed.
 */
export function isBetweenOthers(lines: readonly LogLine[], ours: string): boolean {
  if (isPrivateAddress(ours)) return false;
  let pairs = 0;
  for (const { text } of lines.slice(-mostLines)) {
    if (text.includes(ours)) return false;
    if (endsOf(text.slice(0, 1200))) pairs += 1;
  }
  return pairs > 0;
}

function endsOf(text: string): { readonly local: string | null; readonly peer: string } | null {
  for (const pattern of localFirst) {
    const found = pattern.exec(text);
    if (found?.[1] && found[2]) return { local: found[1], peer: found[2] };
  }
  const received = peerFirst.exec(text);
  if (received?.[1] && received[2]) return { local: received[2], peer: received[1] };
  for (const pattern of peerOnly) {
    const peer = pattern.exec(text)?.[1];
    if (peer) return { local: null, peer };
  }
  return null;
}
