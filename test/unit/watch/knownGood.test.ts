// What is remembered of a tunnel while it is up: only differences, nothing of a tunnel that is not trusted, and what is proven by a negotiation.

import { describe, expect, it } from 'vitest';
import { type KnownGoodVersion, lastGoodOf } from '../../../src/domain/knownGood.js';
import { known } from '../../../src/domain/observation.js';
import type { SweepRow } from '../../../src/domain/sweep.js';
import type { TunnelConfig } from '../../../src/domain/tunnelConfig.js';
import { nothingDeclared } from '../../../src/fleet/fleetTunnel.js';
import { createGoodKeeper, type KnownGoodStore } from '../../../src/watch/knownGood.js';
import type { Mark, WatchedState } from '../../../src/watch/state.js';
import type { Swept } from '../../../src/watch/swept.js';
import { tunnelConfig } from '../doubles/tunnels.js';

class Memory implements KnownGoodStore {
  readonly kept: KnownGoodVersion[] = [];
  readonly marks: Mark[] = [];
  writes = 0;
  async versions() {
    return this.kept.toReversed();
  }
  async newest() {
    return this.kept.slice(-1);
  }
  async keep(version: KnownGoodVersion) {
    this.writes += 1;
    this.kept.push(version);
  }
  async seen(_device: string, tunnels: readonly { readonly tunnel: string; readonly at: string }[]) {
    this.writes += 1;
    const [one] = tunnels;
    this.#change((newest) => ({ ...newest, last: one?.at ?? newest.last }));
  }
  async negotiated() {
    this.#change((newest) => ({ ...newest, negotiated: true }));
  }
  #change(to: (newest: KnownGoodVersion) => KnownGoodVersion) {
    const newest = this.kept.pop();
    if (newest) this.kept.push(to(newest));
  }
}

const at = (minute: number) => `2026-03-01T10:${String(minute).padStart(2, '0')}:00.000Z`;
const signal = new AbortController().signal;

interface Look {
  readonly config?: TunnelConfig;
  readonly readAt?: number;
  readonly state?: SweepRow['state'];
  readonly trusted?: WatchedState;
  readonly unit?: string;
  readonly spi?: string;
  readonly established?: string;
  readonly wentDown?: boolean;
  readonly upSince?: number;
}

const config = tunnelConfig({ device: 'fw-paris' });

function swept(minute: number, look: Look = {}): Swept {
  const source = {
    device: 'fw-paris',
    request: 'inventory',
    at: at(look.readAt ?? minute),
    fromCache: false,
    calls: 1,
  };
  const own = look.config ?? config;
  const tunnel = {
    name: 'tunnel-x',
    aliases: [],
    ours: { device: 'fw-paris', vendor: 'double', tunnel: 'tunnel-x', config: known(own, source) },
    theirs: null,
    paired: null,
    declared: nothingDeclared,
  };
  const state = look.state ?? 'up';
  const watched = look.trusted ?? state;
  return {
    device: 'fw-paris',
    at: at(minute),
    beforeAt: null,
    unit: look.unit ?? null,
    ends: [
      {
        tunnel,
        before: null,
        row: {
          tunnel: 'tunnel-x',
          state,
          since: null,
          basis: '',
          peer: null,
          monitor: null,
          ike: { id: '1', establishedAt: look.established ?? at(0), expiresAt: null },
          children: [
            {
              name: 'tunnel-x',
              state: 'up',
              spiIn: look.spi ?? '0000000a',
              spiOut: null,
              expiresAt: null,
              counters: null,
            },
          ],
        },
        watched: {
          tunnel: 'tunnel-x',
          state: watched,
          since: at(look.upSince ?? 0),
          sinceAtLeast: true,
          basis: '',
          lookedAt: at(minute),
        },
      },
    ],
    changes: look.wentDown
      ? [{ tunnel: 'tunnel-x', from: 'up', to: 'down', at: at(minute), basis: '', quiet: null }]
      : [],
    marks: [],
  };
}

function keeperOf(store: Memory) {
  const mark = async (marks: readonly Mark[]) => {
    store.marks.push(...marks);
  };
  return createGoodKeeper({ store: async () => store, mark, peek: () => null });
}

async function keptOver(...looks: readonly Swept[]) {
  const store = new Memory();
  const keeper = keeperOf(store);
  for (const look of looks) await keeper.swept?.(look, signal);
  return store;
}

const otherId = tunnelConfig({ device: 'fw-paris', ike: { localId: { type: 'fqdn', value: 'paris' } } });
const otherPfs = tunnelConfig({ device: 'fw-paris', children: [{ pfs: ['group19'] }] });

