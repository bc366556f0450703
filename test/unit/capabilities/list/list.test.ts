import { describe, expect, it } from 'vitest';
import type { TunnelState, TunnelSummary } from '../../../../src/domain/live.js';
import { ManualClock } from '../../../support/manualClock.js';
import { DoubleDevice } from '../../doubles/device.js';
import { engineOver, onTerminal } from '../../doubles/engine.js';
import { tunnelConfig } from '../../doubles/tunnels.js';

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
    const rows = report.json as { tunnel: string; device: string }[];
    return { report, names: Array.isArray(rows) ? rows.map((row) => row.tunnel) : [] };
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
    expect(report.json).toContainEqual({
      tunnel: 'bad',
      device: 'fw-a',
      vendor: 'double',
      state: 'down',
      since: null,
      peer: '192.0.2.7',
      name: 'bad',
      basis: 'down says the device',
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
    expect((report.json as unknown[]).length).toBe(45);
    expect(JSON.stringify((await list('list --page 99')).report.summary)).toContain('Page 3 of 3');
  });

  it('lives with a device that cannot be asked, and says so', async () => {
    const { list, doubles } = engineWith({ 'fw-a': three, 'fw-b': [['other', 'down']] });
    const [, second] = doubles;
    if (second) second.broken = 'unreachable';
    const { report, names } = await list();
    expect(names).toEqual(['bad', 'lazy', 'good']);
    expect(JSON.stringify(report.summary)).toContain('fw-b cannot be reached. Check the device.');
  });

  it('is no answer when no device can be asked', async () => {
    const { list, doubles } = engineWith({ 'fw-a': three });
    const [first] = doubles;
    if (first) first.broken = 'timeout';
    expect((await list()).report.json).toMatchObject({ problem: 'no-device' });
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
