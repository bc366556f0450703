// Device-local times: PAN-OS prints them without zone, and in SA tables without year; the device's own clock places them.

import { IANAZone } from 'luxon';
import type { DeviceClock } from '../../domain/device.js';

/** Abbreviations are ambiguous; the one that agrees best with our clock is taken. The IANA name carries the rules of summer time. */
const abbreviations: Readonly<Record<string, readonly (readonly [minutes: number, iana: string | null])[]>> =
  {
    UTC: [[0, null]],
    GMT: [[0, null]],
    WET: [[0, 'Europe/Lisbon']],
    WEST: [[60, 'Europe/Lisbon']],
    BST: [[60, 'Europe/London']],
    CET: [[60, 'Europe/Berlin']],
    CEST: [[120, 'Europe/Berlin']],
    EET: [[120, 'Europe/Helsinki']],
    EEST: [[180, 'Europe/Helsinki']],
    MSK: [[180, 'Europe/Moscow']],
    IST: [
      [330, 'Asia/Kolkata'],
      [120, 'Asia/Jerusalem'],
      [60, 'Europe/Dublin'],
    ],
    IDT: [[180, 'Asia/Jerusalem']],
    SAST: [[120, null]],
    JST: [[540, null]],
    KST: [[540, null]],
    HKT: [[480, null]],
    AWST: [[480, null]],
    ACST: [[570, 'Australia/Adelaide']],
    ACDT: [[630, 'Australia/Adelaide']],
    AEST: [[600, 'Australia/Sydney']],
    AEDT: [[660, 'Australia/Sydney']],
    NZST: [[720, 'Pacific/Auckland']],
    NZDT: [[780, 'Pacific/Auckland']],
    NST: [[-210, 'America/St_Johns']],
    NDT: [[-150, 'America/St_Johns']],
    AST: [[-240, 'America/Halifax']],
    ADT: [[-180, 'America/Halifax']],
    EST: [[-300, 'America/New_York']],
    EDT: [[-240, 'America/New_York']],
    CST: [
      [-360, 'America/Chicago'],
      [480, null],
    ],
    CDT: [[-300, 'America/Chicago']],
    MST: [[-420, 'America/Denver']],
    MDT: [[-360, 'America/Denver']],
    PST: [[-480, 'America/Los_Angeles']],
    PDT: [[-420, 'America/Los_Angeles']],
    AKST: [[-540, 'America/Anchorage']],
    AKDT: [[-480, 'America/Anchorage']],
    HST: [[-600, null]],
  };

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const minuteMs = 60_000;
const dayMs = 86_400_000;
/** The clock leaves out the fraction of its second; half a second is the middle of what it may be. */
const halfSecondMs = 500;
const quarterHourMinutes = 15;

/** Below this the difference is the second that the clock does not print and the way of the reply. */
const skewThatCountsMs = 2_000;

/** A wall time as if it were UTC, in milliseconds; only its digits mean something. */
type WallMs = number;

/** Reads device-local times. All results are ISO 8601 UTC by our clock: the device's skew is taken out. */
export interface DeviceTime {
  readonly clock: DeviceClock;
  /** `2024/01/31 10:00:00` → ISO, null for anything else. */
  readLogTime(printed: string): string | null;
  /** `2024-01-31T10:00:00.440-07:00`: carries its own offset. */
  readZonedTime(printed: string): string | null;
  /** `Oct.04 21:40:49`; the latest such time that is not in the future. */
  readPastSaTime(printed: string): string | null;
  /** The first such time that is not before `notBefore` (ISO). */
  readLaterSaTime(printed: string, notBefore: string): string | null;
  /** For queries: ISO by our clock → `2024/01/31 10:00:00` on the device's wall. */
  printLogTime(iso: string): string;
}

/**
 * @param printed reply of `show clock`, for example `Wed May 31 11:50:21 PDT 2023`
 * @param nowMs our clock when the reply was complete
 * @returns null when the text is no such clock
 */
