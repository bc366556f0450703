// Replies of the log jobs in PAN-OS's own words: job number, job status, rows.

import { scrub } from '../../domain/secrets/index.js';
import { type ChangeDetail, readChangeDetail } from './changeDetail.js';
import { changedObject } from './changedObject.js';
import { child, list, text, wholeNumber } from './words.js';
import type { XmlNode } from './xml.js';

/** Job number of a query that was taken (`code="19"`). */
export function parseJobId(result: XmlNode): number | null {
  return wholeNumber(result, 'job') ?? wholeNumber(result, 'job', 'id');
}

/** `FIN` when the rows are complete; `ACT`, `PEND` before. */
export function parseJobStatus(result: XmlNode): string | null {
  return text(result, 'job', 'status');
}

export interface LogRowWords {
  readonly receiveTime: string | null;
  readonly generatedTime: string | null;
  readonly zonedTime: string | null;
  readonly eventId: string;
  readonly object: string;
  readonly severity: string;
  readonly opaque: string;
  readonly admin: string;
  readonly cmd: string;
  readonly path: string;
  /** What the path leads to, in words; null where it is nothing that we know. */
  readonly changed: string | null;
  /** Of the configuration log. */
  readonly change: ChangeDetail;
}

/** Of a time range. */
export interface VpnRows {
  /** Newest first. */
  readonly rows: readonly LogRowWords[];
  /** Where the range holds none: when the newest row before it was written; ISO 8601 UTC. */
  readonly newestBefore: string | null;
}

/** What is read of a row; a reply has thousands of them, each with three times as many fields. */
const fieldsRead = new Set([
  'receive_time',
  'time_generated',
  'high_res_timestamp',
  'eventid',
  'object',
  'severity',
  'opaque',
  'admin',
  'cmd',
  'path',
  'full-path',
  'before-change-detail',
  'before-change-preview',
  'after-change-detail',
  'after-change-preview',
]);
const fieldPath = ['response', 'result', 'log', 'logs', 'entry'];

/** Which parts of a log are collected at all; the path starts at `response`. */
export function keepLogFields(path: readonly string[]): boolean {
  const field = path[fieldPath.length];
  if (field === undefined || path.length > fieldPath.length + 1) return true;
  return fieldsRead.has(field) || fieldPath.some((name, at) => path[at] !== name);
}

/**
 * In the order of the reply: newest first with `dir=backward`. Of the values of changes only settings that are known by name are taken over.
 * Null when there is no log, which is not a log without rows.
 */
export function parseLogRows(result: XmlNode): readonly LogRowWords[] | null {
  const logs = child(result, 'log', 'logs');
  if (logs === undefined) return null;
  return list(logs, 'entry').map((row) => ({
    receiveTime: text(row, 'receive_time'),
    generatedTime: text(row, 'time_generated'),
    zonedTime: text(row, 'high_res_timestamp'),
    eventId: text(row, 'eventid') ?? '',
    object: text(row, 'object') ?? '',
    severity: text(row, 'severity') ?? '',
    opaque: scrub(text(row, 'opaque') ?? '').text,
    admin: text(row, 'admin') ?? '',
    cmd: text(row, 'cmd') ?? '',
    path: text(row, 'path') ?? '',
    changed: changedObject(text(row, 'full-path') ?? ''),
    change: changeOf(row),
  }));
}

/** The details where the log has them, else the beginnings that it always shows. */
function changeOf(row: XmlNode): ChangeDetail {
  const place = `${text(row, 'path') ?? ''} ${text(row, 'full-path') ?? ''}`;
  const [before, after] = ['before', 'after'].map(
    (side) => child(row, `${side}-change-detail`) ?? child(row, `${side}-change-preview`),
  );
  return readChangeDetail(place, before, after);
}
