// Every configured tunnel of every device with its state, worst first; calls grow with devices, never with tunnels.

import type { TunnelState } from '../domain/live.js';
import type { Gap, Observation } from '../domain/observation.js';
import type { TunnelSummary } from '../domain/overview.js';
import { combineEnds, underMaintenance } from './combine.js';
import type { AskOptions } from './desk.js';
import { type Fleet, noDevice } from './fleet.js';
import { endsOf, type FleetEnd, type FleetTunnel } from './fleetTunnel.js';
import { peerAddressOf } from './naming.js';
import { newestOverview, type OverviewParts } from './newestOverview.js';
import type { EndState } from './state.js';

/** One end of a tunnel on one device. */
interface ListRow {
  /** What to ask for. */
  readonly name: string;
  /** The name on the device. */
  readonly tunnel: string;
  readonly device: string;
  readonly vendor: string;
  readonly state: TunnelState;
  readonly since: string | null;
  readonly peer: string | null;
  readonly basis: string;
  /** What the overview told of it; null when it told nothing. */
  readonly summary: TunnelSummary | null;
}

/** One tunnel with the rows of its readable ends. */
export interface ListEntry {
  readonly tunnel: FleetTunnel;
  readonly state: EndState;
  readonly rows: readonly ListRow[];
}

export interface TunnelList {
  readonly entries: readonly ListEntry[];
  /** Devices that could not be read, each once. */
  readonly gaps: readonly Gap[];
  /** None told the state of its tunnels; what is known is from before. */
  readonly isUnread: boolean;
  /** Age of the oldest part that came from the cache; null when all was asked for now. */
  readonly cachedForMs: number | null;
  /** ISO 8601 UTC: the oldest sweep of the watch that answered instead of its device; null when none did. */
  readonly sweptAt: string | null;
  /** The devices that were not asked, because their sweep answered. */
  readonly swept: ReadonlySet<string>;
}

export interface ListFilter {
  readonly states: readonly TunnelState[];
  readonly device: string | null;
  readonly peer: string | null;
  readonly name: string | null;
}

export interface ListParts extends OverviewParts {
  readonly fleet: Fleet;
}

/**
 * @param askedThemselves devices of which a sweep of the watch is not enough.
 * @throws Problem `no-device` when there are devices and none of them could be asked.
 */
export async function fetchList(
  parts: ListParts,
  ask: AskOptions,
  askedThemselves: ReadonlySet<string> = new Set(),
): Promise<TunnelList> {
  const { fleet, clock } = parts;
  const [view, looked] = await Promise.all([
    fleet.view(ask),
    Promise.all(
      fleet.devices.map(async ({ name }) => {
        const how = askedThemselves.has(name) ? { ...parts, sweptMs: 0 } : parts;
        return { name, ...(await newestOverview(how, name, ask)) };
      }),
    ),
  ]);
  const overviews = looked.map(({ name, overview }) => [name, overview] as const);
  const now = clock.now();
  const entries = entriesOf(view.tunnels, overviews, now);
  const gaps = gapsByDevice([...view.gaps, ...overviews.flatMap(([, item]) => (item.known ? [] : [item]))]);
  if (entries.every((entry) => entry.state.state === 'unknown') && view.gaps.length === view.devices.length) {
    if (view.devices.length > 0) throw noDevice(view);
  }
  return {
    entries: entries.toSorted(worstFirst),
    gaps,
    isUnread: overviews.length > 0 && overviews.every(([, overview]) => !overview.known),
    cachedForMs: cachedFor(overviews, now),
    sweptAt: looked.flatMap((one) => one.sweptAt ?? []).toSorted()[0] ?? null,
    swept: new Set(looked.flatMap(({ name, sweptAt }) => (sweptAt === null ? [] : [name]))),
  };
}

/**
 * Only these tunnels: one question to each of their firewalls, and to no other.
 * @param beside also these, by what the same answers tell of them.
 */
export async function lookTogether(
  { desk, clock }: Pick<ListParts, 'desk' | 'clock'>,
  tunnels: readonly FleetTunnel[],
  ask: AskOptions,
  beside: readonly FleetTunnel[] = [],
): Promise<readonly ListEntry[]> {
  const devices = new Set(tunnels.flatMap((tunnel) => endsOf(tunnel).map(({ device }) => device)));
  const overviews = await Promise.all(
    [...devices].map(async (name) => [name, await desk.ask(name, 'overview', {}, ask)] as const),
  );
  return entriesOf([...tunnels, ...beside], overviews, clock.now());
}

type Overviews = readonly (readonly [device: string, overview: Observation<readonly TunnelSummary[]>])[];

