// PAN-OS: `show vpn flow name NAME` and `show vpn flow tunnel-id N`: state, monitor, SPIs, counters and drops of one tunnel.

import type { LogLine } from '../../domain/log.js';
import { amount, childUp, counted, dropped, monitor, type Said, state } from './said.js';

const begins = /^tunnel[: ] ?(\S{1,64})$/i;
const field = /^([a-z][a-z/ ()-]{1,40}?) *: *(.{0,200})$/i;

/** The fields of one tunnel by their names, with their lines. */
type Fields = Map<string, { readonly line: LogLine; readonly value: string }>;

export function flowDetail(lines: readonly LogLine[]): Said[] {
  const tunnels: Fields[] = [];
  let current: Fields = new Map();
  for (const line of lines) {
    const text = line.text.trim();
    if (begins.test(text)) {
      tunnels.push(current);
      current = new Map();
      continue;
    }
    const [, name, value = ''] = field.exec(text) ?? [];
    if (name !== undefined) current.set(name.trim().toLowerCase().replace(/ +/g, ' '), { line, value });
  }
  return [...tunnels, current].flatMap(tunnelOf);
}

function tunnelOf(fields: Fields): Said[] {
  const status = fields.get('state');
  const encap = fields.get('encap packets') ?? fields.get('encap bytes');
  const decap = fields.get('decap packets') ?? fields.get('decap bytes');
  if (!encap && !decap && !fields.has('monitor status') && !fields.has('key acquire requests')) return [];
  const of = fields.get('peer ip')?.value.split(' ')[0] ?? null;
  const said: Said[] = [];
  const isActive = status?.value.toLowerCase().startsWith('active') ?? null;
  const missing = ['local spi', 'remote spi'].some((name) => /^0+$/.test(fields.get(name)?.value ?? ''));
  if (status)
    said.push(
      isActive && !missing
        ? childUp({ line: status.line, of }, 'The tunnel is active: its SAs are installed.')
        : state({ line: status.line, of }, 'The tunnel has no SA installed.'),
    );
  const came = decap ? amount(decap.value) : null;
  if (isActive !== false && (encap || decap)) {
    const line = (encap ?? decap)?.line;
    if (line) said.push(counted({ line, of }, came, encap ? amount(encap.value) : null));
  }
  const watched = fields.get('monitor status');
  if (watched && /^(?:up|down)/i.test(watched.value))
    said.push(monitor({ line: watched.line, of }, /^up/i.test(watched.value)));
  for (const [name, why] of drops) {
    const found = fields.get(name);
    if (found) said.push(...dropped({ line: found.line, of }, why, amount(found.value), came));
  }
  return said;
}

const drops = [
  ['authentication errors', 'authentication'],
  ['decryption errors', 'authentication'],
  ['replay packets', 'replay'],
] as const;
