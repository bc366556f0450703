// Sweeps are kept in their order, once, by whoever has the turn; what was found outlives whoever found it; on every engine.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { known } from '../../../src/domain/observation.js';
import type { SweepRow } from '../../../src/domain/sweep.js';
import type { Database } from '../../../src/stores/database.js';
import { removeOlderThan } from '../../../src/stores/retention.js';
import { createWatchStore } from '../../../src/stores/watchStore.js';
import { judge } from '../../../src/watch/judge.js';
import type { WatchStore } from '../../../src/watch/store.js';
import { everyMs, minute, row, tunnel } from '../../unit/watch/watching.js';
import { engines } from './engines.js';

const ada = { id: 'U1', name: 'Ada' };
const claiming = (at: string) => ({ now: at, leaseMs: 30_000, gapMs: 20_000 });

describe.each(engines)('the watch on $name', ({ open }) => {
  let database: Database;
  let store: WatchStore;
  let drop: () => Promise<void>;

  beforeEach(async () => {
    ({ database, drop } = await open());
    store = createWatchStore(database.sql);
  });
  afterEach(async () => {
    await database.close();
    await drop();
  });

  const keep = async (
    device: string,
    turn: number,
    at: string,
    rows: readonly SweepRow[],
    theirs: string | null = null,
  ) => {
    const tunnels = [tunnel(theirs)];
    const others = [{ device: device === 'fw-hq' ? 'fw-paris' : 'fw-hq', name: 'to-hq' }];
    return await store.keep({ device, turn, at, tunnels: ['paris-hq'], others }, (all) =>
      judge(
        {
          device,
          at,
          everyMs,
          seen: known({ unit: null, rows }, { device, request: 'sweep', at, fromCache: false, calls: 1 }),
          tunnels,
          complete: true,
          choice: { tunnels: [], criticality: [], owners: [] },
        },
        all,
      ),
    );
  };
  const sweep = async (
    device: string,
    at: string,
    rows: readonly SweepRow[],
    theirs: string | null = null,
  ) => {
    const turn = (await store.claim([device], claiming(at))).get(device);
    expect(turn).toBeDefined();
    return await keep(device, turn ?? 0, at, rows, theirs);
  };

  it('keeps states, periods and when it was looked at last', async () => {
    for (const [index, state] of (['up', 'up', 'down', 'down', 'up', 'up'] as const).entries())
      await sweep('fw-paris', minute(index), [row(state)]);
    expect(await store.states()).toEqual([
      {
        tunnel: 'paris-hq',
        state: 'up',
        since: minute(4),
        sinceAtLeast: false,
        basis: 'It is up.',
        lookedAt: minute(5),
      },
    ]);
    await sweep('fw-paris', minute(6), [row('up')]);
    expect((await store.state('paris-hq'))?.lookedAt).toBe(minute(6));
    const periods = await store.periods('paris-hq', { from: minute(-9), to: minute(9) });
    expect(periods.map(({ state, from, to }) => [state, from, to])).toEqual([
      ['up', minute(0), minute(2)],
      ['down', minute(2), minute(4)],
      ['up', minute(4), null],
    ]);
    expect(await store.periods(null, { from: minute(2), to: minute(3) })).toHaveLength(1);
  });

  it('tells what each end showed last, by whoever looked, and only what the reader has not seen', async () => {
    expect(await store.newestEnds(new Map())).toEqual([]);
    await sweep('fw-paris', minute(0), [row('up')], 'fw-hq');
    await sweep('fw-hq', minute(1), [row('up')], 'fw-hq');
    const paris = { device: 'fw-paris', at: minute(0), reachable: true };
    const hq = { device: 'fw-hq', at: minute(1), reachable: true };
    const ends = [{ tunnel: 'paris-hq', row: row('up') }];
    expect(await store.newestEnds(new Map([['fw-paris', minute(0)]]))).toEqual([
      { ...hq, ends },
      { ...paris, ends: null },
    ]);
    expect(await store.newestEnds(new Map([['fw-hq', minute(0)]]))).toEqual([
      { ...hq, ends },
      { ...paris, ends },
    ]);
  });

  it('lets one of two replicas ask a device, once in its interval, and again after the one that began died', async () => {
    const both = await Promise.all([
      store.claim(['fw-a', 'fw-b'], claiming(minute(0))),
      store.claim(['fw-b', 'fw-a'], claiming(minute(0))),
    ]);
    expect(both.map((turns) => turns.size).toSorted()).toEqual([0, 2]);
    await keep('fw-a', 1, minute(0), []);
    expect([...(await store.claim(['fw-a', 'fw-b'], claiming(minute(0.3))))]).toEqual([]);
    expect([...(await store.claim(['fw-a', 'fw-b'], claiming(minute(1))))].toSorted()).toEqual([
      ['fw-a', 2],
      ['fw-b', 2],
    ]);
  });

  it('asks again at once when our clock was set back', async () => {
    await sweep('fw-a', minute(600), []);
    expect((await store.claim(['fw-a'], claiming(minute(1)))).get('fw-a')).toBe(2);
  });

  it('drops a sweep that comes again, and one that is older than what is kept', async () => {
    await store.claim(['fw-paris'], claiming(minute(0)));
    await store.claim(['fw-paris'], claiming(minute(1)));
    expect(await keep('fw-paris', 2, minute(1), [row('up')])).not.toBeNull();
    expect(await keep('fw-paris', 2, minute(1), [row('down')])).toBeNull();
    expect(await keep('fw-paris', 1, minute(0), [row('down')])).toBeNull();
    expect(await store.periods(null, { from: minute(-9), to: minute(9) })).toHaveLength(1);
  });

  it('knows the newest row of the other end, with counters as they were', async () => {
    const [child] = row('up').children;
    if (!child) throw new Error('a row has a child');
    const counters = (packets: bigint) => ({
      identity: 'c',
      bytesIn: 2n ** 60n,
      bytesOut: null,
      packetsIn: packets,
      packetsOut: packets,
    });
    const mine = row('up', { children: [{ ...child, counters: counters(7n) }] });
    await sweep('fw-hq', minute(0), [mine], 'fw-hq');
    await sweep('fw-hq', minute(1), [row('down')], 'fw-hq');
    const turn = (await store.claim(['fw-paris'], claiming(minute(1)))).get('fw-paris') ?? 0;
    const others = [{ device: 'fw-hq', name: 'to-hq' }];
    let seen: unknown = null;
    await store
      .keep({ device: 'fw-paris', turn, at: minute(1), tunnels: ['paris-hq'], others }, (all) => {
        seen = all.others;
        throw new Error('seen enough');
      })
      .catch(() => undefined);
    expect(seen).toEqual([{ device: 'fw-hq', name: 'to-hq', at: minute(1), row: row('down'), before: mine }]);
  });

  it('two ends that are kept at the same moment make one change', async () => {
    for (const at of [0, 1]) {
      await sweep('fw-paris', minute(at), [row('up')], 'fw-hq');
      await sweep('fw-hq', minute(at), [row('up')], 'fw-hq');
    }
    const changes = [];
    for (const at of [2, 3, 4]) {
      const judged = await Promise.all([
        sweep('fw-paris', minute(at), [row('down')], 'fw-hq'),
        sweep('fw-hq', minute(at), [row('down')], 'fw-hq'),
      ]);
      changes.push(...judged.flatMap((one) => one?.changes ?? []));
    }
    expect(changes.filter(({ quiet }) => quiet === null).map(({ to }) => to)).toEqual(['down']);
  });

  it('gives what was found to whoever asks later, until it was told', async () => {
    await sweep('fw-paris', minute(0), [row('up')]);
    expect(await store.untold(minute(1), 120_000)).toEqual([]);
    const [found, ...others] = await store.untold(minute(3), 120_000);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ device: 'fw-paris', turn: 1, at: minute(0), changes: [{ to: 'up' }] });
    expect(await store.untold(minute(4), 120_000)).toEqual([]);
    await store.told({ device: 'fw-paris', turn: 1 });
    expect(await store.untold(minute(99), 120_000)).toEqual([]);
  });

  it('keeps mutes and choices of people, and ends what is ended', async () => {
    const mute = {
      id: 'm-1',
      tunnel: 'paris-hq',
      by: ada,
      from: minute(0),
      until: minute(60),
      why: 'upgrade',
    };
    await store.mute(mute);
    await store.mute(mute);
    expect(await store.mutes(minute(1))).toEqual([mute]);
    expect(await store.mutes(minute(60))).toEqual([]);
    await sweep('fw-paris', minute(1), [row('up')]);
    await sweep('fw-paris', minute(2), [row('down')]);
    expect((await sweep('fw-paris', minute(3), [row('down')]))?.changes).toMatchObject([{ quiet: 'muted' }]);
    expect(await store.unmute('paris-hq', minute(4))).toEqual([{ ...mute, until: minute(4) }]);
    expect(await store.mutes(minute(5))).toEqual([]);
    expect((await sweep('fw-paris', minute(5), [row('down')]))?.changes).toMatchObject([{ quiet: null }]);
    expect(await store.chosen('paris-hq')).toBeNull();
    await store.choose({ tunnel: 'paris-hq', watched: false, by: ada, at: minute(6) });
    expect(await store.chosen('paris-hq')).toBe(false);
    await sweep('fw-paris', minute(6), [row('down')]);
    expect(await store.states()).toEqual([]);
  });

  it('writes a diagnosis into its period, and marks once', async () => {
    const trigger = {
      kind: 'change' as const,
      says: 'It was changed.',
      at: minute(1),
      device: 'fw-paris',
      who: 'admin',
    };
    const from = minute(0);
    await sweep('fw-paris', from, [row('down')]);
    await store.diagnosed('paris-hq', from, { cause: 'psk-mismatch', confidence: 'likely', trigger });
    expect(await store.periods('paris-hq', { from, to: minute(1) })).toMatchObject([
      { cause: 'psk-mismatch', confidence: 'likely', trigger },
    ]);
    const setBack = { at: minute(1), who: 'maria' };
    await store.setBack('paris-hq', from, setBack);
    await store.setBack('paris-hq', minute(5), setBack);
    expect(await store.periods('paris-hq', { from, to: minute(1) })).toMatchObject([
      { trigger: { ...trigger, setBack } },
    ]);
    const mark = {
      tunnel: 'paris-hq',
      at: minute(1),
      kind: 'restart',
      device: 'fw-hq',
      text: 'It restarted.',
    } as const;
    await store.addMarks([mark]);
    await store.addMarks([mark]);
    expect(await store.marks('paris-hq', { from, to: minute(9) })).toEqual([
      { tunnel: 'paris-hq', at: minute(1), kind: 'change', device: 'fw-paris', text: 'It was changed.' },
      mark,
    ]);
  });

  it('forgets devices that are not configured any more, and history after its time', async () => {
    await sweep('fw-paris', minute(0), [row('up')]);
    await store.forgetOthers(['fw-paris'], minute(1));
    expect(await store.states()).toHaveLength(1);
    await store.forgetOthers(['fw-hq'], minute(1));
    expect(await store.states()).toEqual([]);
    const span = { from: minute(-9), to: minute(9) };
    expect(await store.periods(null, span)).toMatchObject([{ to: minute(1) }]);
    const limits = { incidents: minute(0), audit: minute(0), seen: minute(0) };
    await removeOlderThan(database.sql, { ...limits, history: minute(1) });
    expect(await store.periods(null, span)).toHaveLength(1);
    await removeOlderThan(database.sql, { ...limits, history: minute(2) });
    expect(await store.periods(null, span)).toEqual([]);
  });
});
