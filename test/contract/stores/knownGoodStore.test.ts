// What is known of tunnels that work is kept in bounded versions, alike on every engine.

import { describe, expect, it } from 'vitest';
import type { KnownGoodVersion } from '../../../src/domain/knownGood.js';
import type { Database } from '../../../src/stores/database.js';
import { createKnownGoodStore } from '../../../src/stores/knownGoodStore.js';
import { removeOlderThan } from '../../../src/stores/retention.js';
import { engines, withDatabase } from './engines.js';

const at = (minute: number) =>
  `2026-03-01T${String(10 + Math.floor(minute / 60))}:${String(minute % 60).padStart(2, '0')}:00.000Z`;

function version(minute: number, change: Partial<KnownGoodVersion> = {}): KnownGoodVersion {
  return {
    tunnel: 'tunnel-x',
    device: 'fw-paris',
    from: at(minute),
    last: at(minute),
    negotiated: true,
    good: {
      form: 1,
      settings: [{ name: 'ike.local-id', child: null, value: `id-${minute}` }],
      objects: ['gw-x'],
      inUse: { ike: null, child: null, peerId: null },
      routeToPeer: null,
      software: '11.2.8',
      unit: null,
    },
    ...change,
  };
}

describe.each(engines)('on $name', ({ open }) => {
  let database: Database;
  withDatabase(open, (opened) => {
    database = opened;
  });

  it('a version comes back as it was kept, once, the newest first', async () => {
    const store = createKnownGoodStore(database.sql);
    await store.keep(version(0));
    await store.keep(version(0, { negotiated: false }));
    await store.keep(version(5, { negotiated: false }));
    await store.keep(version(6, { device: 'fw-lyon' }));
    expect(await store.versions('tunnel-x', 'fw-paris')).toEqual([
      version(5, { negotiated: false }),
      version(0),
    ]);
    expect(await store.versions('tunnel-y', 'fw-paris')).toEqual([]);
  });

  it('the newest of every tunnel of a device is seen again and proven, the older ones stay', async () => {
    const store = createKnownGoodStore(database.sql);
    await store.keep(version(2, { tunnel: 'tunnel-y' }));
    await store.seen('fw-paris', [
      { tunnel: 'tunnel-x', at: at(9) },
      { tunnel: 'tunnel-y', at: at(1) },
      { tunnel: 'tunnel-z', at: at(9) },
    ]);
    await store.negotiated('fw-paris', 'tunnel-x');
    expect(await store.newest('fw-paris')).toEqual([
      version(5, { last: at(9), negotiated: true }),
      version(2, { tunnel: 'tunnel-y' }),
    ]);
    expect((await store.versions('tunnel-x', 'fw-paris')).at(-1)).toEqual(version(0));
  });

  it('no more than twenty versions of an end are kept', async () => {
    const store = createKnownGoodStore(database.sql);
    for (let minute = 10; minute < 40; minute += 1) await store.keep(version(minute));
    const kept = await store.versions('tunnel-x', 'fw-paris');
    expect([kept.length, kept[0]?.from, kept.at(-1)?.from]).toEqual([20, at(39), at(20)]);
    expect(await store.versions('tunnel-x', 'fw-lyon')).toHaveLength(1);
  });

  it('what was last seen long ago is forgotten', async () => {
    const store = createKnownGoodStore(database.sql);
    const late = '2026-03-01T10:30:00.000Z';
    await removeOlderThan(database.sql, { incidents: late, audit: late, seen: late, history: late });
    expect((await store.versions('tunnel-x', 'fw-paris')).at(-1)?.from).toBe(at(30));
    expect(await store.newest('fw-lyon')).toEqual([]);
  });
});