function entriesOf(tunnels: readonly FleetTunnel[], overviews: Overviews, now: Date): readonly ListEntry[] {
  const overviewOf = new Map(overviews);
  const summaries = new Map(
    overviews.flatMap(([device, overview]) =>
      overview.known ? overview.value.map((row) => [`${device}\n${row.tunnel}`, row] as const) : [],
    ),
  );
  return tunnels.map((tunnel): ListEntry => {
    const rows = endsOf(tunnel).map((end) =>
      rowOf(tunnel, end, summaries.get(`${end.device}\n${end.tunnel}`) ?? null, overviewOf.get(end.device)),
    );
    const [ours, theirs] = rows;
    const combined = ours
      ? combineEnds(ours, theirs ?? null)
      : { state: 'unknown' as const, since: null, basis: '' };
    return { tunnel, state: underMaintenance(combined, tunnel.declared.maintenance, now), rows };
  });
}

function rowOf(
  tunnel: FleetTunnel,
  end: FleetEnd,
  summary: TunnelSummary | null,
  overview: Observation<readonly TunnelSummary[]> | undefined,
): ListRow {
  const config = end.config.known ? end.config.value : null;
  const common = {
    name: tunnel.name,
    tunnel: end.tunnel,
    device: end.device,
    vendor: end.vendor,
    peer: summary?.peer ?? peerAddressOf({ ...tunnel, ours: end }) ?? peerName(end),
    summary,
  };
  if (config?.disabled === true || config?.ike.disabled === true) {
    return { ...common, state: 'disabled', since: null, basis: 'Disabled in the configuration.' };
  }
  if (summary) return { ...common, state: summary.state, since: summary.since, basis: summary.basis };
  const basis = overview && !overview.known ? overview.says : missingBasis(end);
  return { ...common, state: 'unknown', since: null, basis };
}

function missingBasis(end: FleetEnd): string {
  return end.config.known ? `${end.device} shows no state for it.` : end.config.says;
}

function peerName(end: FleetEnd): string | null {
  const peer = end.config.known ? end.config.value.ike.peer : null;
  if (peer?.kind === 'fqdn') return peer.name;
  return peer?.kind === 'dynamic' ? 'dynamic' : null;
}

const badness: Readonly<Record<TunnelState, number>> = {
  down: 0,
  degraded: 1,
  unknown: 2,
  idle: 3,
  up: 4,
  disabled: 5,
};
const weight = { high: 0, normal: 1, low: 2 } as const;

export function worstFirst(a: ListEntry, b: ListEntry): number {
  return (
    byBadness({ tunnel: a.tunnel, state: a.state.state }, { tunnel: b.tunnel, state: b.state.state }) ||
    a.tunnel.name.localeCompare(b.tunnel.name)
  );
}

interface Ordered {
  readonly tunnel: Pick<FleetTunnel, 'declared'>;
  readonly state: TunnelState;
}

/** The worst state first, of those the most important tunnel. */
export function byBadness(a: Ordered, b: Ordered): number {
  return (
    badness[a.state] - badness[b.state] ||
    weight[a.tunnel.declared.criticality] - weight[b.tunnel.declared.criticality]
  );
}

/** An entry stays when one of its rows fits; a state is that of the tunnel or of one of its ends. */
export function filterList<T extends ListEntry>(entries: readonly T[], filter: ListFilter): readonly T[] {
  return entries.filter((entry) => {
    const { tunnel, rows } = entry;
    if (filter.states.length > 0) {
      const states = [entry.state.state, ...rows.map((row) => row.state)];
      if (!filter.states.some((state) => states.includes(state))) return false;
    }
    if (filter.device !== null && !rows.some((row) => row.device === filter.device)) return false;
    if (filter.peer !== null && !rows.some((row) => row.peer?.includes(filter.peer ?? ''))) return false;
    if (filter.name !== null) {
      const wanted = filter.name.toLowerCase();
      const names = [tunnel.name, ...tunnel.aliases, ...rows.map((row) => row.tunnel)];
      if (!names.some((name) => name.toLowerCase().includes(wanted))) return false;
    }
    return true;
  });
}

function gapsByDevice(gaps: readonly Gap[]): readonly Gap[] {
  const first = new Map<string, Gap>();
  for (const gap of gaps) if (!first.has(gap.device)) first.set(gap.device, gap);
  return [...first.values()];
}

function cachedFor(
  overviews: readonly (readonly [string, Observation<readonly TunnelSummary[]>])[],
  now: Date,
): number | null {
  const ages = overviews
    .map(([, overview]) => overview)
    .filter((overview) => overview.known)
    .filter((overview) => overview.source.fromCache)
    .map((overview) => now.getTime() - Date.parse(overview.source.at));
  return ages.length === 0 ? null : Math.max(0, ...ages);
}
