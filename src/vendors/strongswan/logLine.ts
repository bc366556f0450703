// One line of charon's log as printed: its time, group and connection, whatever writes it (filelog, syslog, journal).

import { DateTime } from 'luxon';
import type { LogLine } from '../../domain/log.js';

export interface LogTimes {
  /** IANA zone of stamps that carry none. */
  readonly timeZone: string;
  /** For stamps without a year: the newest year that does not put the line into the future. */
  readonly now: Date;
}

/** What the prefix `NN[GRP] <connection|id>` says. */
export interface LogPrefix {
  readonly group: string;
  /** Empty when the IKE_SA has no connection yet, or the line belongs to none. */
  readonly connection: string;
  /** The IKE_SA's number within one run of the daemon, null when the line belongs to none. */
  readonly uniqueId: string | null;
}

const iso = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?\s?(Z|[+-]\d\d:?\d\d)?/;
const bsd = /^([A-Z][a-z]{2})\s+(\d{1,2})\s+(\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:\s+(\d{4})(?=\s))?/;
const prefix = /(?:^|[\s:])(?:\d{1,3})?\[([A-Z]{3})\d?\](?: <(?:([^<>|]*)\|)?(\d+)>)?/;

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** @returns the line's time as ISO 8601 UTC, null when it prints none that can be placed. */
export function readLogTime(text: string, { timeZone, now }: LogTimes): string | null {
  const head = text.slice(0, 48);
  const full = iso.exec(head);
  if (full !== null) {
    const [, date, time, fraction, offset] = full;
    const stamp = `${date}T${time}.${milliseconds(fraction)}${offset ?? ''}`;
    return toUtc(DateTime.fromISO(stamp, { zone: timeZone }));
  }
  const short = bsd.exec(head);
  if (short === null) return null;
  const [, monthName = '', day, time, fraction, year] = short;
  const month = months.indexOf(monthName) + 1;
  if (month === 0) return null;
  const stampIn = (inYear: number): DateTime =>
    DateTime.fromISO(
      `${inYear}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}T${time}.${milliseconds(fraction)}`,
      { zone: timeZone },
    );
  if (year !== undefined) return toUtc(stampIn(Number(year)));
  const thisYear = DateTime.fromJSDate(now, { zone: timeZone }).year;
  const candidate = stampIn(thisYear);
  // A day of grace: the log's clock may run ahead of ours.
  const inFuture = candidate.toMillis() > now.getTime() + 86_400_000;
  return toUtc(inFuture ? stampIn(thisYear - 1) : candidate);
}

export function readLogPrefix(text: string): LogPrefix | null {
  const found = prefix.exec(text.slice(0, 400));
  if (found === null) return null;
  return { group: found[1] ?? '', connection: found[2] ?? '', uniqueId: found[3] ?? null };
}

/** The neutral line; the text stays as printed. */
export function toLogLine(text: string, number: number, times: LogTimes): LogLine {
  const read = readLogPrefix(text);
  return {
    at: readLogTime(text, times),
    text,
    eventId: read?.group ?? '',
    severity: null,
    object: read?.connection ?? '',
    number,
  };
}

function milliseconds(fraction: string | undefined): string {
  return (fraction ?? '').slice(0, 3).padEnd(3, '0');
}

function toUtc(stamp: DateTime): string | null {
  return stamp.isValid ? stamp.toUTC().toISO() : null;
}
