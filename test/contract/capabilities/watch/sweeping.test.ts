// A round of the watch: who is asked, how often, behind whom; and who is told, although somebody dies or fails.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSweepFleet } from '../../../../src/capabilities/watch/sweepFleet.js';
import { createSweeping } from '../../../../src/capabilities/watch/sweeping.js';
import type { SweepRow } from '../../../../src/domain/sweep.js';
import { createDesk } from '../../../../src/fleet/deskOverDevices.js';
import { createFleet } from '../../../../src/fleet/fleet.js';
import type { Database } from '../../../../src/stores/database.js';
import { createWatchStore } from '../../../../src/stores/watchStore.js';
import { newDevice } from '../../../../src/watch/device.js';
import type { Judged, Known } from '../../../../src/watch/known.js';
import type { Kept, WatchStore } from '../../../../src/watch/store.js';
import type { DeviceChange, SweepListener, Swept } from '../../../../src/watch/swept.js';
import { openEmptyDatabase } from '../../../support/emptyDatabase.js';
import { ManualClock } from '../../../support/manualClock.js';
import { DoubleDevice } from '../../../unit/doubles/device.js';
import { proposals, tunnelConfig } from '../../../unit/doubles/tunnels.js';
import { row } from '../../../unit/watch/watching.js';

let database: Database;
let clock: ManualClock;
beforeEach(async () => {
  database = await openEmptyDatabase();
  clock = new ManualClock('2026-03-01T12:00:00Z');
});
afterEach(() => database.close());

class Firewall extends DoubleDevice {
  constructor(name: string, rows: () => readonly SweepRow[], takesMs = 0) {
    super({
      name,
      clock,
      takesMs,
      answers: {
        inventory: [tunnelConfig({ tunnel: 'to-hq' })],
        sweep: () => ({ unit: null, rows: rows() }),
        overview: [],
      },
    });
  }
}

class Listener implements SweepListener {
  readonly name = 'test';
  readonly heard: Swept[] = [];
  readonly devices: DeviceChange[] = [];
  fails = false;
  async swept(swept: Swept): Promise<void> {
    if (this.fails) throw new Error('not now');
    this.heard.push(swept);
  }
  async device(change: DeviceChange): Promise<void> {
    this.devices.push(change);
  }
  changes(): readonly string[] {
    return this.heard.flatMap(({ changes }) => changes.map(({ from, to }) => `${from}-${to}`));
  }
}

function replica(
  devices: readonly DoubleDevice[],
  listeners: readonly SweepListener[] = [],
  detailCalls = 0,
  desk = createDesk(devices, { clock, random: () => 0 }),
  store: WatchStore = createWatchStore(database.sql),
) {
  const fleet = createFleet({ devices, declared: () => [], desk, clock });
  const elapsed = () => clock.now().getTime();
  const faults: string[] = [];
  const sweeping = createSweeping({
    desk,
    fleet: createSweepFleet({ fleet, desk, elapsed }),
    clock,
    elapsed,
    store: async () => store,
    devices: devices.map(({ name }) => name),
    everySeconds: 60,
    detailCalls,
    choice: { tunnels: [], criticality: [], owners: [] },
    listeners,
    onFault: (_, what) => faults.push(what),
  });
  const names = devices.map(({ name }) => name);
  return { desk, faults, sweep: () => sweeping.sweep(names, new AbortController().signal) };
}

const sweepsOf = ({ asked }: DoubleDevice) => asked.filter((kind) => kind === 'sweep').length;

