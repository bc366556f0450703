// One look at the tunnels that alerts mean: a question a firewall, however many tunnels; what is down because it is renewed is looked at again.

import type { LookedAt } from '../../alerts/fate.js';
import type { Clock } from '../../domain/clock.js';
import type { AskOptions } from '../../fleet/desk.js';
import { endsOf, type FleetTunnel } from '../../fleet/fleetTunnel.js';
import { type ListEntry, lookTogether } from '../../fleet/list.js';
import type { OverviewParts } from '../../fleet/newestOverview.js';
import type { WatchReading } from '../../watch/store.js';

/** Several answers of one burst may share a look. */
const freshMs = 2000;
/** An SA that is renewed stands again by then. */
const renewalMs = 6000;
const dueMs = 60_000;

export interface LookParts {
  readonly desk: OverviewParts['desk'];
  readonly clock: Clock;
  /** Null where the watch keeps nothing. */
  readonly watch: () => Promise<Pick<WatchReading, 'mutes' | 'marks' | 'states'> | null>;
}

/**
 * By the tunnel's name.
 * @param beside also these, by what the same answers tell of them.
 */
export async function lookAt(
  parts: LookParts,
  tunnels: readonly FleetTunnel[],
  ask: AskOptions,
  beside: readonly FleetTunnel[] = [],
): Promise<ReadonlyMap<string, LookedAt>> {
  if (tunnels.length === 0) return new Map();
  const { clock } = parts;
  const first = await lookTogether(parts, tunnels, { ...ask, maxAgeMs: freshMs }, beside);
  const meant = new Set(tunnels);
  const renewing = first.filter(
    (entry) => isDown(entry) && meant.has(entry.tunnel) && isRenewing(parts, entry.tunnel),
  );
  const again = new Map<string, ListEntry>();
  if (renewing.length > 0) {
    await clock.sleep(renewalMs, ask.signal);
    const later = await lookTogether(
      parts,
      renewing.map(({ tunnel }) => tunnel),
      { ...ask, maxAgeMs: 0 },
    );
    for (const entry of later) again.set(entry.tunnel.name, entry);
  }
  const watch = await parts.watch();
  const now = clock.now().toISOString();
  const mutes = new Map((await watch?.mutes(now))?.map((mute) => [mute.tunnel, mute]));
  const newest = first.map((entry) => again.get(entry.tunnel.name) ?? entry);
  const untold = newest.filter(leavesOpen).map(({ tunnel }) => tunnel.name);
  const states = untold.length === 0 ? [] : ((await watch?.states(untold)) ?? []);
  const trustedOf = new Map(states.map((one) => [one.tunnel, one]));
  const looked = newest.map((entry): LookedAt => {
    const { tunnel, state, rows } = entry;
    const mute = mutes.get(tunnel.name) ?? null;
    const trusted = trustedOf.get(tunnel.name) ?? null;
    const broke = trusted !== null && ['down', 'degraded', 'flapping'].includes(trusted.state);
    return {
      tunnel,
      state: stateOf(entry),
      since: state.since ?? (broke && trusted ? trusted.since : null),
      isOlder: state.since === null && broke && trusted?.sinceAtLeast === true,
      basis: state.basis,
      isOff: rows.some((row) => row.state === 'disabled'),
      mute: mute && { until: mute.until, by: mute.by.name, why: mute.why },
      broke,
      renewed: again.has(tunnel.name) && state.state === 'up',
    };
  });
  return new Map(looked.map((one) => [one.tunnel.name, one]));
}

/** The devices do not tell since when, or whether it works: the watch may. */
function leavesOpen({ state }: ListEntry): boolean {
  return state.state === 'idle' || (state.since === null && state.state !== 'up');
}

function isDown({ state }: ListEntry): boolean {
  return state.state === 'down';
}

/** The look counts planned work as switched off; here it is told apart. */
function stateOf({ state, rows }: ListEntry): LookedAt['state'] {
  const isOff = rows.some((row) => row.state === 'disabled');
  return state.state === 'disabled' && !isOff ? 'down' : state.state;
}

/** The newest sweep saw SAs that had to be renewed about now. */
function isRenewing({ desk, clock }: LookParts, of: FleetTunnel): boolean {
  const until = clock.now().getTime() + dueMs;
  return endsOf(of).some(({ device, tunnel }) => {
    const swept = desk.peek?.(device, 'sweep', {}) ?? null;
    const row = swept?.known ? swept.value.rows.find((one) => one.tunnel === tunnel) : undefined;
    if (row?.state !== 'up') return false;
    const due = [row.ike?.expiresAt ?? null, ...row.children.map(({ expiresAt }) => expiresAt)];
    return due.some((at) => at !== null && Date.parse(at) <= until && Date.parse(at) > until - 3 * dueMs);
  });
}
