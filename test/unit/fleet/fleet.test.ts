import { describe, expect, it } from 'vitest';
import { createDesk } from '../../../src/fleet/deskOverDevices.js';
import { createFleet } from '../../../src/fleet/fleet.js';
import { type DeclaredTunnel, nothingDeclared } from '../../../src/fleet/fleetTunnel.js';
import { rankNames } from '../../../src/fleet/naming.js';
import { ManualClock } from '../../support/manualClock.js';
import { DoubleDevice } from '../doubles/device.js';
import { type ConfigOptions, selectors, tunnelConfig } from '../doubles/tunnels.js';

const a = { local: '198.51.100.1', peer: '203.0.113.9' };
const b = { local: '203.0.113.9', peer: '198.51.100.1' };

function fleetOf(
  inventories: Record<string, readonly ConfigOptions[]>,
  declared: readonly DeclaredTunnel[] = [],
) {
  const clock = new ManualClock();
  const devices = Object.entries(inventories).map(
    ([name, tunnels]) =>
      new DoubleDevice({
        clock,
        name,
        answers: { inventory: tunnels.map((options) => tunnelConfig({ device: name, ...options })) },
      }),
  );
  const desk = createDesk(devices, { clock, random: () => 0 });
  const fleet = createFleet({ devices, declared: () => declared, desk, clock });
  const ask = { signal: new AbortController().signal, deadlineAt: '2026-03-01T12:10:00Z' };
  const names = async () =>
    (await clock.finish(fleet.view(ask))).tunnels.map((tunnel) => [
      tunnel.name,
      tunnel.theirs?.tunnel ?? null,
    ]);
  const resolve = (typed: string) => clock.finish(fleet.resolve(typed, ask));
  return { fleet, devices, clock, ask, names, resolve };
}

function declare(
  name: string,
  ends: DeclaredTunnel['ends'],
  change: Partial<DeclaredTunnel['declaration']> = {},
): DeclaredTunnel {
  return { name, ends, declaration: { ...nothingDeclared, ...change } };
}

