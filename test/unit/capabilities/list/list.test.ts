import { describe, expect, it } from 'vitest';
import type { TunnelState } from '../../../../src/domain/live.js';
import type { TunnelSummary } from '../../../../src/domain/overview.js';
import type { Period, WatchedTunnel } from '../../../../src/watch/state.js';
import type { Mute } from '../../../../src/watch/store.js';
import { ManualClock } from '../../../support/manualClock.js';
import { DoubleDevice } from '../../doubles/device.js';
import { engineOver, onTerminal, silentReading } from '../../doubles/engine.js';
import { logEvent } from '../../doubles/logEvents.js';
import { periodOf } from '../../doubles/periods.js';
import { childSa, counters, tunnelConfig, tunnelLive } from '../../doubles/tunnels.js';

function engineWith(devices: Record<string, readonly [name: string, state: TunnelState, peer?: string][]>) {
  const clock = new ManualClock();
  const doubles = Object.entries(devices).map(
    ([name, tunnels]) =>
      new DoubleDevice({
        clock,
        name,
        answers: {
          inventory: tunnels.map(([tunnel, , peer]) =>
            tunnelConfig({ device: name, tunnel, peer: peer ?? '203.0.113.9' }),
          ),
          overview: tunnels.map(
            ([tunnel, state, peer]): TunnelSummary => ({
              tunnel,
              state,
              since: null,
              peer: peer ?? '203.0.113.9',
              basis: `${state} says the device`,
            }),
          ),
        },
      }),
  );
  const engine = engineOver({ clock, devices: doubles });
  const list = async (text = 'list') => {
    const report = await clock.finish(
      engine.dispatcher.run(text, { ...onTerminal, signal: new AbortController().signal }),
    );
    const { tunnels } = report.json as { tunnels?: { tunnel: string }[] };
    return { report, names: (tunnels ?? []).map((row) => row.tunnel) };
  };
  return { engine, doubles, list, clock };
}

const three: [string, TunnelState, string?][] = [
  ['good', 'up'],
  ['bad', 'down', '192.0.2.7'],
  ['lazy', 'idle'],
];

