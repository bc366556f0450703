// What comes again and again in a log, and whether it still does.

import type { EventWord } from '../domain/eventWords.js';
import type { LogEvent } from '../domain/log.js';

/** What came again and again stays away for more than twice the longest pause that it made. */
export function hasStopped(events: readonly LogEvent[], nowMs: number): boolean {
  const times = events.flatMap(({ line }) => (line.at === null ? [] : [Date.parse(line.at)]));
  const pauses = times.slice(1).map((at, index) => at - (times[index] ?? at));
  return pauses.length > 0 && nowMs - (times.at(-1) ?? nowMs) > 2 * Math.max(...pauses);
}

/** Events that explain by themselves why an SA is made anew. */
export const outageWords: readonly EventWord[] = [
  'no-answer',
  'dpd-lost',
  'monitor-down',
  'auth-failed',
  'auth-rejected',
  'proposal-refused',
  'proposal-rejected',
  'id-mismatch',
  'certificate-bad',
  'no-configuration',
  'rekey-failed',
  // Phase 1 is made anew because no phase 2 comes up.
  'child-failed',
  'selector-refused',
  'selector-rejected',
  'pfs-differs',
  'encapsulation-refused',
];

/** PAN-OS writes `non-rekey` for a first negotiation and `rekey` for a later one. */
export function tellsOfRekey(text: string): boolean {
  return /(?<!non-)\brekey/i.test(text);
}
