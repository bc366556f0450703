// The kernel's SAs: Linux `ip xfrm state`, and `setkey -D` of BSD and of Linux with ipsec-tools.

import type { LogLine } from '../../domain/log.js';
import { type Carried, pairsOf } from './carried.js';
import { dropped, type Said, type StatusReader, state } from './said.js';

const address = String.raw`(\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]{2,44})(?:\[\d{1,5}\])?`;
const xfrmBegins = new RegExp(`^src ${address} dst ${address}$`, 'i');
const setkeyBegins = new RegExp(`^${address} ${address}$`, 'i');

function read(lines: readonly LogLine[]): Said[] {
  const sas: { sa: Carried; isEsp: boolean }[] = [];
  const others: Said[] = [];
  for (const line of lines) {
    const text = line.text.trim();
    const [, from, to] = xfrmBegins.exec(text) ?? setkeyBegins.exec(text) ?? [];
    if (from !== undefined && to !== undefined) {
      sas.push({ sa: { line, from, to, count: null }, isEsp: false });
      continue;
    }
    const last = sas.at(-1);
    if (/^No SAD entries\.?$/.test(text)) others.push(state({ line, of: null }, 'No SA is installed.'));
    if (!last) continue;
    if (/^(?:proto esp spi |esp(?:-udp)? mode=)/.test(text)) last.isEsp = true;
    const packets =
      /^\d{1,20}\(bytes\), (\d{1,20})\(packets\)/.exec(text)?.[1] ??
      /^current: (\d{1,20})\(bytes\)/.exec(text)?.[1];
    if (packets !== undefined && last.sa.count === null)
      sas[sas.length - 1] = { ...last, sa: { ...last.sa, count: Number(packets) } };
    const stats = /^replay-window (\d{1,20}) replay (\d{1,20}) failed (\d{1,20})$/.exec(text);
    if (stats) {
      const place = { line, of: [last.sa.from, last.sa.to].sort().join(' ') };
      others.push(...dropped(place, 'replay', Number(stats[2]), last.sa.count));
      others.push(...dropped(place, 'authentication', Number(stats[3]), last.sa.count));
    }
  }
  return [...pairsOf(sas.filter(({ isEsp }) => isEsp).map(({ sa }) => sa)), ...others];
}

export const kernel: StatusReader = {
  vendor: 'linux',
  mark: /^\s*(?:proto esp spi 0x|esp(?:-udp)? mode=\w+ spi=\d|No SAD entries)/,
  read,
};
