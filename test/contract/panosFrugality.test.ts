// What a status and a list cost a PAN-OS firewall, counted at the simulated device.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Device, EvidenceKind, EvidenceScope, EvidenceTypes } from '../../src/domain/device.js';
import type { TunnelConfig } from '../../src/domain/tunnelConfig.js';
import { bigFleet, type RunningFleet } from '../../src/simulator/index.js';
import { behindPanorama, demo, deviceOf, fleetOf, pairOf } from './panosFleet.js';

let fleet: RunningFleet;
/** By how many tunnels their first firewall has. */
const big = new Map<number, RunningFleet>();
beforeAll(async () => {
  fleet = await demo();
  for (const tunnels of [5, 60])
    big.set(tunnels, await fleetOf(bigFleet({ firewalls: 2, tunnels, seed: 7 })));
});
afterAll(() => Promise.all([fleet, ...big.values()].map((one) => one.stop())));

async function ask<K extends EvidenceKind>(
  device: Device,
  kind: K,
  scope: EvidenceScope = {},
  since: string | null = null,
): Promise<EvidenceTypes[K]> {
  const answer = await device.fetch(kind, scope, {
    signal: new AbortController().signal,
    deadlineAt: new Date(Date.now() + 30_000).toISOString(),
    ...(since === null ? {} : { since }),
  });
  if (!answer.known) throw new Error(`${kind}: ${answer.says}`);
  return answer.value;
}

/** What a status asks: two looks and the log at once, beside what the desk does not know yet. */
async function status(device: Device, tunnel: TunnelConfig): Promise<void> {
  const twoLooks = async (): Promise<void> => {
    const earlier = await ask(device, 'live', { tunnel });
    await ask(device, 'live', { tunnel, earlier });
  };
  await Promise.all([twoLooks(), ask(device, 'log', { tunnel, limit: 200 })]);
}

async function coldAndWarm(device: Device, name: string): Promise<{ cold: number; warm: number }> {
  const [inventory] = await Promise.all([ask(device, 'inventory'), ask(device, 'ha'), ask(device, 'clock')]);
  const tunnel = inventory.find((one) => one.tunnel === name);
  if (!tunnel) throw new Error(`no ${name}`);
  await status(device, tunnel);
  const cold = device.callCount();
  await status(device, tunnel);
  const warm = device.callCount() - cold;
  await device.close();
  return { cold, warm };
}

describe('a status of one tunnel', () => {
  it.each([
    ['a tunnel that is down', 'fw-paris-1', 'tunnel-x'],
    ['a tunnel with three proxy IDs', 'fw-paris-1', 'paris-hq'],
    ['a tunnel without proxy IDs', 'fw-paris-1', 'paris-madrid'],
    ['an idle tunnel', 'fw-oslo-1', 'paris-oslo'],
    ['a tunnel of an old version', 'fw-branch-1', 'hq-branch'],
    ['a firewall that Panorama manages', 'fw-madrid-1', 'oslo-madrid'],
  ])('costs at most 12 calls when nothing is known and 6 when it is: %s', async (_, firewall, tunnel) => {
    const cost = await coldAndWarm(deviceOf(fleet.firewall(firewall)), tunnel);
    expect(cost.cold).toBeLessThanOrEqual(12);
    expect(cost.warm).toBeLessThanOrEqual(6);
  });

  it('costs no more on an HA pair whose passive unit is asked first', async () => {
    const cost = await coldAndWarm(pairOf(fleet), 'paris-hq');
    expect(cost.cold).toBeLessThanOrEqual(12);
    expect(cost.warm).toBeLessThanOrEqual(6);
  });

  it('costs no more through Panorama', async () => {
    const cost = await coldAndWarm(behindPanorama(fleet), 'hq-madrid');
    expect(cost.cold).toBeLessThanOrEqual(12);
    expect(cost.warm).toBeLessThanOrEqual(6);
  });

  it('keeps to two calls at a time on each firewall', () => {
    for (const firewall of fleet.firewalls) expect(firewall.maxConcurrent).toBeLessThanOrEqual(2);
  });
});

describe('an overview', () => {
  it('costs the same number of calls for 5 and for 60 tunnels', async () => {
    const costs: number[] = [];
    for (const [tunnels, { firewalls }] of big) {
      const [firewall] = firewalls;
      if (!firewall) throw new Error('no firewall');
      const device = deviceOf(firewall);
      const rows = await ask(device, 'overview');
      expect(rows).toHaveLength(tunnels);
      costs.push(device.callCount());
      await device.close();
    }
    expect(Math.max(...costs)).toBeLessThanOrEqual(9);
    expect(Math.abs((costs[0] ?? 0) - (costs[1] ?? 0))).toBeLessThanOrEqual(3);
  });

  it('costs two calls on a firewall whose tunnels are all up and known', async () => {
    const device = deviceOf(fleet.firewall('fw-branch-1'));
    await ask(device, 'overview');
    const before = device.callCount();
    await ask(device, 'overview');
    expect(device.callCount() - before).toBe(2);
    await device.close();
  });

  it('that many ask for at the same moment shares its tables', async () => {
    const device = deviceOf(fleet.firewall('fw-branch-1'));
    await ask(device, 'overview');
    const before = device.callCount();
    await Promise.all(Array.from({ length: 20 }, () => ask(device, 'overview')));
    expect(device.callCount() - before).toBe(2);
    await device.close();
  });
});