describe('list', () => {
  it('shows every tunnel, also when it is down, worst first', async () => {
    const { list } = engineWith({ 'fw-a': three });
    const { report, names } = await list();
    expect(names).toEqual(['bad', 'lazy', 'good']);
    expect((report.json as { tunnels: unknown[] }).tunnels[0]).toEqual({
      tunnel: 'bad',
      state: 'down',
      since: null,
      sinceAtLeast: false,
      cause: null,
      confidence: null,
      basis: 'down says the device',
      peer: '192.0.2.7',
      incident: null,
      degradedAt: null,
      flaps: false,
      mutedUntil: null,
      ends: [
        {
          device: 'fw-a',
          vendor: 'double',
          tunnel: 'bad',
          state: 'down',
          since: null,
          basis: 'down says the device',
        },
      ],
    });
    expect(JSON.stringify(report.summary)).toContain('1 down, 1 idle, 1 up');
  });

  it('filters by state, device, peer and name', async () => {
    const { list } = engineWith({ 'fw-a': three, 'fw-b': [['other', 'down']] });
    expect((await list('list --state down')).names).toEqual(['bad', 'other']);
    expect((await list('list --state down,idle --device fw-a')).names).toEqual(['bad', 'lazy']);
    expect((await list('list --peer 192.0.2')).names).toEqual(['bad']);
    expect((await list('list --name OO')).names).toEqual(['good']);
    expect((await list('list zzz')).report.title).toBe('0 of 4 tunnels');
  });

  it('pages, and the buttons keep the filter', async () => {
    const many = Array.from({ length: 45 }, (_, index): [string, TunnelState] => [`t${index + 10}`, 'up']);
    const { list } = engineWith({ 'fw-a': many });
    const { report } = await list('list --name t --page 2');
    expect(report.actions.map((action) => action.command)).toEqual([
      'list --name t --page 1',
      'list --name t --page 3',
      'list --name t --all',
      'list --name t --page 2 --refresh',
      'list --name t --state down',
    ]);
    expect((report.json as { tunnels: unknown[] }).tunnels.length).toBe(45);
    const behind = JSON.stringify((await list('list --page 99')).report.summary);
    expect(behind).toContain('There are 3 pages; this is the last.');
    expect(behind).not.toContain('Page 3 of 3');
  });

  it('lives with a device that cannot be asked, and says so', async () => {
    const { list, doubles } = engineWith({ 'fw-a': three, 'fw-b': [['other', 'down']] });
    const [, second] = doubles;
    if (second) second.broken = 'unreachable';
    const { report, names } = await list();
    expect(names).toEqual(['bad', 'lazy', 'good']);
    expect(JSON.stringify(report.summary)).toContain('1 device could not be read: fw-b.');
    expect(JSON.stringify(report.summary)).toContain('fw-b cannot be reached. Check the device.');
    expect(report.unread).toBe('part');
    expect(report.json).toMatchObject({
      unread: [{ device: 'fw-b', says: 'fw-b cannot be reached.', remedy: 'Check the device.' }],
    });
  });

  it('is no answer when no device can be asked', async () => {
    const { list, doubles } = engineWith({ 'fw-a': three });
    const [first] = doubles;
    if (first) first.broken = 'timeout';
    expect((await list()).report.json).toMatchObject({ problem: 'no-device' });
  });

  it('says since when and why, from the lines that came with the overview', async () => {
    const clock = new ManualClock();
    const at = new Date(clock.now().getTime() - 139 * 60_000).toISOString();
    const refused = logEvent('auth-failed', at);
    const listWith = async (confidence: 'certain' | 'possible', hasWorked = true) => {
      const log = { vendor: 'double', lines: [], from: null, to: null, truncated: false };
      const row: TunnelSummary = {
        tunnel: 'bad',
        state: 'down',
        since: null,
        peer: null,
        basis: 'no SA',
        log,
        live: tunnelLive({ tunnel: 'bad', ike: [], children: [], missingChildren: ['bad'] }),
      };
      const answers = { inventory: [tunnelConfig({ tunnel: 'bad' })], overview: [row] };
      const device = new DoubleDevice({ clock, answers });
      const readLog = () => ({
        ...silentReading(log),
        events: [...(hasWorked ? [logEvent('child-up', null, 2)] : []), refused],
        candidates: [
          { cause: 'psk-mismatch' as const, confidence, evidence: [refused], why: 'MAC mismatched' },
        ],
      });
      const { dispatcher } = engineOver({ clock, devices: [device], readLog });
      const asked = dispatcher.run('list', { ...onTerminal, signal: new AbortController().signal });
      const report = await clock.finish(asked);
      expect(device.asked).toEqual(['inventory', 'overview']);
      return report;
    };
    const report = await listWith('certain');
    expect(report.json).toMatchObject({
      tunnels: [{ tunnel: 'bad', since: at, cause: 'psk-mismatch', confidence: 'likely' }],
    });
    expect(JSON.stringify(report.summary)).toContain('"since":"2 h 19 min"');
    expect((await listWith('possible')).json).toMatchObject({
      tunnels: [{ since: at, cause: 'psk-mismatch', confidence: 'possible' }],
    });
    const onlyFailures = await listWith('certain', false);
    expect(onlyFailures.json).toMatchObject({ tunnels: [{ since: at, sinceAtLeast: true }] });
    expect(JSON.stringify(onlyFailures.summary)).toContain('"since":"at least 2 h 19 min"');
  });

  it('asks each device twice, however many tunnels there are', async () => {
    const many = Array.from({ length: 500 }, (_, index): [string, TunnelState] => [`t${index}`, 'up']);
    const { list, doubles } = engineWith({ 'fw-a': many });
    await list();
    expect(doubles[0]?.asked).toEqual(['inventory', 'overview']);
  });

  it('says which states and devices there are when one is mistyped', async () => {
    const { list } = engineWith({ 'fw-a': three });
    expect((await list('list --state broken')).report.title).toContain(
      '`--state` is one of down, degraded, unknown, idle, up, disabled',
    );
    expect((await list('list --device fw-z')).report.title).toBe('No device is called "fw-z".');
    expect((await list('list --page zero')).report.title).toContain('`--page` is a number');
  });
});

