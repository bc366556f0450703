// The decision for each tunnel of a list, from its overview and from what was asked a moment ago: no device is asked for it.

import type { Decision } from '../domain/decision.js';
import type { EvidenceTypes } from '../domain/device.js';
import type { TunnelState } from '../domain/live.js';
import { gap, type Known, known, type Observation } from '../domain/observation.js';
import type { TunnelSummary } from '../domain/overview.js';
import type { AskOptions, Desk } from '../fleet/desk.js';
import type { DeviceDesk } from '../fleet/deskOverDevices.js';
import type { FleetTunnel } from '../fleet/fleetTunnel.js';
import type { ListEntry } from '../fleet/list.js';
import type { FoundEarlier } from '../fleet/state.js';
import { fetchStatus, type StatusParts } from '../fleet/status.js';
import type { Playbook } from '../playbook/playbook.js';
import { turn } from '../support/turns.js';
import { decisionOfStatus } from './statusDecision.js';

export interface ListDecisionParts extends StatusParts {
  readonly desk: Pick<DeviceDesk, 'ask' | 'peek'>;
  /** Read when first needed. */
  readonly playbooks: () => readonly Playbook[];
}

export interface DecidedEntry extends ListEntry {
  /** Null where it is not broken, or where what was read does not show the same state. */
  readonly decision: Decision | null;
  /** Up by the overview, which has no counters, while somebody who looked closer not long ago found it degraded. */
  readonly earlier: FoundEarlier | null;
}

/** Of one list only so many are judged; the worst stand first. */
const mostJudged = 200;
/** What was asked longer ago may tell of another moment than the overview. */
const rememberedMs = 60_000;
/** What was found longer ago is no news of a tunnel that is up. */
const earlierMs = 900_000;

/** @returns the same entries in the same order; what is broken has its cause and since when, as far as they can be told. */
export async function withDecisions(
  entries: readonly ListEntry[],
  parts: ListDecisionParts,
  ask: AskOptions,
): Promise<readonly DecidedEntry[]> {
  const decided: DecidedEntry[] = [];
  let judged = 0;
  for (const entry of entries) {
    if (judged >= mostJudged || !worthJudging(entry, parts)) {
      decided.push({ ...entry, decision: null, earlier: null });
      continue;
    }
    judged += 1;
    decided.push(await decide(entry, parts, ask));
    await turn();
  }
  return decided;
}

/** An overview has no counters: whether traffic passes is known only where somebody looked just now. */
function worthJudging({ tunnel, rows, state }: ListEntry, parts: ListDecisionParts): boolean {
  if (state.state === 'down') return rows.some(({ summary }) => summary?.log ?? summary?.live);
  if (state.state !== 'up' && state.state !== 'degraded') return false;
  const withinMs = state.state === 'up' ? earlierMs : rememberedMs;
  return lookedCloserAt(tunnel, parts, withinMs) !== null;
}

/** When the counters of every end were asked last: ISO 8601 UTC of the older one; null where one was not, or too long ago. */
function lookedCloserAt({ ours, theirs }: FleetTunnel, parts: ListDecisionParts, withinMs: number) {
  const looks = [ours, ...(theirs ? [theirs] : [])].map(({ device, config }) => {
    const kept = config.known ? parts.desk.peek(device, 'live', { tunnel: config.value }) : null;
    return fresh(parts, kept, withinMs)?.source.at ?? null;
  });
  return looks.every((at) => at !== null) ? (looks.toSorted()[0] ?? null) : null;
}

async function decide(entry: ListEntry, parts: ListDecisionParts, ask: AskOptions): Promise<DecidedEntry> {
  const isUp = entry.state.state === 'up';
  const isOld = isUp && lookedCloserAt(entry.tunnel, parts, rememberedMs) === null;
  const desk = deskOfMemory(entry, parts, isOld ? earlierMs : rememberedMs);
  const status = await fetchStatus({ ...parts, desk, sampleMs: 0 }, entry.tunnel, ask);
  const seen = status.state;
  const isWorse = isUp && seen.state === 'degraded';
  // What it rests on stands against the overview, or is not to be seen there.
  const stillCounts = isWorse && seen.onlyCountersTell === true;
  if (isOld)
    return { ...entry, decision: null, earlier: stillCounts ? earlierOf(entry, parts, seen.basis) : null };
  const since = entry.state.since ?? seen.since;
  const state = isWorse
    ? seen
    : { ...entry.state, since: broken.has(entry.state.state) ? since : entry.state.since };
  if (!broken.has(state.state) || seen.state !== state.state)
    return { ...entry, decision: null, earlier: null };
  const decision = decisionOfStatus(status, parts.playbooks());
  const rows = entry.rows.map((row, index) => {
    const end = status.ends[index]?.state;
    return end?.state === row.state ? { ...row, since: row.since ?? end.since } : row;
  });
  return {
    ...entry,
    rows,
    state: { ...state, since: state.since ?? decision.since },
    decision,
    earlier: null,
  };
}

function earlierOf({ tunnel }: ListEntry, parts: ListDecisionParts, basis: string): FoundEarlier | null {
  const at = lookedCloserAt(tunnel, parts, earlierMs);
  return at === null ? null : { at, basis };
}

const broken: ReadonlySet<TunnelState> = new Set(['down', 'degraded']);

/** What was asked a moment ago, else what the overview told; a gap for everything else. */
function deskOfMemory({ tunnel, rows }: ListEntry, parts: ListDecisionParts, withinMs: number): Desk {
  const ends = tunnel.theirs ? [tunnel.ours, tunnel.theirs] : [tunnel.ours];
  return {
    async ask(device, kind, scope) {
      const kept = fresh(parts, parts.desk.peek(device, kind, scope), withinMs);
      if (kept) return kept;
      const index = ends.findIndex((end) => end.device === device && end.tunnel === scope.tunnel?.tunnel);
      const told = overviewTold(rows[index]?.summary ?? null);
      const at = parts.clock.now().toISOString();
      const source = { device, request: 'overview', at, fromCache: false, calls: 0 };
      const value = told[kind];
      if (value !== undefined) return known(value, source);
      return gap({
        reason: 'not-asked',
        says: 'A list looks only at the overview of each device.',
        remedy: 'Ask for the status of the tunnel.',
        device,
        request: kind,
        at,
      });
    },
  };
}

function overviewTold(summary: TunnelSummary | null): Partial<EvidenceTypes> {
  return {
    ...(summary?.live ? { live: summary.live } : {}),
    ...(summary?.log ? { log: summary.log } : {}),
  };
}

function fresh<T>(
  { clock }: ListDecisionParts,
  kept: Observation<T> | null,
  withinMs: number,
): Known<T> | null {
  if (!kept?.known) return null;
  return clock.now().getTime() - Date.parse(kept.source.at) <= withinMs ? kept : null;
}