describe('a tunnel that is up', () => {
  it('is kept once, and its last look is written when it is up no longer', async () => {
    const store = await keptOver(
      swept(0),
      swept(1),
      swept(2),
      swept(3, { state: 'down', trusted: 'down', wentDown: true }),
    );
    expect(store.kept).toMatchObject([
      { tunnel: 'tunnel-x', device: 'fw-paris', from: at(0), last: at(2), negotiated: true },
    ]);
    expect(store.writes).toBe(2);
  });

  it('is written every five minutes while nothing changes', async () => {
    const store = await keptOver(...Array.from({ length: 12 }, (_, minute) => swept(minute)));
    expect(store.writes).toBe(3);
    expect(store.kept).toMatchObject([{ last: at(10) }]);
  });

  it('is nothing to keep where its state is not trusted, or its end is down', async () => {
    const store = await keptOver(
      swept(0, { trusted: 'down' }),
      swept(1, { state: 'down', trusted: 'up' }),
      swept(2, { config: { ...config, fromRuntime: true } }),
    );
    expect(store.kept).toEqual([]);
  });

  it('is not kept by a configuration that was read before it came up: that may be what had broken it', async () => {
    const stale = { config: otherId, upSince: 7 };
    const store = await keptOver(swept(5), swept(8, { ...stale, readAt: 6 }), swept(9, { upSince: 7 }));
    expect(store.kept).toHaveLength(1);
  });

  it('has a new version when the unit of its pair or a setting is another one', async () => {
    const store = await keptOver(swept(0, { unit: 'A' }), swept(1, { unit: 'B' }), swept(2, { unit: 'B' }));
    expect(store.kept.map(({ good }) => good.unit)).toEqual(['A', 'B']);
    expect(store.marks).toEqual([]);
  });

  it('whose settings changed has a mark in its history', async () => {
    const { marks } = await keptOver(swept(5), swept(6, { config: otherId }), swept(7, { config: otherId }));
    expect(marks).toEqual([
      {
        tunnel: 'tunnel-x',
        at: at(6),
        kind: 'change',
        device: 'fw-paris',
        text: 'Changed on fw-paris: local ID 198.51.100.1 (not set: the address) → paris (fqdn).',
      },
    ]);
  });

  it('keeps no value that nobody asked for as changed', async () => {
    const store = await keptOver(swept(0, { unit: 'A' }), swept(1));
    expect(store.kept).toHaveLength(1);
  });
});

describe('a change while older SAs stand', () => {
  it('is not proven until phase 1 is negotiated', async () => {
    const store = await keptOver(swept(5), swept(6, { config: otherId }), swept(7, { config: otherId }));
    expect(store.kept.map(({ negotiated }) => negotiated)).toEqual([true, false]);
    const last = lastGoodOf(store.kept.toReversed());
    expect(last).toMatchObject({ until: at(5), upUntil: at(6) });
    expect(last?.good.settings).toContainEqual({
      name: 'ike.local-id',
      child: null,
      value: '198.51.100.1 (not set: the address)',
    });
    const proven = await keptOver(
      swept(5),
      swept(6, { config: otherId }),
      swept(7, { config: otherId, established: at(7) }),
    );
    expect(proven.kept.map(({ negotiated }) => negotiated)).toEqual([true, true]);
  });

  it('is not proven in phase 2 until a child has new keys', async () => {
    const child = { config: otherPfs, established: at(7) };
    const store = await keptOver(swept(5), swept(6, child), swept(7, { ...child, spi: '0000000a' }));
    expect(store.kept.at(-1)?.negotiated).toBe(false);
    const rekeyed = await keptOver(swept(5), swept(6, child), swept(7, { ...child, spi: '0000000b' }));
    expect(rekeyed.kept.at(-1)?.negotiated).toBe(true);
  });

  it('counts keys that were negotiated before the change was read', async () => {
    const store = await keptOver(
      swept(5),
      swept(8, { readAt: 5 }),
      swept(9, { config: otherId, established: at(7) }),
    );
    expect(store.kept.map(({ negotiated }) => negotiated)).toEqual([true, true]);
  });
});

describe('a process that begins', () => {
  it('goes on with what is kept', async () => {
    const store = await keptOver(swept(0));
    const next = keeperOf(store);
    await next.swept?.(swept(1), signal);
    await next.swept?.(swept(2, { config: otherId, established: at(2) }), signal);
    expect(store.kept).toHaveLength(2);
  });
});
