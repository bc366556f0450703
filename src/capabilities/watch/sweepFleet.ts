// Which tunnels of the fleet end at a device that is swept: from what is known already, because asking every device at every sweep would be the dearest part of it.

import type { TunnelState } from '../../domain/live.js';
import type { DeviceSweep, SweepRow } from '../../domain/sweep.js';
import type { AskOptions, Desk } from '../../fleet/desk.js';
import type { Fleet } from '../../fleet/fleet.js';
import type { FleetTunnel, FleetView } from '../../fleet/fleetTunnel.js';

interface TunnelsAt {
  readonly tunnels: readonly FleetTunnel[];
  /** Every device told its tunnels. */
  readonly complete: boolean;
}

export interface SweepFleet {
  at(device: string, ask: AskOptions): Promise<TunnelsAt>;
  /**
   * The same, read anew where the sweep shows something that the configuration as it was read does not explain, or a tunnel that
   * came up after it was read: it may not be the one that it came up with.
   * @param at ISO 8601 UTC: when the sweep was answered
   */
  fitting(
    device: string,
    sweep: { readonly rows: DeviceSweep['rows']; readonly at: string },
    known: TunnelsAt,
    ask: AskOptions,
  ): Promise<TunnelsAt>;
}

export interface SweepFleetParts {
  readonly fleet: Pick<Fleet, 'view'>;
  readonly desk: Desk;
  /** Milliseconds that only grow. */
  readonly elapsed: () => number;
}

/** Maintenance windows come and go, and devices that were away tell their tunnels again. */
const viewMs = 30_000;
const anyAgeMs = 24 * 3_600_000;
/** What changed a tunnel may have been put in force a moment ago. */
const freshMs = 5000;

export function createSweepFleet({ fleet, desk, elapsed }: SweepFleetParts): SweepFleet {
  let last: {
    readonly view: FleetView;
    readonly at: number;
    readonly byDevice: ReadonlyMap<string, TunnelsAt>;
  } | null = null;
  let looking: Promise<void> | null = null;
  const inventories = new Map<string, unknown>();
  const states = new Map<string, ReadonlyMap<string, TunnelState>>();

  async function look(ask: AskOptions): Promise<void> {
    const view = await fleet.view({ ...ask, maxAgeMs: anyAgeMs });
    const isSame = last?.view === view;
    last = { view, at: elapsed(), byDevice: isSame && last ? last.byDevice : byDevice(view) };
  }

  /** Everybody shares one look; whoever has an older view goes on with that. */
  function lookOnce(ask: AskOptions): Promise<void> {
    looking ??= look(ask).finally(() => {
      looking = null;
    });
    return looking;
  }

  async function at(device: string, ask: AskOptions): Promise<TunnelsAt> {
    const inventory = await desk.ask(device, 'inventory', {}, ask);
    const isNew = inventory.known && inventories.get(device) !== inventory.value;
    if (inventory.known) inventories.set(device, inventory.value);
    if (last === null || isNew) {
      // One that began before this inventory was read does not know it.
      if (looking) await looking.catch(() => undefined);
      await lookOnce(ask);
    } else if (elapsed() - last.at >= viewMs) {
      lookOnce(ask).catch(() => undefined);
    }
    return last?.byDevice.get(device) ?? { tunnels: [], complete: last?.view.gaps.length === 0 };
  }

  return {
    at,
    async fitting(device, sweep, known, ask) {
      const before = states.get(device);
      states.set(device, new Map(sweep.rows.map(({ tunnel, state }) => [tunnel, state])));
      const moved = before
        ? sweep.rows.filter(({ tunnel, state }) => hasMoved(before.get(tunnel), state))
        : [];
      const cameUp = lastUp(before ? moved : sweep.rows.filter(({ since }) => since !== null), sweep.at);
      const configured = new Set(known.tunnels.flatMap((tunnel) => namesAt(tunnel, device)));
      const isStrange = sweep.rows.some(({ tunnel }) => !configured.has(tunnel));
      const isEarly = readBefore(known, device, cameUp);
      if (!isStrange && !isEarly && moved.length === 0) return known;
      const names = new Set(moved.map(({ tunnel }) => tunnel));
      const others = known.tunnels
        .filter((tunnel) => namesAt(tunnel, device).some((name) => names.has(name)))
        .flatMap(({ ours, theirs }) => [ours.device, theirs?.device ?? ours.device]);
      await Promise.all(
        [...new Set([device, ...others])].map(async (one) => {
          const read = await desk.ask(one, 'inventory', {}, { ...ask, maxAgeMs: freshMs });
          if (one === device && read.known && Date.parse(read.source.at) < cameUp)
            await desk.ask(one, 'inventory', {}, { ...ask, maxAgeMs: 0 });
        }),
      );
      last = null;
      return await at(device, ask);
    },
  };
}

/** It broke, and somebody may have switched it off; or it works again, perhaps by what somebody changed at either end. */
function hasMoved(before: TunnelState | undefined, now: TunnelState): boolean {
  if (before === undefined || before === now) return false;
  return now === 'down' || (now === 'up' && before !== 'idle');
}

/** Milliseconds: when the last of them came up, by the device or, where it does not tell, by the look that found it; 0 without any. */
function lastUp(rows: readonly SweepRow[], at: string): number {
  const looked = Date.parse(at);
  const times = rows.flatMap(({ state, since }) => {
    if (state !== 'up') return [];
    const told = since === null ? looked : Date.parse(since);
    return [told <= looked ? told : looked];
  });
  return Math.max(0, ...times);
}

function readBefore({ tunnels }: TunnelsAt, device: string, time: number): boolean {
  return tunnels.some(({ ours, theirs }) =>
    [ours, theirs].some(
      (end) => end?.device === device && end.config.known && Date.parse(end.config.source.at) < time,
    ),
  );
}

function byDevice(view: FleetView): ReadonlyMap<string, TunnelsAt> {
  const complete = view.gaps.length === 0;
  const found = new Map<string, FleetTunnel[]>();
  for (const tunnel of view.tunnels) {
    for (const device of new Set([tunnel.ours.device, tunnel.theirs?.device ?? tunnel.ours.device])) {
      const tunnels = found.get(device);
      if (tunnels) tunnels.push(tunnel);
      else found.set(device, [tunnel]);
    }
  }
  return new Map([...found].map(([device, tunnels]) => [device, { tunnels, complete }]));
}

function namesAt({ ours, theirs }: FleetTunnel, device: string): readonly string[] {
  return [ours, ...(theirs ? [theirs] : [])].filter((end) => end.device === device).map((end) => end.tunnel);
}
