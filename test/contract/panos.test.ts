// The contract of every Device, kept by PAN-OS firewalls: a plain one and an HA pair whose passive unit is named first.

import { afterAll } from 'vitest';
import type { Device } from '../../src/domain/device.js';
import type { RunningFirewall, RunningFleet } from '../../src/simulator/index.js';
import { type ContractSubject, keepsTheContract } from './deviceContract.js';
import { demo, deviceOf, pairOf } from './panosFleet.js';

const fleets: RunningFleet[] = [];
afterAll(async () => {
  await Promise.all(fleets.map((fleet) => fleet.stop()));
});

async function subject(
  names: { readonly up: string; readonly down: string },
  of: (fleet: RunningFleet) => { readonly device: Device; readonly firewalls: readonly RunningFirewall[] },
): Promise<ContractSubject> {
  const fleet = await demo();
  fleets.push(fleet);
  const { device, firewalls } = of(fleet);
  const disturb = async (fault: Parameters<RunningFirewall['inject']>[0]): Promise<void> => {
    await Promise.all(firewalls.map((firewall) => firewall.inject(fault)));
  };
  return {
    device,
    ...names,
    tellsAbsentTunnels: true,
    tellsSpis: true,
    secrets: fleet.firewalls.flatMap((firewall) => [firewall.apiKey, firewall.password, '-AQ==']),
    changesSeen: () => firewalls.flatMap((firewall) => firewall.changes),
    concurrency: () => ({
      seen: Math.max(...firewalls.map((firewall) => firewall.maxConcurrent)),
      allowed: 2,
    }),
    hang: () => disturb({ kind: 'hang' }),
    disappear: () => disturb({ kind: 'refuse' }),
    talkNonsense: () => disturb({ kind: 'garbage' }),
    restore: async () => {
      await Promise.all(firewalls.map((firewall) => firewall.clear()));
    },
    stop: async () => undefined,
  };
}

keepsTheContract('panos', () =>
  subject({ up: 'paris-hq', down: 'tunnel-x' }, (fleet) => {
    const firewall = fleet.firewall('fw-paris-1');
    return { device: deviceOf(firewall), firewalls: [firewall] };
  }),
);

keepsTheContract('panos', () =>
  subject({ up: 'hq-madrid', down: 'tunnel-x' }, (fleet) => ({
    device: pairOf(fleet),
    firewalls: [fleet.firewall('fw-hq-1'), fleet.firewall('fw-hq-2')],
  })),
);
