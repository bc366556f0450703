// The tunnels as series: the trusted state of each, and what the newest look at each end showed; nothing configured is ever missing.

import { Gauge, type Registry } from 'prom-client';
import type { SweepChild, SweepRow } from '../domain/sweep.js';
import type { WatchedState, WatchedTunnel } from '../watch/state.js';
import type { DeviceChange, NewestEnds, SweepListener, Swept } from '../watch/swept.js';
import { keyOf, Traffic } from './traffic.js';

const states = [
  'up',
  'degraded',
  'down',
  'idle',
  'disabled',
  'unknown',
  'flapping',
] as const satisfies readonly WatchedState[];

/** More children of one end are counted and not told one by one. */
const mostChildren = 64;

type Ends = NonNullable<NewestEnds['ends']>;

interface Seen {
  readonly ends: Ends;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly reachable: boolean;
}

export interface TunnelReading {
  /** The states that are kept, of all tunnels and by whoever looked. */
  states(): Promise<readonly WatchedTunnel[]>;
  /** What other replicas saw since. */
  newestEnds(than: ReadonlyMap<string, string>): Promise<readonly NewestEnds[]>;
  /** Every tunnel that is configured, watched or not; asks no device. */
  configured(): Promise<readonly string[]>;
}

export class TunnelMetrics implements SweepListener {
  readonly name = 'metrics';
  readonly #reading: TunnelReading;
  readonly #seen = new Map<string, Seen>();
  /** Since when a child has these keys, as far as it was seen. */
  readonly #keys = new Map<string, { readonly spi: string; readonly sinceMs: number | null }>();
  #trusted: readonly WatchedTunnel[] = [];
  readonly #traffic: Traffic;
  readonly #gauges: Gauges;

  constructor(registry: Registry, reading: TunnelReading) {
    this.#reading = reading;
    this.#traffic = new Traffic(registry);
    this.#gauges = gaugesIn(registry);
  }

  async swept({ device, at, ends }: Swept): Promise<void> {
    const seen = ends.map(({ tunnel, row }) => ({ tunnel: tunnel.name, row }));
    this.#learn({ device, at, reachable: true, ends: seen });
  }

  async device({ device, reachable }: DeviceChange): Promise<void> {
    const seen = this.#seen.get(device);
    if (seen) this.#seen.set(device, { ...seen, reachable });
  }

  #learn({ device, at, reachable, ends }: NewestEnds): void {
    const before = this.#seen.get(device);
    if (ends === null) {
      if (before) this.#seen.set(device, { ...before, reachable });
      return;
    }
    this.#seen.set(device, { ends, at, reachable });
    const children = new Set<string>();
    for (const { tunnel, row } of ends) {
      for (const child of row.children.slice(0, mostChildren)) {
        const labels = { tunnel, device, child: child.name };
        children.add(keyOf(labels));
        this.#learnKeys(keyOf(labels), child, Date.parse(at));
        if (child.counters) this.#traffic.learn(labels, child.counters);
      }
    }
    this.#traffic.keepOnly(device, children);
    for (const key of this.#keys.keys())
      if (!children.has(key) && JSON.parse(key)[0] === device) this.#keys.delete(key);
  }

  /** Each replica sweeps some devices: all of them answer a scrape by whoever looked last. */
  async #learnOthers(): Promise<void> {
    const than = new Map([...this.#seen].map(([device, { at }]) => [device, at]));
    const newest = await this.#reading.newestEnds(than);
    for (const one of newest) this.#learn(one);
  }

  #learnKeys(key: string, { spiIn }: SweepChild, atMs: number): void {
    const before = this.#keys.get(key);
    if (spiIn === null) this.#keys.delete(key);
    else if (before?.spi !== spiIn) this.#keys.set(key, { spi: spiIn, sinceMs: before ? atMs : null });
  }