describe('which two tunnels are the ends of one', () => {
  it('finds mirrored addresses', async () => {
    const { names, resolve } = fleetOf({
      'fw-a': [{ tunnel: 'to-b', ...a }],
      'fw-b': [{ tunnel: 'to-a', ...b }],
    });
    expect(await names()).toEqual([['to-b', 'to-a']]);
    expect((await resolve('to-b')).paired).toBe('addresses');
  });

  it('takes the end that was asked for as ours', async () => {
    const { resolve } = fleetOf({ 'fw-a': [{ tunnel: 'to-b', ...a }], 'fw-b': [{ tunnel: 'to-a', ...b }] });
    expect((await resolve('to-a')).ours.device).toBe('fw-b');
    expect((await resolve('fw-a/to-b')).ours.device).toBe('fw-a');
    expect((await resolve('fw-b/to-a')).ours.device).toBe('fw-b');
  });

  it('never pairs when the addresses leave a choice', async () => {
    const { names } = fleetOf({
      'fw-a': [{ tunnel: 'x', ...a }],
      'fw-b': [{ tunnel: 'x', ...b }],
      'fw-c': [{ tunnel: 'x', ...b }],
    });
    expect(await names()).toEqual([
      ['fw-a/x', null],
      ['fw-b/x', null],
      ['fw-c/x', null],
    ]);
  });

  it('lets mirrored networks decide between tunnels of the same two addresses', async () => {
    const child = (local: string, remote: string) => ({
      children: [{ local: selectors(local), remote: selectors(remote) }],
    });
    const { names } = fleetOf({
      'fw-a': [
        { tunnel: 'one', ...a, ...child('10.1.0.0/24', '10.2.0.0/24') },
        { tunnel: 'two', ...a, ...child('10.1.1.0/24', '10.2.1.0/24') },
      ],
      'fw-b': [
        { tunnel: 'eins', ...b, ...child('10.2.0.0/24', '10.1.0.0/24') },
        { tunnel: 'zwei', ...b, ...child('10.2.1.0/24', '10.1.1.0/24') },
      ],
    });
    expect(await names()).toEqual([
      ['one', 'eins'],
      ['two', 'zwei'],
    ]);
  });

  it('pairs nobody whose address is not known, dynamic or unspecified', async () => {
    const { names } = fleetOf({
      'fw-a': [
        { tunnel: 'p', local: null, peer: '203.0.113.9' },
        { tunnel: 'q', local: '198.51.100.1', peer: null },
        { tunnel: 'r', local: '0.0.0.0', peer: '203.0.113.9' },
      ],
      'fw-b': [{ tunnel: 's', ...b }],
    });
    expect((await names()).every(([, theirs]) => theirs === null)).toBe(true);
  });

  it('never pairs two tunnels of one device', async () => {
    const { names } = fleetOf({
      'fw-a': [
        { tunnel: 'x', ...a },
        { tunnel: 'y', ...b },
      ],
    });
    expect(await names()).toEqual([
      ['x', null],
      ['y', null],
    ]);
  });

  it('compares addresses by value', async () => {
    const { names } = fleetOf({
      'fw-a': [{ tunnel: 'x', local: '2001:db8::1', peer: '2001:DB8:0::2' }],
      'fw-b': [{ tunnel: 'x', local: '2001:db8:0:0::2', peer: '2001:db8::1' }],
    });
    expect(await names()).toEqual([['x', 'x']]);
  });

  it('believes the declaration before addresses', async () => {
    const { names, resolve } = fleetOf(
      {
        'fw-a': [
          { tunnel: 'to-b', ...a },
          { tunnel: 'other', ...a, peer: '192.0.2.7' },
        ],
        'fw-b': [{ tunnel: 'to-a', ...b }],
      },
      [
        declare(
          'paris',
          [
            { device: 'fw-a', tunnel: 'other' },
            { device: 'fw-b', tunnel: 'to-a' },
          ],
          { aliases: ['erp'] },
        ),
      ],
    );
    expect(await names()).toEqual([
      ['paris', 'to-a'],
      ['to-b', null],
    ]);
    expect((await resolve('erp')).name).toBe('paris');
    expect((await resolve('other')).name).toBe('paris');
  });

  it('finds the other end of a tunnel that is declared with one', async () => {
    const { resolve } = fleetOf({ 'fw-a': [{ tunnel: 'to-b', ...a }], 'fw-b': [{ tunnel: 'to-a', ...b }] }, [
      declare('paris', [{ device: 'fw-a', tunnel: 'to-b' }]),
    ]);
    expect(await resolve('paris')).toMatchObject({ paired: 'addresses', theirs: { device: 'fw-b' } });
  });

  it('adds what is declared without ends to the discovered tunnel of that name', async () => {
    const { resolve } = fleetOf({ 'fw-a': [{ tunnel: 'x', ...a }] }, [declare('x', [], { owner: 'noc' })]);
    expect((await resolve('x')).declared.owner).toBe('noc');
  });

  it('says when a declared end does not exist', async () => {
    const { resolve } = fleetOf({ 'fw-a': [{ tunnel: 'x' }] }, [
      declare('paris', [{ device: 'fw-a', tunnel: 'typo' }]),
    ]);
    const found = await resolve('paris');
    expect(!found.ours.config.known && found.ours.config.says).toBe('fw-a has no tunnel called typo.');
  });
});

describe('the fleet', () => {
  it('is put together anew only when an inventory has changed', async () => {
    const { fleet, clock, ask } = fleetOf({ 'fw-a': [{ tunnel: 'x', ...a }] });
    const first = await clock.finish(fleet.view(ask));
    expect(await clock.finish(fleet.view(ask))).toBe(first);
    expect(await clock.finish(fleet.view({ ...ask, maxAgeMs: 0 }))).toBe(first);
  });
});

