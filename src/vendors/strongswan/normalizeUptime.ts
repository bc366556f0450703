// Since when charon runs: `stats` tells a rounded duration and a time in the zone of its machine, which together are exact.

import type { DeviceUptime } from '../../domain/device.js';
import { failed, type Outcome, success } from '../outcome.js';
import type { StatsWords } from './schema.js';

/** charon rounds down: up to 120 seconds in seconds, then in minutes, hours and days (time_delta_printf_hook). */
const unitSeconds: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600, day: 86_400 };
/** Every zone is a multiple of a quarter of an hour away from UTC. */
const quarterMs = 900_000;

export function normalizeUptime({ uptime }: StatsWords, now: Date): Outcome<DeviceUptime> {
  const running = /^(\d{1,6}) (second|minute|hour|day)s?$/.exec(uptime?.running ?? '');
  const unit = unitSeconds[running?.[2] ?? ''];
  if (!running || unit === undefined) return failed(untold);
  const atLeastMs = Number(running[1]) * unit * 1000;
  const earliestMs = now.getTime() - atLeastMs - unit * 1000;
  const sinceMs = Date.parse(`${uptime?.since ?? ''} UTC`);
  const exactMs = inRange(sinceMs, earliestMs, now.getTime() - atLeastMs);
  return success({ startedAt: new Date(exactMs ?? earliestMs).toISOString(), what: 'ike-daemon' });
}

/** The time of `since` in the only zone that fits the duration; null when several fit, or none does. */
function inRange(sinceMs: number, fromMs: number, toMs: number): number | null {
  if (Number.isNaN(sinceMs)) return null;
  const steps = Math.ceil((fromMs - 1000 - sinceMs) / quarterMs);
  const first = sinceMs + steps * quarterMs;
  if (first > toMs + 1000) return null;
  return first + quarterMs <= toMs + 1000 ? null : first;
}

const untold = {
  reason: 'not-supported',
  says: 'This charon does not tell since when it runs.',
  remedy: 'Look at `swanctl --stats`, or at the first line of its log.',
} as const;