describe('list after somebody looked closer', () => {
  const onlyOut = { ...counters(), packetsIn: 0n, bytesIn: 0n };

  async function afterStatus(minutes: number, counted: ReturnType<typeof counters>) {
    const clock = new ManualClock();
    const row = { tunnel: 'paris', state: 'up' as const, since: null, peer: '203.0.113.9', basis: 'asked' };
    const device = new DoubleDevice({
      clock,
      answers: {
        inventory: [tunnelConfig({ tunnel: 'paris' })],
        overview: [row],
        live: tunnelLive({ tunnel: 'paris', children: [childSa({ name: 'paris', counters: counted })] }),
      },
    });
    const { dispatcher } = engineOver({ clock, devices: [device] });
    const run = async (text: string) =>
      await clock.finish(dispatcher.run(text, { ...onTerminal, signal: new AbortController().signal }));
    await run('status paris');
    await clock.advance(minutes * 60_000);
    return await run('list');
  }

  it('says what was found minutes ago, where the overview has no counters to say otherwise', async () => {
    const report = await afterStatus(5, onlyOut);
    expect(report.json).toMatchObject({ tunnels: [{ state: 'up', degradedAt: '2026-03-01T12:00:03.000Z' }] });
    expect(JSON.stringify(report.summary)).toContain(
      'degraded at 12:00 UTC, 5 min ago: The SAs are up; packets went out, none ever came in.',
    );
  });

  it('says nothing of what was found long ago, and nothing where all was well', async () => {
    for (const report of [await afterStatus(20, onlyOut), await afterStatus(5, counters())])
      expect(report.json).toMatchObject({ tunnels: [{ state: 'up', degradedAt: null }] });
  });
});

