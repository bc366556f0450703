// What a FortiGate says of itself: who it is, since when it runs, its clock, and its part in a cluster.

import { type Row, row, rows, text, truth, wholeNumber } from './words.js';

/** `monitor/web-ui/state`, and `monitor/system/status`, whose results are empty up to 6.2. */
export interface SystemWords {
  readonly hostname: string | null;
  /** `FGT61F`. */
  readonly model: string | null;
  /** Of the web interface's state alone, milliseconds since the epoch; 7.6 no longer tells the second. */
  readonly snapshotMs: number | null;
  readonly rebootMs: number | null;
  /** IANA. */
  readonly zone: string | null;
}

export function parseSystem(results: unknown): SystemWords | null {
  const told = row(results);
  if (told === null) return null;
  return {
    hostname: text(told, 'hostname'),
    model: text(told, 'model') ?? text(told, 'model_name'),
    snapshotMs: wholeNumber(told, 'snapshot_utc_time'),
    rebootMs: wholeNumber(told, 'utc_last_reboot'),
    zone: text(told, 'time_zone_db_name'),
  };
}

/** Seconds since the epoch. */
export function parseTime(results: unknown): number | null {
  const told = row(results);
  const seconds = told && wholeNumber(told, 'time');
  return seconds !== null && seconds > 0 ? seconds : null;
}

/** `standalone`, `a-p`, `a-a`; null where it is left out, as for a profile without the right. */
export function parseHaMode(results: unknown): string | null {
  const told = row(results);
  return told && text(told, 'mode');
}

/** One unit of a cluster in `monitor/system/ha-checksums`. */
export interface MemberWords {
  readonly serial: string;
  readonly isPrimary: boolean | null;
  /** Of the whole configuration. */
  readonly checksum: string | null;
}

export function parseMembers(results: unknown): readonly MemberWords[] | null {
  return rows(results)?.flatMap((one) => memberOf(one) ?? []) ?? null;
}

function memberOf(of: Row): MemberWords | null {
  const serial = text(of, 'serial_no');
  if (serial === null) return null;
  const sums = row(of.checksum);
  // Up to 7.0 the words are those of a master.
  const isPrimary =
    truth(of, 'is_root_primary') ??
    truth(of, 'is_root_master') ??
    truth(of, 'is_manage_primary') ??
    truth(of, 'is_manage_master');
  return { serial, isPrimary, checksum: sums && text(sums, 'all') };
}
