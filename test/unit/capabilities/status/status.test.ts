import { describe, expect, it } from 'vitest';
import { renderTerminal } from '../../../../src/render/terminal.js';
import { ManualClock } from '../../../support/manualClock.js';
import { DoubleDevice } from '../../doubles/device.js';
import { engineOver, onTerminal } from '../../doubles/engine.js';
import { childSa, counters, tunnelConfig, tunnelLive } from '../../doubles/tunnels.js';

function healthyDevice(clock: ManualClock) {
  let looks = 0n;
  return new DoubleDevice({
    clock,
    answers: {
      inventory: [tunnelConfig()],
      live: () => {
        looks += 1n;
        const moved = counters({ bytesIn: 3000n * looks, bytesOut: 6000n * looks });
        return tunnelLive({ at: clock.now().toISOString(), children: [childSa({ counters: moved })] });
      },
      overview: [{ tunnel: 'tunnel-x', state: 'up', since: null, peer: '203.0.113.9', basis: 'SAs' }],
    },
  });
}

function run(engine: ReturnType<typeof engineOver>, text: string) {
  return engine.dispatcher.run(text, { ...onTerminal, signal: new AbortController().signal });
}

describe('status of a tunnel that is up', () => {
  it('says so, with the traffic of two looks three seconds apart', async () => {
    const clock = new ManualClock();
    const engine = engineOver({ clock, devices: [healthyDevice(clock)] });
    const report = await clock.finish(run(engine, 'status tunnel-x'));
    expect(report.title).toBe('tunnel-x: up');
    expect(JSON.stringify(report.summary)).toContain('1.00 kB/s now');
    expect(JSON.stringify(report.summary)).toContain('2.00 kB/s now');
    expect(report.json).toMatchObject({
      schema: 1,
      tunnel: 'tunnel-x',
      state: 'up',
      ends: [
        {
          device: 'fw-a',
          readable: true,
          ike: { state: 'established', version: 2, role: 'initiator', peer: '203.0.113.9' },
          children: [{ spiIn: 'c0ffee01', bytesIn: '6000', localSelectors: ['10.1.0.0/24'] }],
          monitor: null,
        },
        { readable: false },
      ],
    });
  });

  it('costs a hundred people together the calls of one', async () => {
    const clock = new ManualClock();
    const alone = healthyDevice(clock);
    const one = engineOver({ clock, devices: [alone] });
    await clock.finish(run(one, 'status tunnel-x'));
    const shared = healthyDevice(clock);
    const many = engineOver({ clock, devices: [shared] });
    await clock.finish(Promise.all(Array.from({ length: 100 }, () => run(many, 'status tunnel-x'))));
    expect(shared.asked.length).toBe(alone.asked.length);
  });

  it('asks nobody while the answer is fresh, keeps the traffic, and says how old it is', async () => {
    const clock = new ManualClock();
    const device = healthyDevice(clock);
    const engine = engineOver({ clock, devices: [device] });
    await clock.finish(run(engine, 'status tunnel-x'));
    const before = device.asked.length;
    await clock.advance(5000);
    const report = await clock.finish(run(engine, 'status tunnel-x'));
    expect(device.asked.length).toBe(before);
    expect(JSON.stringify(report.summary)).toContain('Data is 5 s old');
    expect(JSON.stringify(report.summary)).toContain('kB/s now');
  });

  it('asks anew with --refresh', async () => {
    const clock = new ManualClock();
    const device = healthyDevice(clock);
    const engine = engineOver({ clock, devices: [device] });
    await clock.finish(run(engine, 'status tunnel-x'));
    const before = device.asked.filter((kind) => kind.startsWith('live')).length;
    await clock.finish(run(engine, 'status tunnel-x —refresh'));
    expect(device.asked.filter((kind) => kind.startsWith('live')).length).toBe(before + 2);
  });
});

describe('status that cannot be had', () => {
  it('says which device could not be asked and what to do, to the asker alone', async () => {
    const clock = new ManualClock();
    const device = healthyDevice(clock);
    device.broken = 'unreachable';
    const engine = engineOver({ clock, devices: [device] });
    const report = await clock.finish(run(engine, 'status tunnel-x'));
    expect(report.title).toBe('No device could be asked: fw-a (inventory): fw-a cannot be reached.');
    expect(report.audience).toBe('asker');
    expect(report.json).toMatchObject({ problem: 'no-device' });
  });

  it('ends at the deadline when a device never answers', async () => {
    const clock = new ManualClock();
    const device = new DoubleDevice({ clock, takesMs: 10_000_000, answers: { inventory: [tunnelConfig()] } });
    const engine = engineOver({ clock, devices: [device] });
    const report = await clock.finish(run(engine, 'status tunnel-x'));
    expect(report.title).toContain('did not answer within the time of this question');
  });

  it('offers names that fit when the name is wrong', async () => {
    const clock = new ManualClock();
    const engine = engineOver({ clock, devices: [healthyDevice(clock)] });
    const report = await clock.finish(run(engine, 'status tunel-x --refresh'));
    expect(report.title).toBe('No tunnel is called "tunel-x".');
    expect(report.choice?.options).toEqual([{ label: 'tunnel-x', command: 'status tunnel-x --refresh' }]);
  });
});

describe('status beside the watch', () => {
  const watchedOf = (clock: ManualClock, more: object = {}) => {
    const ago = (seconds: number) => new Date(clock.now().getTime() - seconds * 1000).toISOString();
    return {
      tunnel: 'tunnel-x',
      state: 'down' as const,
      since: ago(7200),
      sinceAtLeast: true,
      basis: '',
      lookedAt: ago(20),
      ...more,
    };
  };
  async function statusWith(more: object) {
    const clock = new ManualClock();
    const device = new DoubleDevice({
      clock,
      answers: {
        inventory: [tunnelConfig()],
        live: () =>
          tunnelLive({
            at: clock.now().toISOString(),
            ike: [],
            children: [],
            missingChildren: ['tunnel-x'],
            waitsForTraffic: false,
          }),
      },
    });
    const watch = {
      state: async () => watchedOf(clock, more),
      states: async () => [watchedOf(clock, more)],
      mutes: async () => [],
      periods: async () => [],
    };
    const report = await clock.finish(
      run(engineOver({ clock, devices: [device], watch }), 'status tunnel-x'),
    );
    const frame = { color: false, width: 120, now: clock.now(), zone: 'UTC' };
    return { report, text: renderTerminal(report, frame) };
  }

  it('tells since when the watch saw it so, and that it may be longer', async () => {
    const { report, text } = await statusWith({});
    expect(report.json).toMatchObject({ state: 'down', sinceAtLeast: true });
    expect(text).toContain('for at least 2 h (seen since ');
    expect((await statusWith({ sinceAtLeast: false })).text).toContain('Down for 2 h (since ');
  });

  it('says nothing of it when the watch saw another state', async () => {
    expect((await statusWith({ state: 'flapping' })).report.json).toMatchObject({ since: null });
  });
});
