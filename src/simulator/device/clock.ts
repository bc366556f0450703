// How a device prints moments: its own local time, often without year or zone.

interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly weekday: string;
  readonly offsetMinutes: number;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Names of standard and summer time; zones that are not here print their offset, as glibc does. */
const ABBREVIATIONS: Record<string, readonly [standard: string, summer: string]> = {
  'Europe/Paris': ['CET', 'CEST'],
  'Europe/Oslo': ['CET', 'CEST'],
  'Europe/Berlin': ['CET', 'CEST'],
  'Europe/London': ['GMT', 'BST'],
  'America/New_York': ['EST', 'EDT'],
  'America/Los_Angeles': ['PST', 'PDT'],
  'Asia/Tokyo': ['JST', 'JST'],
  UTC: ['UTC', 'UTC'],
};

const formats = new Map<string, Intl.DateTimeFormat>();
/** By zone, then by quarter of an hour. */
const offsets = new Map<string, Map<number, number>>();

function format(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, made);
  return made;
}

/** Zones change their offset on a quarter of an hour, so one look a quarter is enough. */
function offsetMinutes(atMs: number, zone: string): number {
  const quarter = Math.floor(atMs / 900_000);
  const ofZone = offsets.get(zone) ?? new Map<number, number>();
  const known = ofZone.get(quarter);
  if (known !== undefined) return known;
  const parts = Object.fromEntries(
    format(zone)
      .formatToParts(quarter * 900_000)
      .map((part) => [part.type, Number(part.value)]),
  );
  const local = Date.UTC(
    parts.year ?? 0,
    (parts.month ?? 1) - 1,
    parts.day,
    parts.hour,
    parts.minute,
    parts.second,
  );
  const offset = Math.round((local - quarter * 900_000) / 60_000);
  if (ofZone.size > 10_000) ofZone.clear();
  offsets.set(zone, ofZone.set(quarter, offset));
  return offset;
}

type LocalDay = Pick<LocalTime, 'year' | 'month' | 'day' | 'weekday'>;

const DAY_MS = 86_400_000;
/** By their number since 1970: a log has thousands of moments of a few days. */
const days = new Map<number, LocalDay>();

function localDay(number: number): LocalDay {
  const known = days.get(number);
  if (known !== undefined) return known;
  const date = new Date(number * DAY_MS);
  const made = {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: WEEKDAYS[date.getUTCDay()] ?? '',
  };
  if (days.size > 10_000) days.clear();
  days.set(number, made);
  return made;
}

function localTime(atMs: number, zone: string): LocalTime {
  const offset = offsetMinutes(atMs, zone);
  const shiftedMs = Math.floor(atMs) + offset * 60_000;
  const number = Math.floor(shiftedMs / DAY_MS);
  const { year, month, day, weekday } = localDay(number);
  const seconds = Math.floor((shiftedMs - number * DAY_MS) / 1000);
  return {
    year,
    month,
    day,
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    weekday,
    offsetMinutes: offset,
  };
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function timeOfDayOf(time: LocalTime): string {
  return `${two(time.hour)}:${two(time.minute)}:${two(time.second)}`;
}

function monthName(time: LocalTime): string {
  return MONTHS[time.month - 1] ?? '';
}

export function timeOfDay(atMs: number, zone: string): string {
  return timeOfDayOf(localTime(atMs, zone));
}

/** `Oct.04 21:40:49`: no year, no zone. */
export function saTime(atMs: number, zone: string): string {
  const time = localTime(atMs, zone);
  return `${monthName(time)}.${two(time.day)} ${timeOfDayOf(time)}`;
}

/** `2024/01/12 22:47:26`, as in logs. */
export function logTime(atMs: number, zone: string): string {
  const time = localTime(atMs, zone);
  return `${time.year}/${two(time.month)}/${two(time.day)} ${timeOfDayOf(time)}`;
}

/** `2024-01-12`, `22:47:26`, `+1100`. */
export function localParts(atMs: number, zone: string): { date: string; time: string; offset: string } {
  const time = localTime(atMs, zone);
  const minutes = Math.abs(time.offsetMinutes);
  return {
    date: `${time.year}-${two(time.month)}-${two(time.day)}`,
    time: timeOfDayOf(time),
    offset: `${time.offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`,
  };
}

/** `2024-01-12T22:47:27.652+11:00`. */
export function highResolutionTime(atMs: number, zone: string): string {
  const time = localTime(atMs, zone);
  const offset = Math.abs(time.offsetMinutes);
  const sign = time.offsetMinutes < 0 ? '-' : '+';
  const milliseconds = String(Math.floor(atMs) % 1000).padStart(3, '0');
  return `${time.year}-${two(time.month)}-${two(time.day)}T${timeOfDayOf(time)}.${milliseconds}${sign}${two(Math.floor(offset / 60))}:${two(offset % 60)}`;
}

/** `Wed May 31 11:50:21 PDT 2023`, as `show clock`. */
export function clockTime(atMs: number, zone: string): string {
  const time = localTime(atMs, zone);
  return `${time.weekday} ${monthName(time)} ${String(time.day).padStart(2, ' ')} ${timeOfDayOf(time)} ${zoneName(time, zone)} ${time.year}`;
}

/** `Thu Jul 11 15:16:54 2024`, as `show system info`. */
export function systemTime(atMs: number, zone: string): string {
  const time = localTime(atMs, zone);
  return `${time.weekday} ${monthName(time)} ${String(time.day).padStart(2, ' ')} ${timeOfDayOf(time)} ${time.year}`;
}

function zoneName(time: LocalTime, zone: string): string {
  const names = ABBREVIATIONS[zone];
  const january = offsetMinutes(Date.UTC(time.year, 0, 15), zone);
  const july = offsetMinutes(Date.UTC(time.year, 6, 15), zone);
  const standard = Math.min(january, july);
  if (names !== undefined) return time.offsetMinutes === standard ? names[0] : names[1];
  const minutes = Math.abs(time.offsetMinutes);
  return `${time.offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${minutes % 60 === 0 ? '' : two(minutes % 60)}`;
}
