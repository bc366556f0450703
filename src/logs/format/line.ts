// What one raw line is: plain text, JSON, CSV of PAN-OS syslog or key=value; its message, time, object and severity.

import type { LogLine } from '../../domain/log.js';
import { scrub } from '../../domain/secrets/index.js';
import { csvFields } from './csv.js';
import { fromEpoch, readTime, type TimeOptions } from './time.js';

/** The message fields of JSON logs, the most telling first (journald, CloudWatch, Azure, Google, ECS, pino). */
const messageKeys = [
  'details',
  'MESSAGE',
  'textPayload',
  'Message',
  'message',
  'msg',
  'log',
  'event',
  'content',
  'opaque',
  'Msg_s',
  '_raw',
  'raw',
  'body',
  'line',
];
/** `eventreason`, `FailedReason`, `failure_reason`: why it happened, beside what happened. */
const isReason = /reason$/i;
const timeKeys = [
  '__REALTIME_TIMESTAMP',
  'event_timestamp',
  'timestamp',
  'time',
  'TimeGenerated',
  '@timestamp',
  'receive_time',
  'ts',
];
const severities = ['debug', 'info', 'notice', 'warning', 'error', 'critical'] as const;
const severityWords: Readonly<Record<string, LogLine['severity']>> = {
  informational: 'info',
  information: 'info',
  low: 'notice',
  medium: 'warning',
  high: 'error',
  warn: 'warning',
  err: 'error',
  crit: 'critical',
};

/** Without secrets: what is read here is quoted as evidence. */
export function readLine(text: string, number: number, options: TimeOptions = {}): LogLine {
  const line = parseLine(text, number, options);
  return { ...line, text: scrub(line.text).text };
}

function parseLine(text: string, number: number, options: TimeOptions): LogLine {
  const trimmed = singleQuoted(withoutColours(text).trim());
  if (trimmed.startsWith('{') && trimmed.endsWith('}')) {
    const line = jsonLine(trimmed, number, options);
    if (line) return line;
  }
  const csv = panosCsv(trimmed, number, options);
  if (csv) return csv;
  const time = readTime(trimmed, options);
  return {
    at: time?.at ?? null,
    text: trimmed,
    eventId: /\blogid="?(\d{8,10})"?/.exec(trimmed)?.[1] ?? '',
    severity: severityOf(/\b(?:level|severity)="?([A-Za-z]+)"?/.exec(trimmed)?.[1] ?? ''),
    object: /\bvpntunnel="([^"]*)"/.exec(trimmed)?.[1]?.replace(/^N\/A$/, '') ?? '',
    number,
  };
}

const escapeByte = String.fromCharCode(27);
const colours = new RegExp(`${escapeByte}\\[[\\d;]{0,20}m`, 'g');

function withoutColours(text: string): string {
  return text.includes(escapeByte) ? text.replace(colours, '') : text;
}

/** A field of a CSV file has its quotation marks doubled: `"msg=""IPsec phase 2 error"" status=""up"""`. */
function singleQuoted(text: string): string {
  return /=""[^"\s,]/.test(text) ? text.replaceAll('""', '"') : text;
}

function jsonLine(text: string, number: number, options: TimeOptions): LogLine | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const fields = flatten(value);
  const message = messageKeys
    .map((key) => fields.get(key))
    .find((found) => found !== undefined && found !== '');
  if (message === undefined) return null;
  const extra = [
    'vendor',
    'ike_phase1_state',
    'ike_phase2_state',
    'SYSLOG_IDENTIFIER',
    'OperationName',
    'stateChangeReason_s',
  ]
    .flatMap((key) => (fields.has(key) ? [`${key}=${fields.get(key)}`] : []))
    .join(' ');
  const why = [...fields]
    .flatMap(([key, told]) =>
      isReason.test(key) && told !== '' && told !== message ? [`reason=${told.slice(0, 300)}`] : [],
    )
    .join(' ');
  const when = timeKeys.map((key) => fields.get(key)).find((found) => found !== undefined) ?? '';
  return {
    at: /^\d+(\.\d+)?$/.test(when) ? fromEpoch(Number(when)) : (readTime(when, options)?.at ?? null),
    text: [extra, message, why].filter((part) => part !== '').join(' '),
    eventId: fields.get('eventid') ?? fields.get('Category') ?? '',
    severity: severityOf(fields.get('severity') ?? fields.get('level') ?? ''),
    object: fields.get('object') ?? fields.get('tunnel_name') ?? fields.get('vpn_connection_id') ?? '',
    number,
  };
}

/** Leaves by their own name; the outermost of equal names wins. Bounded in depth and number. */
function flatten(value: unknown, depth = 0, into = new Map<string, string>()): Map<string, string> {
  if (typeof value !== 'object' || value === null || depth > 4) return into;
  for (const [key, inner] of Object.entries(value).slice(0, 200))
    if (typeof inner === 'string' || typeof inner === 'number') {
      if (!into.has(key)) into.set(key, String(inner));
    }
  for (const inner of Object.values(value).slice(0, 200)) flatten(inner, depth + 1, into);
  return into;
}

/** `…,SYSTEM,vpn,cfg,time,vsys,eventid,object,fmt,id,module,severity,"description",…` (PAN-OS syslog field descriptions). */
function panosCsv(text: string, number: number, options: TimeOptions): LogLine | null {
  const at = text.indexOf(',SYSTEM,');
  if (at < 0) return null;
  const [, , subtype = '', , time = '', , eventId = '', object = '', , , , severity = '', description = ''] =
    csvFields(text.slice(at), 16);
  if (subtype === '' || description === '') return null;
  return {
    at: readTime(time, options)?.at ?? null,
    text: `${eventId}: ${description}`,
    eventId,
    severity: severityOf(severity),
    object,
    number,
  };
}

function severityOf(word: string): LogLine['severity'] {
  const lower = word.toLowerCase();
  return severityWords[lower] ?? severities.find((name) => name === lower) ?? null;
}
