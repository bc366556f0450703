// Rows of FortiOS's event log: the fields as they come over REST, their time, and the line that syslog would print of them.

import type { LogLine } from '../../domain/log.js';
import { scrub } from '../../domain/secrets/index.js';
import { type Row, text, wholeNumber } from './words.js';

/** Every field of a row as text, by its name in the log reference. */
export type LogRow = Readonly<Record<string, string>>;

/** `results` of `log/<store>/event/<subtype>`. Fields are texts or numbers; anything deeper is left out. */
export function parseLogRows(told: readonly Row[]): readonly LogRow[] {
  return told.map((row) =>
    Object.fromEntries(
      Object.keys(row).flatMap((name) => {
        const printed = text(row, name);
        return printed === null ? [] : [[name, scrub(printed).text]];
      }),
    ),
  );
}

/** A search on disk or FortiAnalyzer is worked on, and asked again by its number; it stands beside the rows. */
export interface LogSearch {
  readonly session: number | null;
  readonly isComplete: boolean;
  readonly total: number | null;
}

export function parseSearch(envelope: Row): LogSearch {
  const percent = wholeNumber(envelope, 'completed');
  return {
    session: wholeNumber(envelope, 'session_id'),
    isComplete: percent === null || percent >= 100,
    total: wholeNumber(envelope, 'total_lines'),
  };
}

/**
 * `eventtime` counts nanoseconds since 6.2 and seconds before it. Rows without it have the local date and time of the device, which
 * can be placed where its offset stands beside.
 * @returns ISO 8601 UTC, null where the row tells no time that can be placed
 */
export function rowTime(row: LogRow): string | null {
  const { eventtime = '', date = '', time = '', tz = '' } = row;
  if (/^\d{10}$/.test(eventtime)) return new Date(Number(eventtime) * 1000).toISOString();
  // As a JSON number its last digits are rounded; milliseconds stand before those.
  if (/^\d{19}$/.test(eventtime)) return new Date(Number(eventtime.slice(0, 13))).toISOString();
  const printed = /^([+-])(\d\d):?(\d\d)$/.exec(tz);
  const local = Date.parse(`${date}T${time}Z`);
  if (!printed || Number.isNaN(local)) return null;
  const offset = (printed[1] === '-' ? -1 : 1) * (Number(printed[2]) * 60 + Number(printed[3]));
  return new Date(local - offset * 60_000).toISOString();
}

/** The order of syslog, which reads from what happened to whom, to how it went. */
const order: readonly string[] = [
  ...['logid', 'logdesc', 'msg', 'action'],
  ...['remip', 'locip', 'remport', 'locport', 'outintf', 'srccountry', 'cookies', 'user', 'group', 'useralt'],
  ...['xauthuser', 'xauthgroup', 'assignip', 'vpntunnel', 'tunnelip', 'tunnelid', 'tunneltype', 'duration'],
  ...['sentbyte', 'rcvdbyte', 'nextstat', 'status', 'reason', 'peer_notif', 'init', 'mode', 'exch', 'dir'],
  ...['stage', 'role', 'result', 'version', 'error_num', 'spi', 'seq', 'phase2_name', 'in_spi', 'out_spi'],
  ...['fctuid', 'advpnsc'],
];
const known: ReadonlySet<string> = new Set(order);

/** The time stands beside the line; of the envelope of a stored row, or what names the device, everybody knows who asked it. */
const leftOut: ReadonlySet<string> = new Set([
  ...['date', 'time', 'eventtime', 'tz', 'type', 'subtype', 'level', 'vd'],
  ...['devname', 'devid', 'id', 'idseq', 'itime', 'itime_t', 'devtype', 'dtime', 'bid', 'dvid', 'euid'],
  ...['epid', 'dsteuid', 'dstepid', 'logver', 'adom', 'data_timestamp', 'data_sourceid', 'data_sourcename'],
  ...['data_sourcetype', '_metadata', 'loguid', 'vd_id'],
]);
/** Printed without quotes by the device. */
const bare =
  /^(?:remip|locip|remport|locport|assignip|tunnelip|tunnelid|duration|sentbyte|rcvdbyte|nextstat|stage)$/;

const longest = 2_000;

/**
 * `logid="0101037124" … reason="peer SA proposal not match local policy"`: as the same row stands in syslog, without what says
 * nothing. That no tunnel is named (`vpntunnel="N/A"`) says something.
 */
export function lineText(row: LogRow): string {
  const names = [...order, ...Object.keys(row).filter((name) => !known.has(name) && !leftOut.has(name))];
  return names
    .filter((name) => saysSomething(row, name))
    .map((name) => {
      const text = (row[name] ?? '').replace(/[\r\n"]+/g, ' ');
      return bare.test(name) ? `${name}=${text}` : `${name}="${text}"`;
    })
    .join(' ')
    .slice(0, longest);
}

function saysSomething(row: LogRow, name: string): boolean {
  if (row[name] === undefined) return false;
  if (name === 'vpntunnel') return true;
  // Most messages repeat the description.
  if (name === 'msg') return row.msg?.toLowerCase() !== row.logdesc?.toLowerCase();
  return field(row, name) !== null;
}

const severities: Readonly<Record<string, LogLine['severity']>> = {
  debug: 'debug',
  information: 'info',
  notice: 'notice',
  warning: 'warning',
  error: 'error',
  critical: 'critical',
  alert: 'critical',
  emergency: 'critical',
};

/** Unused fields are printed as `N/A`. */
export function field(row: LogRow, name: string): string | null {
  const text = row[name]?.trim() ?? '';
  return text === '' || text === 'N/A' ? null : text;
}

/** The last digits of a log id name the message; what stands before them is its type and subtype (0101037124 is 37124). */
export function messageOf(row: LogRow): number | null {
  const digits = /(\d{6})$/.exec(row.logid ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}

/** @param oldestFirst the lines are numbered from 1 */
export function toLines(oldestFirst: readonly LogRow[]): readonly LogLine[] {
  return oldestFirst.map((row, index) => ({
    at: rowTime(row),
    text: lineText(row),
    eventId: row.logid ?? '',
    severity: severities[row.level ?? ''] ?? null,
    object: field(row, 'vpntunnel') ?? '',
    number: index + 1,
  }));
}
