// A tunnel that is watched in a test: looks one after the other, without devices or a database.

import type { TunnelDeclaration } from '../../../src/domain/evidence.js';
import { gap, known } from '../../../src/domain/observation.js';
import type { SweepRow } from '../../../src/domain/sweep.js';
import { type FleetTunnel, nothingDeclared } from '../../../src/fleet/fleetTunnel.js';
import { newDevice } from '../../../src/watch/device.js';
import { judge } from '../../../src/watch/judge.js';
import type { EndPlace, Judged, KeptRow, KeptTunnel } from '../../../src/watch/known.js';
import type { Period, TunnelChange } from '../../../src/watch/state.js';

export const everyMs = 60_000;
const begin = Date.parse('2026-03-01T10:00:00.000Z');

export function minute(count: number): string {
  return new Date(begin + count * 60_000).toISOString();
}

export function row(state: SweepRow['state'], more: Partial<SweepRow> = {}): SweepRow {
  const isUp = state === 'up' || state === 'degraded';
  return {
    tunnel: 'to-hq',
    state,
    since: null,
    basis: `It is ${state}.`,
    peer: '198.51.100.1',
    monitor: null,
    ike: null,
    children: [
      {
        name: 'to-hq',
        state: state === 'unknown' ? 'unknown' : isUp ? 'up' : 'no-sa',
        spiIn: isUp ? 'c0000001' : null,
        spiOut: isUp ? 'c0000002' : null,
        expiresAt: null,
        counters: null,
      },
    ],
    ...more,
  };
}

function end(device: string) {
  const says = 'not read in this test';
  const config = gap({ reason: 'not-asked', says, remedy: '', device, request: 'inventory', at: minute(0) });
  return { device, vendor: 'panos' as const, tunnel: 'to-hq', config };
}

export function tunnel(
  theirs: string | null = null,
  declared: Partial<TunnelDeclaration> = {},
  name = 'paris-hq',
): FleetTunnel {
  return {
    name,
    aliases: [],
    ours: end('fw-paris'),
    theirs: theirs === null ? null : end(theirs),
    paired: theirs === null ? null : 'declared',
    declared: { ...nothingDeclared, ...declared },
  };
}

export interface Given {
  readonly tunnels?: readonly FleetTunnel[];
  readonly complete?: boolean;
  readonly unit?: string;
  readonly muted?: readonly string[];
  readonly asked?: ReadonlyMap<string, boolean>;
}

/** Everything that a store keeps, in memory. */
export class Watching {
  readonly changes: TunnelChange[] = [];
  readonly periods: Period[] = [];
  readonly #devices = new Map<string, { device: Judged['device']; earlier: readonly SweepRow[] }>();
  readonly #tunnels = new Map<string, KeptTunnel>();

  /** One sweep of a device; null for one that could not be asked. */
  look(device: string, at: string, seen: readonly SweepRow[] | null, given: Given = {}): Judged {
    const source = { device, request: 'sweep', at, fromCache: false, calls: 1 };
    const kept = this.#devices.get(device);
    const judged = judge(
      {
        device,
        at,
        everyMs,
        seen: seen
          ? known({ unit: given.unit ?? null, rows: seen }, source)
          : gap({ reason: 'timeout', says: `${device} did not answer.`, remedy: 'Wait.', ...source }),
        tunnels: given.tunnels ?? [tunnel()],
        complete: given.complete ?? true,
        choice: { tunnels: [], criticality: [], owners: [] },
      },
      {
        device: kept?.device ?? newDevice,
        tunnels: [...this.#tunnels.values()],
        others: this.#rows().filter((one) => one.device !== device),
        muted: new Set(given.muted ?? []),
        asked: given.asked ?? new Map(),
      },
    );
    this.#devices.set(device, { device: judged.device, earlier: kept?.device.rows ?? [] });
    for (const one of judged.tunnels) this.#tunnels.set(one.tunnel, one);
    for (const name of judged.forgotten) this.#tunnels.delete(name);
    this.changes.push(...judged.changes);
    this.periods.push(...judged.periods);
    return judged;
  }

  /** One look each minute at our end alone, from a minute on. */
  minutes(from: number, rows: readonly (SweepRow | null)[], given: Given = {}): void {
    for (const [index, one] of rows.entries())
      this.look('fw-paris', minute(from + index), one && [one], given);
  }

  /** What somebody is told, as `from-to`. */
  told(): readonly string[] {
    return this.changes.filter(({ quiet }) => quiet === null).map(({ from, to }) => `${from}-${to}`);
  }

  state(name = 'paris-hq') {
    return this.#tunnels.get(name)?.memory ?? null;
  }

  #rows(): readonly KeptRow[] {
    return [...this.#devices].flatMap(([device, { device: memory, earlier }]) =>
      memory.rows.map((one) => {
        const name: EndPlace = { device, name: one.tunnel };
        const before = earlier.find(({ tunnel: other }) => other === one.tunnel) ?? null;
        return { ...name, row: one, before, at: memory.answeredAt ?? '' };
      }),
    );
  }
}