describe('a sweep', () => {
  it('asks a device once an interval, however many replicas want to, and tells what changed', async () => {
    let state: SweepRow['state'] = 'up';
    const firewall = new Firewall('fw-a', () => [row(state)]);
    const [first, second] = [new Listener(), new Listener()];
    const replicas = [replica([firewall], [first]), replica([firewall], [second])];
    for (const now of ['up', 'up', 'down', 'down', 'down'] as const) {
      state = now;
      await Promise.all(replicas.map((one) => one.sweep()));
      await clock.advance(60_000);
    }
    expect(sweepsOf(firewall)).toBe(5);
    expect([...first.changes(), ...second.changes()]).toEqual(['unknown-up', 'up-down']);
    expect(await createWatchStore(database.sql).state('to-hq')).toMatchObject({ state: 'down' });
  });

  it.each([
    { asks: 'is asked by a person for a moment is swept right after', takesMs: 5000, atMs: 5000, detail: 3 },
    {
      asks: 'is asked for longer keeps its turn, with the fewest calls',
      takesMs: 90_000,
      atMs: 18_000,
      detail: 0,
    },
  ])('of a device that $asks', async ({ takesMs, atMs, detail }) => {
    const details: (number | undefined)[] = [];
    const begunMs = clock.now().getTime();
    let sweptMs = 0;
    const firewall = new DoubleDevice({
      clock,
      answers: {
        inventory: [tunnelConfig({ tunnel: 'to-hq' })],
        sweep: (scope) => {
          details.push(scope.detail);
          sweptMs = clock.now().getTime();
          return { unit: null, rows: [row('up')] };
        },
      },
    });
    const asked = Object.assign(replica([firewall], [], 3).desk, {
      asking: () => +(clock.now().getTime() < begunMs + takesMs),
    });
    const { sweep, faults } = replica([firewall], [], 3, asked);
    await clock.finish(sweep());
    expect({ details, waitedMs: sweptMs - begunMs, faults }).toEqual({
      details: [detail],
      waitedMs: atMs,
      faults: [],
    });
  });

  it('of many devices that are slow keeps none from its turn: the time of one that waits does not run', async () => {
    const many = Array.from({ length: 60 }, (_, index) => new Firewall(`fw-${index}`, () => [], 8000));
    const answered: (string | null)[] = [];
    const nothing = { tunnels: [], others: [], muted: new Set<string>(), asked: new Map<string, boolean>() };
    // A database that answers at once: the clock stands still while one is waited for.
    const store = {
      ...createWatchStore(database.sql),
      claim: async ([device = '']: readonly string[]) => new Map([[device, 1]]),
      keep: async (_: Kept, judge: (known: Known) => Judged) => {
        const judged = judge({ ...nothing, device: newDevice });
        answered.push(judged.device.answeredAt);
        return judged;
      },
      untold: async () => [],
      forgetOthers: async () => undefined,
    };
    await clock.finish(replica(many, [], 0, undefined, store).sweep());
    expect(many.map(sweepsOf)).toEqual(many.map(() => 1));
    expect(answered.filter((at) => at !== null)).toHaveLength(60);
  });

  it('tells every listener, although one fails; what that one missed comes again, also from another replica', async () => {
    const firewall = new Firewall('fw-a', () => [row('up')]);
    const [deaf, well, late] = [new Listener(), new Listener(), new Listener()];
    deaf.fails = true;
    const first = replica([firewall], [deaf, well]);
    await first.sweep();
    expect(first.faults).toEqual(['test could not hear of fw-a']);
    expect(well.changes()).toEqual(['unknown-up']);
    await clock.advance(180_000);
    await replica([firewall], [late]).sweep();
    expect(late.changes()).toEqual(['unknown-up']);
    await clock.advance(180_000);
    await replica([firewall], [late]).sweep();
    expect(late.changes()).toEqual(['unknown-up']);
  });

  it('that gets no answer is no change of a tunnel, and the device is told of after the third', async () => {
    const firewall = new Firewall('fw-a', () => [row('up')]);
    const listener = new Listener();
    const { sweep } = replica([firewall], [listener]);
    await sweep();
    firewall.broken = 'unreachable';
    for (let count = 0; count < 4; count += 1) {
      await clock.advance(60_000);
      await sweep();
    }
    expect(listener.changes()).toEqual(['unknown-up']);
    expect(listener.devices.map(({ reachable, says }) => [reachable, says])).toEqual([
      [false, 'fw-a cannot be reached.'],
    ]);
  });

  it('of a tunnel that was switched off finds that out before it says anything', async () => {
    let disabled = false;
    let state: SweepRow['state'] = 'up';
    const firewall = new DoubleDevice({
      clock,
      name: 'fw-a',
      answers: {
        inventory: () => [{ ...tunnelConfig({ tunnel: 'to-hq' }), disabled }],
        sweep: () => ({ unit: null, rows: [row(state, { failure: true })] }),
      },
    });
    const listener = new Listener();
    const { sweep } = replica([firewall], [listener]);
    await sweep();
    await clock.advance(60_000);
    [disabled, state] = [true, 'down'];
    await sweep();
    expect(listener.heard.flatMap(({ changes }) => changes).map(({ to, quiet }) => [to, quiet])).toEqual([
      ['up', 'first-look'],
      ['disabled', 'not-an-alarm'],
    ]);
  });

  it('of a tunnel that works again reads the configuration of both its ends anew, before anybody hears of it', async () => {
    let group = 'modp2048';
    let state: SweepRow['state'] = 'up';
    const ends = [
      { name: 'fw-a', local: '198.51.100.1', peer: '203.0.113.9' },
      { name: 'fw-b', local: '203.0.113.9', peer: '198.51.100.1' },
    ];
    const devices = ends.map(
      ({ name, local, peer }) =>
        new DoubleDevice({
          clock,
          name,
          answers: {
            inventory: () => {
              const ike = { proposals: proposals(`aes256/sha256/${group}`, 'ike') };
              return [tunnelConfig({ device: name, tunnel: 'to-hq', local, peer, ike })];
            },
            sweep: () => ({ unit: null, rows: [row(state)] }),
          },
        }),
    );
    const listener = new Listener();
    const { sweep } = replica(devices, [listener]);
    await sweep();
    for (const [now, then] of [
      ['down', 'modp1024'],
      ['down', 'modp1024'],
      ['up', 'modp2048'],
      ['up', 'modp2048'],
    ] as const) {
      await clock.advance(60_000);
      [state, group] = [now, then];
      await sweep();
      for (const { ends: heard } of listener.heard.slice(-2)) {
        const read = heard.flatMap(({ tunnel: { ours, theirs } }) =>
          [ours, theirs].map((end) => (end?.config.known ? end.config.value.ike.proposals : null)),
        );
        const expected = proposals(`aes256/sha256/${then}`, 'ike');
        expect(read).toEqual([expected, expected]);
      }
    }
  });

  it.each([
    { up: 'at the first look', looks: ['up'], since: '2026-03-01T12:00:00.400Z', after: 400 },
    { up: 'later', looks: ['down', 'up'], since: '2026-03-01T12:01:00.400Z', after: 60_400 },
    { up: 'later, as the look finds', looks: ['down', 'up'], since: null, after: 60_800 },
  ] as const)(
    'of a tunnel that came up $up reads its configuration after that, once',
    async ({ looks, since, after }) => {
      const begunMs = clock.now().getTime();
      let state: SweepRow['state'] = 'up';
      const firewall = new DoubleDevice({
        clock,
        name: 'fw-a',
        answers: {
          inventory: () => [tunnelConfig({ tunnel: 'to-hq' })],
          sweep: () => ({ unit: null, rows: [row(state, { since: state === 'up' ? since : null })] }),
        },
      });
      const listener = new Listener();
      const { desk, sweep } = replica([firewall], [listener]);
      const inventory = (maxAgeMs: number) => {
        const deadlineAt = new Date(clock.now().getTime() + 10_000).toISOString();
        const { signal } = new AbortController();
        return desk.ask('fw-a', 'inventory', {}, { signal, deadlineAt, maxAgeMs });
      };
      for (const look of looks) {
        state = look;
        // Somebody asked a moment before it came up.
        await inventory(0);
        await clock.advance(800);
        await sweep();
        await clock.advance(59_200);
      }
      const config = listener.heard.at(-1)?.ends[0]?.tunnel.ours.config;
      const readMs = config?.known ? Date.parse(config.source.at) - begunMs : null;
      expect(readMs).toBeGreaterThanOrEqual(after);
      const asked = firewall.asked.length;
      await sweep();
      expect(firewall.asked.slice(asked)).toEqual(['sweep']);
    },
  );
});
