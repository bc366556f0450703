// Why a tunnel is down and since when, as far as the lines tell that were read with the overview: nobody is asked for it.

import type { Cause } from '../domain/causes.js';
import type { EndEvidence, EndName, TunnelEvidence } from '../domain/evidence.js';
import type { LogReading, LogWindow } from '../domain/log.js';
import { type Gap, gap, known, type Observation } from '../domain/observation.js';
import { readFacts } from '../facts/book.js';
import { jointCandidates } from '../facts/logCandidates.js';
import { downSince } from '../facts/sinceWhen.js';
import { turn } from '../support/turns.js';
import type { FleetEnd } from './fleetTunnel.js';
import type { ListEntry, ListRow } from './list.js';
import { type ReadLog, readWindow } from './logWindow.js';

/** What the logs of both ends support; a guess among several is none. */
interface ListCause {
  readonly cause: Cause;
  /** Never more: only the log was read, and a diagnosis compares it with what stands now. */
  readonly confidence: 'likely';
}

export interface ReadEntry extends ListEntry {
  readonly cause: ListCause | null;
}

/** Of one list only so many logs are read; the worst stand first. */
const mostRead = 200;

/** @returns the same entries in the same order; what is down has its cause and since when, where its lines tell. */
export async function withLogs(
  entries: readonly ListEntry[],
  readLog: ReadLog,
): Promise<readonly ReadEntry[]> {
  const read: ReadEntry[] = [];
  let logs = 0;
  for (const entry of entries) {
    const hasLog = entry.state.state === 'down' && entry.rows.some((row) => row.log !== null);
    if (!hasLog || logs >= mostRead) {
      read.push({ ...entry, cause: null });
      continue;
    }
    logs += 1;
    read.push(readEntry(entry, readLog));
    await turn();
  }
  return read;
}

function readEntry(entry: ListEntry, readLog: ReadLog): ReadEntry {
  const { ours, theirs } = entry.tunnel;
  const ends = theirs ? [ours, theirs] : [ours];
  const logs = ends.map((end, index) => readingOf(end, entry.rows[index], readLog));
  const rows = entry.rows.map((row, index) => ({
    ...row,
    since: row.since ?? (row.state === 'down' ? downSince(logs[index] ?? nothing(ours)) : null),
  }));
  const began = rows.flatMap((row) => (row.since !== null && row.state === 'down' ? [row.since] : []));
  const since = entry.state.since ?? began.toSorted()[0] ?? null;
  return { ...entry, rows, state: { ...entry.state, since }, cause: causeOf(entry, logs) };
}

/** The same lines stay in the desk's cache for a while, and so does what they say. */
const readings = new WeakMap<LogWindow, Observation<LogReading>>();

function readingOf(end: FleetEnd, row: ListRow | undefined, readLog: ReadLog): Observation<LogReading> {
  if (!row || row.log === null) return nothing(end);
  const before = readings.get(row.log);
  if (before) return before;
  const source = { device: end.device, request: 'overview', at: '', fromCache: false, calls: 0 };
  const reading = readWindow(known(row.log, source), end, readLog);
  readings.set(row.log, reading);
  return reading;
}

function causeOf(entry: ListEntry, logs: readonly Observation<LogReading>[]): ListCause | null {
  const { tunnel, state } = entry;
  const evidence: TunnelEvidence = {
    tunnel: tunnel.name,
    collectedAt: '',
    declared: tunnel.declared,
    ours: endOf('ours', tunnel.ours, logs[0]),
    theirs: endOf('theirs', tunnel.theirs, logs[1]),
    answers: [],
  };
  const states = { ours: state, theirs: state, tunnel: state };
  const [lead] = jointCandidates({ evidence, states, fact: readFacts(evidence, states).fact });
  if (!lead || (lead.confidence !== 'certain' && lead.confidence !== 'likely')) return null;
  // A log that ends with the tunnel up tells of another failure than this one.
  const log = logs[lead.end === 'ours' ? 0 : 1];
  if (log?.known && log.value.endsUp === true) return null;
  return { cause: lead.cause, confidence: 'likely' };
}

function endOf(name: EndName, end: FleetEnd | null, log: Observation<LogReading> | undefined): EndEvidence {
  const none = nothing(end);
  return {
    end: name,
    readable: end !== null,
    name: end?.device ?? '',
    vendor: end?.vendor ?? null,
    tunnel: end?.tunnel ?? null,
    config: end?.config ?? none,
    live: none,
    later: none,
    log: log ?? none,
    path: none,
    clock: none,
    uptime: none,
    ha: none,
    certificates: none,
    changes: none,
    drops: none,
  };
}

function nothing(end: FleetEnd | null): Gap {
  return gap({
    reason: 'not-asked',
    says: 'A list looks only at the overview of each device.',
    remedy: 'Ask for the status of the tunnel.',
    device: end?.device ?? '',
    request: 'overview',
    at: '',
  });
}
