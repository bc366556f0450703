// Which status outputs a text holds, and what their lines say.

import type { LogEvent, LogLine } from '../../domain/log.js';
import { asa } from './asa.js';
import { charon } from './charon.js';
import { fortios } from './fortios.js';
import { ios } from './ios.js';
import { juniper } from './juniper.js';
import { kernel } from './kernel.js';
import { mikrotik } from './mikrotik.js';
import { openbsd } from './openbsd.js';
import { panos } from './panos.js';
import { eventsOf, type StatusReader } from './said.js';
import { vyos } from './vyos.js';

const readers: readonly StatusReader[] = [
  panos,
  fortios,
  ios,
  asa,
  juniper,
  mikrotik,
  vyos,
  charon,
  openbsd,
  kernel,
];

/** Longer texts are logs; a console never prints that much of a status. */
const mostLines = 20_000;

export interface StatusReading {
  /** By the number of their line; a line that is none of a status output is not there. */
  readonly events: ReadonlyMap<number, readonly LogEvent[]>;
  /** Numbers of the lines that such an output is made of: its labels and zeros are no messages, whatever words they use. */
  readonly made: ReadonlySet<number>;
}

/** So much of an output may stand before its first and after its last line that says something. */
const margin = 40;

export function readStatus(lines: readonly LogLine[]): StatusReading {
  const found = new Map<number, LogEvent[]>();
  const made = new Set<number>();
  if (lines.length > mostLines) return { events: found, made };
  for (const { vendor, mark, read } of readers) {
    if (!lines.some(({ text }) => mark.test(text))) continue;
    const events = eventsOf(vendor, read(lines));
    for (const number of extentOf(events, lines)) made.add(number);
    for (const event of events) {
      const before = found.get(event.line.number);
      if (before) before.push(event);
      else found.set(event.line.number, [event]);
    }
  }
  return { events: found, made };
}

/** From the first to the last line that says something, and what stands around it without a time: lines of a log have one. */
function extentOf(events: readonly LogEvent[], lines: readonly LogLine[]): number[] {
  const said = new Set(events.map(({ line }) => line.number));
  const at = lines.flatMap(({ number }, index) => (said.has(number) ? [index] : []));
  let [first, last] = [at[0] ?? 0, at.at(-1) ?? -1];
  const isPart = (index: number): boolean => lines[index]?.at === null;
  for (let step = 0; step < margin && isPart(first - 1); step++) first--;
  for (let step = 0; step < margin && isPart(last + 1); step++) last++;
  return lines
    .slice(first, last + 1)
    .filter(({ at: time }) => time === null)
    .map(({ number }) => number);
}