describe('names', () => {
  it('of declared pairs ask only their two devices', async () => {
    const { resolve, devices } = fleetOf(
      { 'fw-a': [{ tunnel: 'x', ...a }], 'fw-b': [{ tunnel: 'x', ...b }], 'fw-c': [{ tunnel: 'z' }] },
      [
        declare('paris', [
          { device: 'fw-a', tunnel: 'x' },
          { device: 'fw-b', tunnel: 'x' },
        ]),
      ],
    );
    await resolve('paris');
    expect(devices.map((device) => device.callCount())).toEqual([1, 1, 0]);
  });

  it('are found without asking anew any firewall but those of the tunnel', async () => {
    const { fleet, resolve, devices, clock, ask } = fleetOf({
      'fw-a': [{ tunnel: 'to-b', ...a }],
      'fw-b': [{ tunnel: 'to-a', ...b }],
      'fw-c': [{ tunnel: 'other', peer: '203.0.113.77' }],
    });
    await resolve('to-b');
    await clock.finish(fleet.resolve('to-b', { ...ask, maxAgeMs: 0 }));
    expect(devices.map(({ asked }) => asked.length)).toEqual([2, 2, 1]);
  });

  it('that several tunnels carry are never guessed', async () => {
    const { resolve } = fleetOf({ 'fw-a': [{ tunnel: 'x' }], 'fw-b': [{ tunnel: 'x' }] });
    await expect(resolve('x')).rejects.toMatchObject({
      code: 'ambiguous-tunnel',
      fits: ['fw-a/x', 'fw-b/x'],
    });
    expect((await resolve('fw-b/x')).ours.device).toBe('fw-b');
  });

  it('that only contain what was typed are offered', async () => {
    const { resolve } = fleetOf({
      'fw-a': [{ tunnel: 'paris-1' }, { tunnel: 'paris-2' }, { tunnel: 'oslo' }],
    });
    await expect(resolve('paris')).rejects.toMatchObject({
      code: 'ambiguous-tunnel',
      fits: ['paris-1', 'paris-2'],
    });
    await expect(resolve('osl')).rejects.toMatchObject({ code: 'unknown-tunnel', fits: ['oslo'] });
  });

  it('fit without regard to case, and by the address of the peer', async () => {
    const { resolve } = fleetOf({ 'fw-a': [{ tunnel: 'Paris', peer: '203.0.113.77' }] });
    expect((await resolve('PARIS')).name).toBe('Paris');
    expect((await resolve('203.0.113.77')).name).toBe('Paris');
  });

  it('that nobody knows are looked for once more when the inventory is old', async () => {
    const { resolve, devices, clock } = fleetOf({ 'fw-a': [{ tunnel: 'x' }] });
    await resolve('x');
    await clock.advance(60_000);
    await expect(resolve('new-one')).rejects.toMatchObject({ code: 'unknown-tunnel' });
    expect(devices[0]?.callCount()).toBe(2);
    await expect(resolve('new-one')).rejects.toMatchObject({ code: 'unknown-tunnel' });
    expect(devices[0]?.callCount()).toBe(2);
  });

  it('are not called unknown without saying which device could not be asked', async () => {
    const { resolve, devices } = fleetOf({ 'fw-a': [{ tunnel: 'x' }], 'fw-b': [{ tunnel: 'y' }] });
    const [, second] = devices;
    if (second) second.broken = 'timeout';
    await expect(resolve('y')).rejects.toMatchObject({
      remedy: expect.stringContaining('fw-b cannot be reached.'),
    });
  });

  it('of hostile devices stay names', async () => {
    const hostile = '<!channel> *x* & "y" `z`';
    const { resolve } = fleetOf({ 'fw-a': [{ tunnel: hostile }] });
    expect((await resolve(hostile)).name).toBe(hostile);
  });

  it('for type-ahead begin with what was typed, then contain it', async () => {
    const { fleet, ask, clock } = fleetOf({
      'fw-a': [{ tunnel: 'hq-paris' }, { tunnel: 'paris-1' }, { tunnel: 'oslo' }],
    });
    const view = await clock.finish(fleet.view(ask));
    expect(rankNames('par', view, 10).map((tunnel) => tunnel.name)).toEqual(['paris-1', 'hq-paris']);
    expect(rankNames('', view, 2)).toHaveLength(2);
  });
});
