// OpenBSD: `ipsecctl -sa` (flows and SAs) and `ikectl show sa`.

import type { LogLine } from '../../domain/log.js';
import { type Carried, pairsOf } from './carried.js';
import { childMissing, ikeUp, type Said, type StatusReader, state } from './said.js';

const address = String.raw`(\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]{2,44})`;
const sa = new RegExp(`^esp (?:tunnel|transport) from ${address} to ${address} spi 0x`, 'i');
const ike = new RegExp(
  String.raw`^iked_sas: \S+ .{0,120}?${address}:\d{1,5}->${address}:\d{1,5}<.{0,200}?> ?(?:\[.{0,80}?\] ?)?([A-Z_]{4,20}) ([ir])\b`,
  'i',
);

function read(lines: readonly LogLine[]): Said[] {
  const sas: Carried[] = [];
  const said: Said[] = [];
  let flows: LogLine | null = null;
  for (const line of lines) {
    const text = line.text.trim();
    const [, from, to] = sa.exec(text) ?? [];
    if (from !== undefined && to !== undefined) sas.push({ line, from, to, count: null });
    if (/^flow esp out /.test(text)) flows = line;
    const [, ours, theirs, status = '', role] = ike.exec(text) ?? [];
    if (ours === undefined || theirs === undefined) continue;
    const place = { line, of: [ours, theirs].sort().join(' ') };
    said.push(
      status === 'ESTABLISHED'
        ? ikeUp(place, 2, role === 'i' ? 'initiator' : 'responder')
        : state(place, 'The IKE SA does not stand.'),
    );
  }
  const children = pairsOf(sas);
  if (flows && children.length === 0 && lines.some(({ text }) => /^\s*(?:SAD:|No entries)/.test(text)))
    said.push(childMissing({ line: flows, of: null }));
  return [...said, ...children];
}

export const openbsd: StatusReader = {
  vendor: 'openbsd',
  mark: /^\s*(?:flow esp (?:in|out) from|esp (?:tunnel|transport) from \S+ to \S+ spi 0x|iked_sas: )/,
  read,
};
