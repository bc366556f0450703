// How one tunnel is right now: both ends at once, two looks at the counters, the log, and what could not be read.

import type { Clock } from '../domain/clock.js';
import type { HaState } from '../domain/device.js';
import type { TunnelLive } from '../domain/live.js';
import type { LogReading } from '../domain/log.js';
import { type Gap, gap, type Observation } from '../domain/observation.js';
import type { TunnelConfig } from '../domain/tunnelConfig.js';
import type { Looks } from '../facts/passage.js';
import { combineEnds, underMaintenance, withLoss } from './combine.js';
import type { AskOptions, Desk } from './desk.js';
import type { FleetEnd, FleetTunnel } from './fleetTunnel.js';
import { fetchLog, type ReadLog, readWindow } from './logWindow.js';
import { onlyOneLook, type RateView, rateBetween } from './rates.js';
import { deriveEndState, type EndState } from './state.js';

export interface StatusEnd {
  readonly device: string;
  readonly vendor: string;
  /** The tunnel's name on the device. */
  readonly tunnel: string;
  readonly config: Observation<TunnelConfig>;
  /** The younger of the two looks where there were two. */
  readonly live: Observation<TunnelLive>;
  readonly ha: Observation<HaState>;
  readonly log: Observation<LogReading>;
  readonly traffic: RateView;
  /** Both looks at the live state, for what only their comparison shows. */
  readonly looks: TwoLooks;
  readonly state: EndState;
}

export interface TunnelStatus {
  readonly tunnel: FleetTunnel;
  readonly state: EndState;
  /** Ours first; one entry when the other end is foreign. */
  readonly ends: readonly StatusEnd[];
  /** ISO 8601 UTC: when this was put together. */
  readonly at: string;
  /** How old the oldest live part is when it came from the cache; null when it was asked for now. */
  readonly cachedForMs: number | null;
}

export interface StatusParts {
  readonly desk: Desk;
  readonly clock: Clock;
  readonly readLog: ReadLog;
  /** Time between the two looks at the counters; 0 takes one look. */
  readonly sampleMs: number;
  /** The two looks of each end, kept so that an answer from the cache still tells the traffic. */
  readonly looks: LookMemory;
}

export interface LookMemory {
  get(key: string): TwoLooks | null;
  set(key: string, looks: TwoLooks): void;
}

export interface TwoLooks {
  readonly earlier: Observation<TunnelLive>;
  readonly later: Observation<TunnelLive>;
}

const logHours = 24;
const logLines = 500;

export async function fetchStatus(
  parts: StatusParts,
  tunnel: FleetTunnel,
  ask: AskOptions,
): Promise<TunnelStatus> {
  const members = tunnel.theirs ? [tunnel.ours, tunnel.theirs] : [tunnel.ours];
  const ends = await Promise.all(members.map((end) => fetchEnd(parts, end, ask)));
  const [ours, theirs] = ends;
  const now = parts.clock.now();
  const combined = ours
    ? withLoss(
        combineEnds(named(ours), theirs ? named(theirs) : null),
        looksOf(ours),
        theirs ? looksOf(theirs) : null,
      )
    : { state: 'unknown' as const, since: null, basis: 'No end of it can be read.' };
  return {
    tunnel,
    state: underMaintenance(combined, tunnel.declared.maintenance, now),
    ends,
    at: now.toISOString(),
    cachedForMs: cachedFor(ends, now),
  };
}

function looksOf({ device, looks }: StatusEnd): Looks {
  return { name: device, live: looks.earlier, later: looks.later };
}

function named(end: StatusEnd): EndState & { readonly device: string } {
  return { ...end.state, device: end.device };
}

