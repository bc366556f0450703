// Times as people type them: `2h`, `90m`, `3d`, a clock time, or ISO 8601.

import { DateTime } from 'luxon';
import { helpLine } from '../domain/commandLine.js';
import { usage } from './words.js';

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** A length of time such as `2h` or `1h30m`, in milliseconds; null for anything else. */
export function readDurationMs(text: string): number | null {
  const trimmed = text.trim().toLowerCase();
  if (!/^(?:\d{1,6}[smhdw])+$/.test(trimmed)) return null;
  let seconds = 0;
  for (const [, amount, unit] of trimmed.matchAll(/(\d+)([smhdw])/g)) {
    seconds += Number(amount) * (units[unit ?? ''] ?? 0);
  }
  return seconds * 1000;
}

interface TimeAsked {
  readonly command: string;
  readonly option: string;
}

/**
 * A point in time: a duration back from now, `14:30` (the last one that has passed), or ISO 8601.
 * @param asked the command and its option that the text was given to.
 * @param zone IANA name for times without offset.
 * @returns ISO 8601 UTC.
 */
export function readTime(text: string, asked: TimeAsked, now: Date, zone: string): string {
  const duration = readDurationMs(text);
  if (duration !== null) return new Date(now.getTime() - duration).toISOString();
  const local = DateTime.fromJSDate(now, { zone });
  const clock = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text.trim());
  if (clock) {
    const today = local.set({ hour: Number(clock[1]), minute: Number(clock[2]), second: 0, millisecond: 0 });
    return iso(today > local ? today.minus({ days: 1 }) : today);
  }
  const parsed = DateTime.fromISO(text.trim().replace(' ', 'T'), { zone });
  if (/^\d{4}-\d\d-\d\d/.test(text.trim()) && parsed.isValid) return iso(parsed);
  throw usage(
    `\`--${asked.option}\` cannot be "${text.slice(0, 40)}"; write \`2h\`, \`14:30\` or \`2026-03-01 14:30\``,
    helpLine(asked.command),
  );
}

/**
 * A point in time ahead: a length of time from now, `06:00` (the next one that comes), or ISO 8601.
 * @param zone IANA name for times without offset.
 * @returns ISO 8601 UTC; null when the text is no time.
 */
export function readUntil(text: string, now: Date, zone: string): string | null {
  const duration = readDurationMs(text.replaceAll(' ', ''));
  if (duration !== null) return new Date(now.getTime() + duration).toISOString();
  const local = DateTime.fromJSDate(now, { zone });
  const clock = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text.trim());
  if (clock) {
    const at = { hour: Number(clock[1]), minute: Number(clock[2]), second: 0, millisecond: 0 };
    const today = local.set(at);
    return iso(today > local ? today : local.plus({ days: 1 }).set(at));
  }
  const parsed = DateTime.fromISO(text.trim().replace(' ', 'T'), { zone });
  return /^\d{4}-\d\d-\d\d/.test(text.trim()) && parsed.isValid ? iso(parsed) : null;
}

function iso(time: DateTime): string {
  return time.toUTC().toISO() ?? new Date(time.toMillis()).toISOString();
}
