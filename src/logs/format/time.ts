// When a line was printed: the times that syslog, journals, clouds and firewalls write, with and without year and zone.

export interface LineTime {
  /** ISO 8601 UTC; null when the line carries no year, so that it cannot be placed. */
  readonly at: string | null;
  /** Orders lines of one log; comparable only among lines of the same shape. */
  readonly sort: number;
  /** Where the time ends in the line. */
  readonly end: number;
  /** The line tells its zone: else it may be off by as much as zones are apart. */
  readonly zoned: boolean;
}

export interface TimeOptions {
  /** What to add to the zone-less local times of the device, in minutes east of UTC; 0 when not given. */
  readonly utcOffsetMinutes?: number;
  /** The year of lines without one. */
  readonly year?: number;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const iso =
  /(\d{4})[-/](\d\d)[-/](\d\d)[T ]+(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?: ?(Z|UTC|[+-]\d\d:?\d\d))?/;
const fortinet = /date=(\d{4})-(\d\d)-(\d\d) time=(\d\d):(\d\d):(\d\d)/;
const fortinetZone = /tz="?([+-]\d{4})"?/;
const syslog =
  /\b([A-Z][a-z]{2}) {1,2}(\d{1,2}) (?:(\d{4}) )?(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(?: (\d{4})\b)?/;

/** The time at the beginning of the line (within its first 120 letters), null when there is none. */
export function readTime(line: string, options: TimeOptions = {}): LineTime | null {
  const head = line.slice(0, 120);
  const forti = fortinet.exec(head);
  if (forti) {
    const zone = fortinetZone.exec(line.slice(0, 400))?.[1];
    return placed(numbers(forti.slice(1, 7)), 0, zone, forti.index + forti[0].length, options);
  }
  const full = iso.exec(head);
  if (full)
    return placed(
      numbers(full.slice(1, 7)),
      fraction(full[7]),
      full[8],
      full.index + full[0].length,
      options,
    );
  const short = syslog.exec(head);
  if (!short) return null;
  const month = months.indexOf((short[1] ?? '').toLowerCase()) + 1;
  if (month === 0) return null;
  const year = short[3] ?? short[8] ?? options.year;
  const parts = [Number(year ?? 2000), month, ...numbers([short[2], short[4], short[5], short[6]])];
  const time = placed(parts, fraction(short[7]), undefined, short.index + short[0].length, options);
  return time && year === undefined ? { ...time, at: null } : time;
}

/** `18:22:32 ipsec,error`, `4Mar2026 18:22:32`: a time of day at the beginning, whatever stands for the date. */
export function clockOf(text: string): number | null {
  const found = /(?<![\d:.])(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,6}))?(?![\d:])/.exec(text.slice(0, 60));
  if (!found) return null;
  const [, hours, minutes, seconds, fraction = '0'] = found;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) + Number(`0.${fraction}`);
}

/** Seconds or milliseconds or nanoseconds since 1970, as JSON logs carry them. */
export function fromEpoch(value: number): string | null {
  const milliseconds =
    value > 1e17 ? value / 1e6 : value > 1e14 ? value / 1e3 : value > 1e11 ? value : value * 1e3;
  return milliseconds > 0 && milliseconds < 4e12 ? new Date(milliseconds).toISOString() : null;
}

function numbers(texts: readonly (string | undefined)[]): number[] {
  return texts.map((text) => Number(text ?? 0));
}

function fraction(digits: string | undefined): number {
  return digits ? Number(`0.${digits}`) * 1000 : 0;
}

function placed(
  parts: readonly number[],
  milliseconds: number,
  zone: string | undefined,
  end: number,
  options: TimeOptions,
): LineTime | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return null;
  const local = Date.UTC(year, month - 1, day, hour, minute, second) + milliseconds;
  const sort = local - offsetMinutes(zone, options) * 60_000;
  return { at: new Date(Math.floor(sort)).toISOString(), sort, end, zoned: zone !== undefined };
}

function offsetMinutes(zone: string | undefined, options: TimeOptions): number {
  if (zone === undefined) return options.utcOffsetMinutes ?? 0;
  const parts = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
  if (!parts) return 0;
  const minutes = Number(parts[2]) * 60 + Number(parts[3]);
  return parts[1] === '-' ? -minutes : minutes;
}
