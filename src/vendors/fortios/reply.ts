// The envelope of every API reply: what was asked for, or what the FortiGate says instead. Keys are dropped here, before anything is kept.

import { scrub } from '../../domain/secrets/index.js';
import { emptyFault, fault, htmlFault, interfaceRemedy, type Outcome } from '../https/fault.js';
import { failed, success } from '../outcome.js';
import { apiFault } from './fault.js';
import { type Row, row, text, wholeNumber } from './words.js';

/** `results` may be an object, a list or, as some settings without a right, less than was asked for. */
export interface FortiReply {
  readonly results: unknown;
  /** Of the unit that answered. */
  readonly serial: string | null;
  /** `v7.4.5`. */
  readonly version: string | null;
  readonly build: number | null;
  readonly vdom: string | null;
  /** Everything beside `results`: a log answers its session there. */
  readonly envelope: Row;
}

/** Settings that hold a key, whatever they belong to; an encrypted value (`ENC …`) is one too. */
const keySettings =
  /^(?:psk-?secret(?:-remote)?|ppk-secret|auth-?passwd|passw(?:or)?d\d?|passphrase|(?:group-authentication-)?secret|private-?key|api-?key|key|enc-?key|auth-?key|token|access_token|session_?key)$/i;
const encrypted = /^ENC\s/;
const maxMessageLength = 300;

/** @param body as it came; @param status of HTTP */
export function readReply(body: string, status: number): Outcome<FortiReply> {
  const trimmed = body.trim();
  if (trimmed === '') return status < 300 ? failed(emptyFault) : failed(apiFault(status, null, ''));
  if (trimmed.startsWith('<')) return failed(status < 300 ? htmlFault : apiFault(status, null, ''));
  const envelope = row(parsed(trimmed));
  if (envelope === null || !('status' in envelope || 'results' in envelope || 'http_status' in envelope))
    return failed(status < 300 ? noReply : apiFault(status, null, ''));
  const code = wholeNumber(envelope, 'http_status') ?? status;
  if (code >= 300 || text(envelope, 'status') !== 'success')
    return failed(apiFault(code, wholeNumber(envelope, 'error'), messageOf(envelope)));
  const { results, ...rest } = envelope;
  if (results === undefined) return failed(noResults);
  return success({
    results,
    serial: text(rest, 'serial'),
    version: text(rest, 'version'),
    build: wholeNumber(rest, 'build'),
    vdom: text(rest, 'vdom'),
    envelope: rest,
  });
}

/** Undefined for what is no JSON. Numbers that a double cannot hold exactly become text: counters, and times in nanoseconds. */
function parsed(body: string): unknown {
  const exact = body.replace(/"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g, (found) =>
    found.startsWith('"') ? found : `"${found}"`,
  );
  try {
    return JSON.parse(exact, withoutKeys);
  } catch {
    return undefined;
  }
}

function withoutKeys(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return keySettings.test(name) || encrypted.test(value) ? undefined : value;
}

/** The device's own words as they may be shown. */
function messageOf(envelope: Row): string {
  const told = text(envelope, 'cli_error') ?? text(envelope, 'message') ?? '';
  const line = scrub(told).text.replace(/\s+/g, ' ').trim();
  return line.length > maxMessageLength ? `${line.slice(0, maxMessageLength)}…` : line;
}

const noReply = fault(['unreadable', 'The reply is not one of the FortiOS API.', interfaceRemedy]);

const noResults = fault([
  'unreadable',
  'The firewall answered without results.',
  'Ask again; if it stays, report it with the version.',
]);
