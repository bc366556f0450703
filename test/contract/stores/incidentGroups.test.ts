// Incidents of several tunnels are kept the same way on every engine: a tunnel stands in one open incident, whoever acts at the same time.

import { beforeEach, describe, expect, it } from 'vitest';
import type { Happening } from '../../../src/incidents/events.js';
import { openOrJoin, type ToldGroup } from '../../../src/incidents/grouping.js';
import { incidentFrom } from '../../../src/incidents/incident.js';
import type { IncidentStore, NewEvent } from '../../../src/incidents/store.js';
import type { Database } from '../../../src/stores/database.js';
import { createIncidentStore } from '../../../src/stores/incidentStore.js';
import { engines, withDatabase } from './engines.js';

const by = { id: 'tunnelmedic', name: 'Tunnelmedic' };
const at = '2026-03-01T10:00:00.000Z';
const because = { kind: 'alert', source: 'alertmanager', name: 'TunnelDown', link: null, key: 'f1' } as const;

let keys = 0;
function event(what: Happening): NewEvent {
  keys += 1;
  return { by, at, key: `key-${keys}`, what };
}
const group = (tunnels: readonly string[]): ToldGroup => ({
  tunnels,
  beside: [],
  shares: { kind: 'interface', device: 'hub', value: 'ethernet1/1', of: 40 },
  because,
  severity: 'high',
  channel: 'C1',
  onCall: null,
});