describe('list beside the watch', () => {
  const sweepRow = (tunnel: string, state: TunnelState) => ({
    tunnel,
    state,
    since: null,
    basis: 'by the sweep',
    peer: '203.0.113.9',
    monitor: null,
    ike: null,
    children: [],
  });
  const at = (clock: ManualClock, secondsAgo: number) =>
    new Date(clock.now().getTime() - secondsAgo * 1000).toISOString();

  function watchedEngine(
    states: (clock: ManualClock) => readonly WatchedTunnel[] = () => [],
    periods: readonly Period[] = [],
    mutes: readonly Mute[] = [],
    seen: TunnelState = 'up',
    asked: TunnelState = 'down',
  ) {
    const clock = new ManualClock();
    const device = new DoubleDevice({
      clock,
      name: 'fw-a',
      answers: {
        inventory: [tunnelConfig({ device: 'fw-a', tunnel: 'paris' })],
        overview: [{ tunnel: 'paris', state: asked, since: null, peer: '203.0.113.9', basis: 'asked' }],
        sweep: { unit: null, rows: [sweepRow('paris', seen)] },
      },
    });
    const watch = {
      states: async () => states(clock),
      state: async () => states(clock)[0] ?? null,
      periods: async () => periods,
      mutes: async () => mutes,
    };
    const engine = engineOver({ clock, devices: [device], watch });
    const run = async (text: string) =>
      await clock.finish(
        engine.dispatcher.run(text, { ...onTerminal, signal: new AbortController().signal }),
      );
    const swept = () => engine.desk.ask('fw-a', 'sweep', {}, engine.ask());
    return { clock, device, run, swept };
  }

  const told = (report: { summary: unknown }) => JSON.stringify(report.summary);

  it('asks no device while a sweep is young, and says how old it is', async () => {
    const { clock, device, run, swept } = watchedEngine();
    await run('list --refresh');
    await clock.advance(1000);
    await swept();
    await clock.advance(40_000);
    const before = device.asked.length;
    const report = await run('list');
    expect(device.asked.length).toBe(before);
    expect(report.title).toBe('1 tunnel');
    expect(told(report)).toContain('1 up');
    expect(told(report)).toContain(', 40 s ago, by the watch');
    expect(told(await run('list --refresh'))).toContain('1 down');
  });

  it('asks the device of a broken tunnel that no diagnosis explains: a sweep has no lines of its log', async () => {
    const broken = periodOf('down', '2026-03-01T11:00:00.000Z', null);
    for (const cause of [null, 'psk-mismatch'] as const) {
      const confidence = cause === null ? null : 'likely';
      const { device, run, swept } = watchedEngine(() => [], [{ ...broken, cause, confidence }], [], 'down');
      await swept();
      await run('list');
      expect([cause, device.asked.includes('overview')]).toEqual([cause, cause === null]);
    }
  });

  it('asks when the sweep is old, when it failed, and when somebody looked since', async () => {
    const { clock, device, run, swept } = watchedEngine();
    await swept();
    await clock.advance(61_000);
    expect(told(await run('list'))).toContain('1 down');
    await swept();
    await clock.advance(1000);
    await run('list --refresh');
    expect(told(await run('list'))).toContain('1 down');
    await clock.advance(30_000);
    device.broken = 'unreachable';
    await swept();
    expect(told(await run('list'))).toContain('fw-a cannot be reached.');
  });

  it('tells since when from the watch where nothing else does, and that it may be longer', async () => {
    const { run } = watchedEngine((clock) => [
      {
        tunnel: 'paris',
        state: 'down',
        since: at(clock, 7200),
        sinceAtLeast: true,
        basis: '',
        lookedAt: at(clock, 30),
      },
    ]);
    const report = await run('list');
    expect(report.json).toMatchObject({ tunnels: [{ state: 'down', sinceAtLeast: true }] });
    expect(told(report)).toContain('at least 2 h');
  });

  it.each([
    ['another state', { state: 'up' as const, lookedAt: 30 }],
    ['an old look', { state: 'down' as const, lookedAt: 3000 }],
  ])('does not take it from %s', async (_, { state, lookedAt }) => {
    const { run } = watchedEngine((clock) => [
      {
        tunnel: 'paris',
        state,
        since: at(clock, 7200),
        sinceAtLeast: false,
        basis: '',
        lookedAt: at(clock, lookedAt),
      },
    ]);
    expect((await run('list')).json).toMatchObject({ tunnels: [{ state: 'down', since: null }] });
  });

  const losing = (clock: ManualClock, change: Partial<WatchedTunnel> = {}): WatchedTunnel => ({
    tunnel: 'paris',
    state: 'degraded',
    since: at(clock, 1200),
    sinceAtLeast: false,
    basis: 'The SAs are up, but nothing of what fw-a sends arrives at fw-b.',
    lookedAt: at(clock, 20),
    ...change,
  });

  it('is as degraded as the watch found it by counters, which its own look has not', async () => {
    const { run, swept } = watchedEngine((clock) => [losing(clock)]);
    await swept();
    const report = await run('list');
    expect(report.json).toMatchObject({ tunnels: [{ state: 'degraded', degradedAt: null }] });
    expect(told(report)).toContain('1 degraded');
    expect(told(report)).toContain('nothing of what fw-a sends arrives at fw-b');
    expect(told(report)).toContain('"since":"20 min"');
  });

  it('says when the watch found it degraded where its device was asked later and shows it up', async () => {
    const { run } = watchedEngine((clock) => [losing(clock)], [], [], 'up', 'up');
    const report = await run('list --refresh');
    expect(report.json).toMatchObject({ tunnels: [{ state: 'up', degradedAt: expect.any(String) }] });
    expect(told(report)).toContain('degraded at 11:59 UTC, 20 s ago: The SAs are up, but nothing');
  });

  it.each([
    ['its newest look shows otherwise', { doubted: true as const }],
    ['it has not looked lately', { lookedAt: '2026-03-01T11:00:00.000Z' }],
    ['it trusts that it is up', { state: 'up' as const }],
  ])('invents no loss where of the watch %s', async (_, change) => {
    const { run, swept } = watchedEngine((clock) => [losing(clock, change)]);
    await swept();
    expect((await run('list')).json).toMatchObject({ tunnels: [{ state: 'up', degradedAt: null }] });
  });

  it('marks a tunnel that flaps, and one of which nobody is told', async () => {
    const flapping = (clock: ManualClock): WatchedTunnel => {
      const since = at(clock, 7200);
      return { tunnel: 'paris', state: 'flapping', since, sinceAtLeast: false, basis: '', lookedAt: since };
    };
    const by = { id: 'U1', name: 'Ana' };
    const from = '2026-03-01T11:00:00.000Z';
    const until = '2026-03-01T14:00:00.000Z';
    const mute = { id: 'm', tunnel: 'paris', by, from, until, why: 'the ISP works' };
    const report = await watchedEngine((clock) => [flapping(clock)], [], [mute]).run('list');
    expect(report.json).toMatchObject({ tunnels: [{ flaps: true, mutedUntil: until }] });
    expect(told(report)).toContain('flapping · muted until 14:00 UTC');
  });

  it('names the cause that the watch found when it broke', async () => {
    const found = { cause: 'psk-mismatch', confidence: 'likely' } as const;
    const now = periodOf('down', '2026-01-01T00:00:00.000Z', null, found);
    expect((await watchedEngine(undefined, [now]).run('list')).json).toMatchObject({
      tunnels: [{ cause: 'psk-mismatch', confidence: 'likely' }],
    });
    const before = { ...now, to: '2026-01-01T01:00:00.000Z' };
    expect((await watchedEngine(undefined, [before]).run('list')).json).toMatchObject({
      tunnels: [{ cause: null }],
    });
  });
});
