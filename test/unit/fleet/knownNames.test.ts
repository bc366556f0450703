// Which tunnels are configured, by what devices told before: nobody is asked, and half of a pair is no tunnel of its own.

import { describe, expect, it } from 'vitest';
import { createDesk } from '../../../src/fleet/deskOverDevices.js';
import { knownNames } from '../../../src/fleet/knownNames.js';
import { ManualClock } from '../../support/manualClock.js';
import { DoubleDevice } from '../doubles/device.js';
import { tunnelConfig } from '../doubles/tunnels.js';

describe('the names of all tunnels', () => {
  it('are those that devices told, without asking one', async () => {
    const clock = new ManualClock();
    const devices = [
      { name: 'fw-a', local: '198.51.100.1', peer: '203.0.113.9' },
      { name: 'fw-b', local: '203.0.113.9', peer: '198.51.100.1' },
    ].map(
      ({ name, local, peer }) =>
        new DoubleDevice({
          clock,
          name,
          answers: { inventory: [tunnelConfig({ device: name, tunnel: 'a-b', local, peer })] },
        }),
    );
    const desk = createDesk(devices, { clock, random: () => 0 });
    const names = knownNames({ fleet: { devices, declared: () => [] }, desk, clock });
    const ask = { signal: new AbortController().signal, deadlineAt: '2026-03-01T12:01:00.000Z' };
    expect(await names()).toEqual([]);
    await clock.finish(desk.ask('fw-a', 'inventory', {}, ask));
    // Its other end may be at fw-b.
    expect(await names()).toEqual([]);
    await clock.finish(desk.ask('fw-b', 'inventory', {}, ask));
    expect(await names()).toEqual(['a-b']);
    expect(devices.map(({ asked }) => asked)).toEqual([['inventory'], ['inventory']]);
  });
});