describe.each(engines)('incidents of several tunnels on $name', ({ open }) => {
  let database: Database;
  let store: IncidentStore;
  withDatabase(open, (opened) => {
    database = opened;
  });
  beforeEach(async () => {
    await database.sql.deleteFrom('incidents').execute();
    store = createIncidentStore(database.sql);
  });

  const opened = (tunnel: string, ...others: readonly string[]): Happening => {
    return { kind: 'opened', tunnel, others, severity: 'normal', channel: null };
  };
  async function take(tunnels: readonly string[], key: string, id: string, over = store) {
    return await over.change(key, (all) =>
      openOrJoin(all.map(incidentFrom), group(tunnels), { by, at, key, newId: id }),
    );
  }
  const openTunnels = async () =>
    (await store.list({ open: true })).map(incidentFrom).flatMap(({ tunnels }) => tunnels);

  it('leads from each of its tunnels to the one open incident, and to none once it is closed', async () => {
    await store.open('group', event(opened('a', 'b', 'c')));
    for (const tunnel of ['a', 'b', 'c']) {
      expect((await store.open('other', event(opened(tunnel)))).incident).toBe('group');
      const [found] = await store.list({ open: true, tunnel });
      expect(found?.[0]?.incident).toBe('group');
    }
    await store.append('group', event({ kind: 'closed', cause: 'psk-mismatch', remedy: 'a new key' }), null);
    expect(await store.list({ open: true, tunnel: 'b' })).toEqual([]);
    expect(await store.list({ tunnel: 'b' })).toHaveLength(1);
    expect(await store.open('later', event(opened('b')))).toMatchObject({ outcome: 'opened' });
  });

  it('makes one incident of the same tunnels, however many replicas are told at the same time', async () => {
    const replicas = [store, createIncidentStore(database.sql)];
    await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        take(
          [`t${index}`, `t${(index + 1) % 12}`, 't0'],
          `alert-${index}`,
          `inc-${index}`,
          replicas[index % 2] ?? store,
        ),
      ),
    );
    const all = await store.list({ open: true });
    expect(all).toHaveLength(1);
    const tunnels = await openTunnels();
    expect(tunnels.toSorted()).toEqual([...new Set(tunnels)].toSorted());
    expect(tunnels).toHaveLength(12);
  });

  it('does nothing again under a key that stands there, also when the incident was closed since', async () => {
    const first = await take(['a', 'b'], 'alert-a', 'inc-a');
    const again = await take(['a', 'b'], 'alert-a', 'inc-b');
    expect(again).toEqual(first);
    await store.append('inc-a', event({ kind: 'closed', cause: 'psk-mismatch', remedy: 'a new key' }), null);
    expect((await take(['a', 'b'], 'alert-a', 'inc-c'))?.incident).toBe('inc-a');
    expect(await store.list({ open: true })).toEqual([]);
    expect(await store.findByKey('alert-a')).toEqual(first);
  });

  it('keeps what many share apart from a tunnel that has its own incident', async () => {
    await store.open('own', { ...event(opened('a')), at: '2026-02-27T10:00:00.000Z' });
    await take(['a', 'b', 'c'], 'alert-own', 'inc-own');
    const [own, others] = await Promise.all([store.events('own'), store.events('inc-own')]);
    expect(incidentFrom(own).tunnels).toEqual(['a']);
    expect(incidentFrom(others).tunnels).toEqual(['b', 'c']);
  });

  it('frees the tunnels that left, and lets them have another one in the same moment', async () => {
    await store.open('whole', event(opened('a', 'b', 'c')));
    const left = event({ kind: 'left', tunnels: ['b', 'c'], to: 'apart' });
    const apart = event(opened('b', 'c'));
    await store.change(left.key, () => [
      { incident: 'whole', event: left, afterSeq: 1 },
      { incident: 'apart', event: apart, afterSeq: 0 },
    ]);
    expect((await store.list({ open: true, tunnel: 'b' })).map((one) => one[0]?.incident)).toEqual(['apart']);
    const into = event({ kind: 'merged-into', into: 'apart' });
    const merged = event({ kind: 'merged', from: 'whole', tunnels: ['a'], shares: null });
    await store.change(into.key, () => [
      { incident: 'whole', event: into, afterSeq: 2 },
      { incident: 'apart', event: merged, afterSeq: 1 },
    ]);
    expect((await store.list({ open: true })).map((one) => one[0]?.incident)).toEqual(['apart']);
    expect((await openTunnels()).toSorted()).toEqual(['a', 'b', 'c']);
    expect(incidentFrom(await store.events('whole'))).toMatchObject({
      state: 'resolved',
      mergedInto: 'apart',
    });
  });

  it('decides again when somebody wrote between reading and writing', async () => {
    await store.open('busy', event(opened('a', 'b')));
    const joined = event({ kind: 'joined', tunnels: ['c'], shares: null });
    let decided = 0;
    const kept = await store.change(joined.key, (all) => {
      decided += 1;
      const seq = all[0]?.at(-1)?.seq ?? 0;
      return [{ incident: 'busy', event: joined, afterSeq: decided === 1 ? seq - 1 : seq }];
    });
    expect(decided).toBe(2);
    expect(kept?.seq).toBe(2);
    expect(await openTunnels()).toEqual(['a', 'b', 'c']);
  });

  it('keeps what was decided as a whole, or nothing of it', async () => {
    await store.open('holder', event(opened('a')));
    const one = event(opened('b'));
    const write = store.change(one.key, () => [
      { incident: 'new', event: one, afterSeq: 0 },
      { incident: 'nowhere', event: event({ kind: 'merged-into', into: 'new' }), afterSeq: 0 },
    ]);
    await expect(write).rejects.toThrow('there is no incident nowhere');
    expect(await openTunnels()).toEqual(['a']);
  });

  it('gives every event of a group back as it was written', async () => {
    await store.open('all', event({ ...opened('a', 'b'), because, shares: group([]).shares } as Happening));
    const written: readonly Happening[] = [
      { kind: 'joined', tunnels: ['c'], shares: null, because },
      { kind: 'left', tunnels: ['c'], to: 'x' },
      { kind: 'merged', from: 'y', tunnels: ['d'], shares: group([]).shares },
      { kind: 'looked', tunnels: [{ tunnel: 'a', state: 'up', since: at }] },
      {
        kind: 'alert',
        source: 'grafana',
        name: 'n',
        status: 'resolved',
        still: 'down',
        link: null,
        key: null,
        tunnels: ['a'],
      },
      { kind: 'merged-into', into: 'z' },
    ];
    for (const what of written) await store.append('all', event(what), null);
    expect((await store.events('all')).slice(1).map(({ what }) => what)).toEqual(written);
  });
});