async function fetchEnd(parts: StatusParts, end: FleetEnd, ask: AskOptions): Promise<StatusEnd> {
  const [looks, window, ha] = await Promise.all([
    twoLooks(parts, end, ask),
    fetchLog(parts.desk, end, recentRange(parts.clock), ask),
    parts.desk.ask(end.device, 'ha', {}, ask),
  ]);
  const log = await readWindow(window, end, parts.readLog);
  const state = deriveEndState({ config: end.config, live: looks.earlier, later: looks.later, ha, log });
  return {
    device: end.device,
    vendor: end.vendor,
    tunnel: end.tunnel,
    config: end.config,
    live: looks.later.known ? looks.later : looks.earlier,
    ha,
    log,
    traffic: trafficOf(looks),
    looks,
    state,
  };
}

function trafficOf(looks: TwoLooks): RateView {
  if (!looks.earlier.known) return { why: looks.earlier.says };
  if (!looks.later.known) {
    return { why: looks.later.reason === 'not-asked' ? onlyOneLook : looks.later.says };
  }
  return rateBetween(looks.earlier.value, looks.later.value);
}

/** The range starts at a full hour, so that everybody who asks within it asks the same question. */
function recentRange(clock: Clock): { from: string; to: null; limit: number } {
  const from = new Date(clock.now().getTime() - logHours * 3_600_000);
  from.setUTCMinutes(0, 0, 0);
  return { from: from.toISOString(), to: null, limit: logLines };
}

/**
 * Two looks at the live state. When the first comes from the cache and its companion is remembered, nobody is asked;
 * everybody who waits for the same second look shares it.
 */
export async function twoLooks(
  parts: Pick<StatusParts, 'desk' | 'clock' | 'sampleMs' | 'looks'>,
  end: FleetEnd,
  ask: AskOptions,
): Promise<TwoLooks> {
  if (!end.config.known) return { earlier: end.config, later: end.config };
  const scope = { tunnel: end.config.value };
  const first = await parts.desk.ask(end.device, 'live', scope, ask);
  const key = `${end.device}/${end.tunnel}`;
  if (!first.known) return { earlier: first, later: oneLook(end, first.at) };
  const remembered = parts.looks.get(key);
  const same = remembered?.later.known && remembered.later.value.at === first.value.at;
  if (first.source.fromCache && remembered && same) {
    return { earlier: remembered.earlier, later: first };
  }
  if (parts.sampleMs <= 0 || !worthAnother(first.value)) {
    return { earlier: first, later: oneLook(end, first.source.at) };
  }
  const due = Date.parse(first.source.at) + parts.sampleMs;
  const waitMs = due - parts.clock.now().getTime();
  if (Date.parse(ask.deadlineAt) - parts.clock.now().getTime() < waitMs + 1000) {
    return { earlier: first, later: oneLook(end, first.source.at) };
  }
  if (waitMs > 0) {
    const waited = await parts.clock.sleep(waitMs, ask.signal).then(
      () => true,
      () => false,
    );
    if (!waited) return { earlier: first, later: oneLook(end, first.source.at) };
  }
  const sinceDueMs = Math.max(0, parts.clock.now().getTime() - due);
  const again = { ...scope, earlier: first.value };
  const later = await parts.desk.ask(end.device, 'live', again, { ...ask, maxAgeMs: sinceDueMs });
  if (later.known) parts.looks.set(key, { earlier: first, later });
  return { earlier: first, later };
}

/** Without any counter a second look teaches nothing. */
function worthAnother(live: TunnelLive): boolean {
  return live.children.some((child) => child.counters !== null);
}

function oneLook(end: FleetEnd, at: string): Gap {
  return gap({
    reason: 'not-asked',
    says: 'The counters were read only once.',
    remedy: 'Ask again with `--refresh`.',
    device: end.device,
    request: 'live',
    at,
  });
}

function cachedFor(ends: readonly StatusEnd[], now: Date): number | null {
  const ages = ends
    .map((end) => end.live)
    .filter((live) => live.known)
    .filter((live) => live.source.fromCache)
    .map((live) => now.getTime() - Date.parse(live.source.at));
  return ages.length === 0 ? null : Math.max(0, ...ages);
}