describe('several tunnels of one firewall, asked about the same moment', () => {
  const names = ['tunnel-x', 'paris-hq', 'paris-madrid'];
  async function opened() {
    const firewall = fleet.firewall('fw-paris-1');
    const device = deviceOf(firewall);
    const inventory = await ask(device, 'inventory');
    await ask(device, 'overview');
    const tunnels = inventory.filter(({ tunnel }) => names.includes(tunnel));
    const seen = firewall.requests.length;
    const asked = (text: string) =>
      firewall.requests.slice(seen).filter(({ command }) => command.includes(text)).length;
    return { device, tunnels, asked };
  }
  const from = new Date(Date.now() - 24 * 3_600_000).toISOString();

  it('cost one query of the log, and each of them finds the lines that it finds alone', async () => {
    const { device, tunnels, asked } = await opened();
    const since = new Date().toISOString();
    const scopes = tunnels.map((tunnel) => ({ tunnel, from, limit: 1000 }));
    const together = await Promise.all(scopes.slice(0, 2).map((scope) => ask(device, 'log', scope, since)));
    // Of one that is diagnosed a little later the log of that moment is new enough.
    together.push(await ask(device, 'log', scopes[2], since));
    expect(asked('subtype eq vpn')).toBe(1);
    for (const [index, scope] of scopes.entries()) {
      const alone = await ask(device, 'log', scope);
      expect(together[index]).toEqual(alone);
    }
    expect(together.some(({ lines }) => lines.length > 0)).toBe(true);
    await device.close();
  });

  it('cost another query where only what is told now is wanted, or what was told since a later moment', async () => {
    const { device, tunnels, asked } = await opened();
    const scope = { tunnel: tunnels[0], from, limit: 1000 } as EvidenceScope;
    await ask(device, 'log', scope);
    await ask(device, 'log', scope);
    expect(asked('subtype eq vpn')).toBe(2);
    await ask(device, 'log', scope, new Date(Date.now() + 1000).toISOString());
    expect(asked('subtype eq vpn')).toBe(3);
    await device.close();
  });

  it('cost one look at what their ways have in common', async () => {
    const { device, tunnels, asked } = await opened();
    const since = new Date().toISOString();
    const paths = [];
    for (const tunnel of tunnels) paths.push(await ask(device, 'path', { tunnel }, since));
    expect(asked('<pbf>')).toBe(1);
    expect(asked(`<interface>${paths[0]?.outside?.name ?? ''}</interface>`)).toBe(1);
    for (const [index, tunnel] of tunnels.entries()) {
      const alone = await ask(device, 'path', { tunnel });
      expect([paths[index]?.interface, paths[index]?.outside]).toEqual([alone.interface, alone.outside]);
      expect(paths[index]?.denied).toMatchObject({
        known: true,
        value: alone.denied.known && alone.denied.value,
      });
    }
    await device.close();
  });
});

describe('a sweep', () => {
  async function cost(device: Device, scope: EvidenceScope = {}): Promise<number> {
    const before = device.callCount();
    await ask(device, 'sweep', scope);
    return device.callCount() - before;
  }

  it.each([
    ['a firewall whose tunnels are up', () => deviceOf(fleet.firewall('fw-branch-1'))],
    ['a firewall with tunnels that are idle and down', () => deviceOf(fleet.firewall('fw-paris-1'))],
    ['an HA pair whose passive unit is named first', () => pairOf(fleet)],
    ['a firewall behind Panorama', () => behindPanorama(fleet)],
  ])('costs at most two calls while nothing changes: %s', async (_, open) => {
    const device = open();
    await cost(device);
    for (let again = 0; again < 6; again += 1) expect(await cost(device)).toBeLessThanOrEqual(2);
    await device.close();
  });

  it('costs two calls for 60 tunnels as for 5', async () => {
    expect([...big.keys()]).toEqual([5, 60]);
    for (const { firewalls } of big.values()) {
      const [firewall] = firewalls;
      if (!firewall) throw new Error('no firewall');
      const device = deviceOf(firewall);
      await cost(device);
      expect(await cost(device)).toBe(2);
      await device.close();
    }
  });

  it('spends no more on counters than it was given, and reads all of them in turn', async () => {
    const device = deviceOf(fleet.firewall('fw-branch-1'));
    await cost(device);
    const read = new Set<string>();
    const wanted = (await ask(device, 'sweep')).rows.flatMap(({ tunnel, children }) =>
      children.filter(({ state }) => state === 'up').map(({ name }) => `${tunnel} ${name}`),
    );
    for (let again = 0; again < wanted.length; again += 1) {
      const before = device.callCount();
      const { rows } = await ask(device, 'sweep', { detail: 1 });
      expect(device.callCount() - before).toBeLessThanOrEqual(3);
      for (const { tunnel, children } of rows)
        for (const { name, counters } of children) if (counters) read.add(`${tunnel} ${name}`);
    }
    expect([...read].toSorted()).toEqual(wanted.toSorted());
    await device.close();
  });
});