export function placeClock(printed: string, nowMs: number): DeviceTime | null {
  const found = /^\s*\w{3}\s+(\w{3})\s+(\d{1,2})\s+(\d{2}):(\d{2}):(\d{2})\s+(\S+)\s+(\d{4})\s*$/.exec(
    printed,
  );
  if (!found) return null;
  const [, month = '', day, hour, minute, second, zone = '', year] = found;
  const wall = wallOf(
    Number(year),
    months.indexOf(month),
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  if (wall === null) return null;
  const [offsetMinutes, iana] = chooseZone(zone, wall, nowMs);
  return deviceTime(wall, zone, offsetMinutes, iana, nowMs);
}

function chooseZone(zone: string, wall: WallMs, nowMs: number): readonly [number, string | null] {
  const numeric = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (numeric) {
    const minutes = Number(numeric[2]) * 60 + Number(numeric[3] ?? 0);
    return [numeric[1] === '-' ? -minutes : minutes, null];
  }
  const skew = ([minutes]: readonly [number, string | null]): number =>
    Math.abs(wall - minutes * minuteMs - nowMs);
  const best = (abbreviations[zone.toUpperCase()] ?? []).toSorted((a, b) => skew(a) - skew(b))[0];
  if (best) return best;
  // An unknown abbreviation: zones lie on quarter hours, so the nearest one is the zone and the rest is skew.
  const minutes = (wall - nowMs) / minuteMs;
  return [Math.round(minutes / quarterHourMinutes) * quarterHourMinutes, null];
}

function deviceTime(
  wall: WallMs,
  zone: string,
  offset: number,
  iana: string | null,
  nowMs: number,
): DeviceTime {
  const rules = iana === null ? null : IANAZone.create(iana);
  const offsetMs = wall + halfSecondMs - offset * minuteMs - nowMs;
  const skewMs = Math.abs(offsetMs) >= skewThatCountsMs ? offsetMs : 0;

  /** Wall time → our time. In the hour that occurs twice the present offset wins: logs are read backwards from now. */
  const toOurs = (local: WallMs): number => {
    const present = local - offset * minuteMs;
    const other = rules ? rules.offset(present) : offset;
    const past = local - other * minuteMs;
    const placed = other !== offset && rules?.offset(past) === other ? past : present;
    return placed - skewMs;
  };
  const toWall = (ourMs: number): WallMs => {
    const deviceMs = ourMs + skewMs;
    return deviceMs + (rules ? rules.offset(deviceMs) : offset) * minuteMs;
  };

  return {
    clock: {
      deviceTime: new Date(wall - offset * minuteMs).toISOString(),
      offsetMs,
      zone,
      utcOffsetMinutes: offset,
    },
    readLogTime(printed) {
      const local = readLogWall(printed);
      return local === null ? null : new Date(toOurs(local)).toISOString();
    },
    readZonedTime(printed) {
      if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/.test(printed)) return null;
      const at = Date.parse(printed);
      return Number.isNaN(at) ? null : new Date(at - skewMs).toISOString();
    },
    readPastSaTime(printed) {
      const wallNow = toWall(nowMs);
      return nearestYear(
        printed,
        new Date(wallNow).getUTCFullYear(),
        -1,
        (local) => local <= wallNow + dayMs,
        toOurs,
      );
    },
    readLaterSaTime(printed, notBefore) {
      const start = toWall(Date.parse(notBefore));
      return nearestYear(
        printed,
        new Date(start).getUTCFullYear(),
        1,
        (local) => local >= start - minuteMs,
        toOurs,
      );
    },
    printLogTime: (iso) =>
      new Date(toWall(Date.parse(iso))).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' '),
  };
}

/** Tries years in one direction; 29 February needs up to eight. */
function nearestYear(
  printed: string,
  year: number,
  direction: 1 | -1,
  fits: (local: WallMs) => boolean,
  toOurs: (local: WallMs) => number,
): string | null {
  const found = /^(\w{3})\.\s*(\d{1,2})\s+(\d{2}):(\d{2}):(\d{2})$/.exec(printed.trim());
  if (!found) return null;
  const [, month = '', day, hour, minute, second] = found;
  for (let step = 0; step <= 8; step += 1) {
    const at = year + step * direction;
    const local = wallOf(
      at,
      months.indexOf(month),
      Number(day),
      Number(hour),
      Number(minute),
      Number(second),
    );
    if (local !== null && fits(local)) return new Date(toOurs(local)).toISOString();
  }
  return null;
}

function readLogWall(printed: string): WallMs | null {
  const found = /^(\d{4})\/(\d{2})\/(\d{2}) (\d{2}):(\d{2}):(\d{2})$/.exec(printed.trim());
  if (!found) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1).map(Number);
  return wallOf(year, month - 1, day, hour, minute, second);
}

/** Null for days and hours that do not exist. */
function wallOf(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): WallMs | null {
  const at = new Date(Date.UTC(year, month, day, hour, minute, second));
  const same =
    at.getUTCMonth() === month &&
    at.getUTCDate() === day &&
    at.getUTCHours() === hour &&
    at.getUTCMinutes() === minute;
  return same ? at.getTime() : null;
}
