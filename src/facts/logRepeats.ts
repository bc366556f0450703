// What comes again and again in a log, and whether it still does.

import type { LogEvent } from '../domain/log.js';

/** What came again and again stays away for more than twice the longest pause that it made. */
export function hasStopped(events: readonly LogEvent[], nowMs: number): boolean {
  const times = events.flatMap(({ line }) => (line.at === null ? [] : [Date.parse(line.at)]));
  const pauses = times.slice(1).map((at, index) => at - (times[index] ?? at));
  return pauses.length > 0 && nowMs - (times.at(-1) ?? nowMs) > 2 * Math.max(...pauses);
}