  /** Runs once a scrape, before anything is written. */
  async fill(): Promise<void> {
    // While the database is away the states are those of the last scrape.
    this.#trusted = await this.#reading.states().catch(() => this.#trusted);
    await this.#learnOthers().catch(() => undefined);
    const trusted = new Set(this.#trusted.map(({ tunnel }) => tunnel));
    const unwatched = (await this.#reading.configured()).filter((tunnel) => !trusted.has(tunnel));
    const gauges = this.#gauges;
    for (const gauge of Object.values(gauges)) gauge.reset();
    const setState = (tunnel: string, state: WatchedState): void => {
      for (const one of states) gauges.state.set({ tunnel, state: one }, one === state ? 1 : 0);
    };
    for (const tunnel of unwatched) setState(tunnel, 'unknown');
    for (const { tunnel, state, since, lookedAt } of this.#trusted) {
      setState(tunnel, state);
      setTime(gauges.lastChange, { tunnel }, since);
      setTime(gauges.lookedAt, { tunnel }, lookedAt);
    }
    for (const [device, { ends, reachable }] of this.#seen)
      for (const { tunnel, row } of ends) this.#setEnd(tunnel, device, row, reachable);
  }

  #setEnd(tunnel: string, device: string, row: SweepRow, reachable: boolean): void {
    const gauges = this.#gauges;
    const end = { tunnel, device };
    const told = (value: number | null): number => (reachable && value !== null ? value : Number.NaN);
    const hasUnknown = row.state === 'unknown';
    const ike = row.ike !== null ? 1 : hasUnknown ? null : 0;
    gauges.endUp.set({ ...end, phase: '1' }, told(ike));
    gauges.endUp.set({ ...end, phase: '2' }, told(anyUp(row.children)));
    if (row.monitor !== null) gauges.monitor.set(end, told(row.monitor === 'up' ? 1 : 0));
    setTime(gauges.established, { ...end, phase: '1', child: '' }, row.ike?.establishedAt ?? null);
    setTime(gauges.expiry, { ...end, phase: '1', child: '' }, row.ike?.expiresAt ?? null);
    for (const child of row.children.slice(0, mostChildren)) {
      const labels = { ...end, child: child.name };
      gauges.childUp.set(labels, told(upOf(child)));
      setTime(gauges.expiry, { ...labels, phase: '2' }, child.expiresAt);
      const sinceMs = this.#keys.get(keyOf(labels))?.sinceMs ?? null;
      if (sinceMs !== null) gauges.established.set({ ...labels, phase: '2' }, sinceMs / 1000);
    }
    gauges.leftOut.set(end, Math.max(0, row.children.length - mostChildren));
  }
}

function upOf({ state }: SweepChild): number | null {
  return state === 'unknown' ? null : state === 'up' ? 1 : 0;
}

function anyUp(children: readonly SweepChild[]): number | null {
  const values = children.map(upOf);
  return values.includes(1) ? 1 : values.includes(0) ? 0 : null;
}

function setTime<L extends string>(gauge: Gauge<L>, labels: Record<L, string>, iso: string | null): void {
  const ms = iso === null ? Number.NaN : Date.parse(iso);
  if (!Number.isNaN(ms)) gauge.set(labels, ms / 1000);
}

type Gauges = ReturnType<typeof gaugesIn>;

function gaugesIn(registry: Registry) {
  const registers = [registry];
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Gauge({ name: `tunnelmedic_tunnel_${name}`, help, labelNames: [...labelNames], registers });
  return {
    state: gauge(
      'state',
      'The state of a tunnel that is trusted: 1 for that which it is in, 0 for the others.',
      ['tunnel', 'state'],
    ),
    lastChange: gauge(
      'last_change_timestamp_seconds',
      'Since when the tunnel is in its state; at least since then when it was first seen so.',
      ['tunnel'],
    ),
    lookedAt: gauge('looked_at_timestamp_seconds', 'When the tunnel was last looked at.', ['tunnel']),
    endUp: gauge(
      'end_up',
      '1 when one end has keys of that phase, 0 when not, NaN when it could not be told. Idle ends have none.',
      ['tunnel', 'device', 'phase'],
    ),
    childUp: gauge(
      'child_up',
      '1 when a child (proxy ID) has keys, 0 when not, NaN when it could not be told.',
      ['tunnel', 'device', 'child'],
    ),
    monitor: gauge('monitor_up', 'What the tunnel monitor of an end says, where it has one.', [
      'tunnel',
      'device',
    ]),
    established: gauge(
      'sa_established_timestamp_seconds',
      'When the keys in use were made, where it is known. The child is empty for phase 1.',
      ['tunnel', 'device', 'phase', 'child'],
    ),
    expiry: gauge(
      'sa_expiry_timestamp_seconds',
      'When the keys in use have to be renewed, where the device tells it. The child is empty for phase 1.',
      ['tunnel', 'device', 'phase', 'child'],
    ),
    leftOut: gauge('children_left_out', 'Children of an end that are too many to be told one by one.', [
      'tunnel',
      'device',
    ]),
  };
}
