// strongSwan, and the products that run it: the counters in `swanctl --list-sas`, `ipsec statusall` and EdgeOS `show vpn ipsec sa`.

import type { LogLine } from '../../domain/log.js';
import { counted, type Said, type StatusReader } from './said.js';

/** `lan: #12, reqid 2, INSTALLED, TUNNEL, ESP:AES_CBC-256`, `net{3}:  INSTALLED, TUNNEL, reqid 1`. */
const child =
  /^(\S{1,100}?)(?:\{\d{1,9}\})?: (?:#\d{1,9},)?.{0,60}\b(?:INSTALLED|REKEYED|DELETING|REKEYING)\b/;
const oneWay = /^(in|out) +[0-9a-f]{1,8}(?: \([^)]{1,40}\))?, +\d{1,20} bytes, +(\d{1,20}) packets/;
const bothWays = /, (\d{1,20}) bytes_i\b.{0,60}?, (\d{1,20}) bytes_o\b/;

function read(lines: readonly LogLine[]): Said[] {
  const said: Said[] = [];
  let name: string | null = null;
  for (const line of lines) {
    const text = line.text.trim();
    name = child.exec(text)?.[1] ?? name;
    const place = { line, of: null };
    const [, direction, packets] = oneWay.exec(text) ?? [];
    if (direction === 'in') said.push(counted(place, Number(packets), null, name));
    if (direction === 'out') said.push(counted(place, null, Number(packets), name));
    const bytes = bothWays.exec(text);
    if (bytes) said.push(counted(place, Number(bytes[1]), Number(bytes[2]), name));
  }
  return said;
}

export const charon: StatusReader = {
  vendor: 'strongswan',
  mark: /^\s*(?:in|out) +[0-9a-f]{1,8}(?: \([^)]{1,40}\))?, +\d{1,20} bytes, |\bbytes_i\b/,
  read,
};
