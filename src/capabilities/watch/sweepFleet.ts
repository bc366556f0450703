// Which tunnels of the fleet end at a device that is swept: from what is known already, because asking every device at every sweep would be the dearest part of it.

import type { TunnelState } from '../../domain/live.js';
import type { DeviceSweep } from '../../domain/sweep.js';
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
  /** The same, read anew where the sweep shows something that the configuration as it was read does not explain. */
  fitting(device: string, sweep: DeviceSweep, known: TunnelsAt, ask: AskOptions): Promise<TunnelsAt>;
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
      const now = new Map(sweep.rows.map(({ tunnel, state }) => [tunnel, state]));
      const before = states.get(device);
      states.set(device, now);
      const moved = before ? [...now].filter(([name, state]) => hasMoved(before.get(name), state)) : [];
      const configured = new Set(known.tunnels.flatMap((tunnel) => namesAt(tunnel, device)));
      const isStrange = sweep.rows.some(({ tunnel }) => !configured.has(tunnel));
      if (!isStrange && moved.length === 0) return known;
      const names = new Set(moved.map(([name]) => name));
      const others = known.tunnels
        .filter((tunnel) => namesAt(tunnel, device).some((name) => names.has(name)))
        .flatMap(({ ours, theirs }) => [ours.device, theirs?.device ?? ours.device]);
      await Promise.all(
        [...new Set([device, ...others])].map((one) =>
          desk.ask(one, 'inventory', {}, { ...ask, maxAgeMs: freshMs }),
        ),
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
