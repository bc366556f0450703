// Which status outputs a text holds, and what their lines say.

import type { LogEvent, LogLine } from '../../domain/log.js';
import { asa } from './asa.js';
import { fortios } from './fortios.js';
import { ios } from './ios.js';
import { juniper } from './juniper.js';
import { kernel } from './kernel.js';
import { mikrotik } from './mikrotik.js';
import { openbsd } from './openbsd.js';
import { panos } from './panos.js';
import { eventsOf, type StatusReader } from './said.js';
import { vyos } from './vyos.js';

const readers: readonly StatusReader[] = [panos, fortios, ios, asa, juniper, mikrotik, vyos, openbsd, kernel];

/** Longer texts are logs; a console never prints that much of a status. */
const mostLines = 20_000;

/** The events by the number of their line; a line that is none of a status output is not there. */
export function readStatus(lines: readonly LogLine[]): ReadonlyMap<number, readonly LogEvent[]> {
  const found = new Map<number, LogEvent[]>();
  if (lines.length > mostLines) return found;
  for (const { vendor, mark, read } of readers) {
    if (!lines.some(({ text }) => mark.test(text))) continue;
    for (const event of eventsOf(vendor, read(lines))) {
      const before = found.get(event.line.number);
      if (before) before.push(event);
      else found.set(event.line.number, [event]);
    }
  }
  return found;
}
