// VyOS: `show vpn ipsec sa` and `show vpn ike sa`, tables over what charon says.

import type { LogLine } from '../../domain/log.js';
import { amount, childUp, counted, type Said, type StatusReader, state } from './said.js';

const childRow =
  /^(\S{1,80}) +(up|down) +(\S{1,20}) +([\d.]{1,12}[A-Za-z]{0,2})\/([\d.]{1,12}[A-Za-z]{0,2}) +([\d.]{1,12}[KMG]?)\/([\d.]{1,12}[KMG]?) +(\S{2,60})/i;

function read(lines: readonly LogLine[]): Said[] {
  return lines.flatMap((line) => {
    const [, name = '', status, , , , into, out] = childRow.exec(line.text.trim()) ?? [];
    if (status === undefined) return [];
    const place = { line, of: name };
    if (status.toLowerCase() === 'down') return [state(place, 'The IPsec SA is down.')];
    return [childUp(place), counted(place, amount(into), amount(out))];
  });
}

export const vyos: StatusReader = {
  vendor: 'strongswan',
  mark: /^Connection +State +(?:Uptime|Up) +Bytes In\/Out/i,
  read,
};
