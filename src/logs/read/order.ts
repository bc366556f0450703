// Which way a log runs: consoles often show the newest line first.

import type { LogEvent, LogLine } from '../../domain/log.js';

/** True when the lines stand newest first: by their times, or, without times, by what charon prints before what. */
export function runsBackwards(lines: readonly LogLine[], events: readonly LogEvent[]): boolean {
  let forward = 0;
  let backward = 0;
  let before: string | null = null;
  for (const { at } of lines) {
    if (at === null) continue;
    if (before !== null && at > before) forward++;
    if (before !== null && at < before) backward++;
    before = at;
  }
  if (forward + backward > 0) return backward > forward;
  return natural(events) < 0;
}

/** Pairs of neighbors that a daemon always prints in this order: what happened, and for messages whether this end sent them. */
const follows: readonly (readonly [string, string])[] = [
  ['payloads sent', 'packet sent'],
  ['packet received', 'payloads received'],
  ['received-proposals', 'configured-proposals'],
  ['proposal-refused', 'child-failed'],
  ['started', 'authenticated'],
  ['authenticated', 'child-up'],
];

function natural(events: readonly LogEvent[]): number {
  let balance = 0;
  // The tables of a status output stand in any order.
  const printed = events.filter((event) => event.readBy !== 'status');
  for (let index = 1; index < printed.length; index++) {
    const [before, after] = [printed[index - 1], printed[index]].map(nameOf);
    for (const [first, second] of follows) {
      if (before === first && after === second) balance++;
      if (before === second && after === first) balance--;
    }
  }
  return balance;
}

function nameOf(event: LogEvent | undefined): string {
  const direction = event?.context.direction;
  return direction === undefined ? (event?.says ?? '') : `${event?.says} ${direction}`;
}

/**
 * By their lines. What status outputs show one after another holds at one moment: what stands comes first, so that no table cures what another
 * one shows, whichever was pasted first.
 */
export function inOrder(events: readonly LogEvent[]): LogEvent[] {
  const sorted = events.toSorted((a, b) => a.line.number - b.line.number);
  const ordered: LogEvent[] = [];
  let shown: LogEvent[] = [];
  const close = (): void => {
    ordered.push(...shown.filter(({ milestone }) => milestone !== null));
    ordered.push(...shown.filter(({ milestone }) => milestone === null));
    shown = [];
  };
  for (const event of sorted) {
    if (event.readBy === 'status') shown.push(event);
    else {
      close();
      ordered.push(event);
    }
  }
  close();
  return ordered;
}
