// Which way a log runs: consoles often show the newest line first.

import type { LogEvent, LogLine } from '../../domain/log.js';
import { isShown } from '../status/said.js';

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

/** Pairs of neighbors that a daemon always prints in this order. */
const follows: readonly (readonly [string, string])[] = [
  ['generating', 'sending-packet'],
  ['received-packet', 'parsed'],
  ['received-proposals', 'configured-proposals'],
  ['no-acceptable-child-proposal', 'child-failed'],
  ['started', 'authenticated'],
  ['authenticated', 'child-up'],
];

function natural(events: readonly LogEvent[]): number {
  let balance = 0;
  // The tables of a status output stand in any order.
  const printed = events.filter((event) => !isShown(event));
  for (let index = 1; index < printed.length; index++) {
    const before = wordsOf(printed[index - 1]);
    const after = wordsOf(printed[index]);
    for (const [first, second] of follows) {
      if (before.some((word) => word.startsWith(first)) && after.some((word) => word.startsWith(second)))
        balance++;
      if (before.some((word) => word.startsWith(second)) && after.some((word) => word.startsWith(first)))
        balance--;
    }
  }
  return balance;
}

function wordsOf(event: LogEvent | undefined): string[] {
  return event ? [event.signature.split('/')[1] ?? '', event.says] : [];
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
    if (isShown(event)) shown.push(event);
    else {
      close();
      ordered.push(event);
    }
  }
  close();
  return ordered;
}
