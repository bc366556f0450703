// The contract of every Device, kept by simulated FortiGates: a plain one, and a cluster whose secondary unit is named first.

import { afterAll } from 'vitest';
import type { Device } from '../../src/domain/device.js';
import type { RunningFirewall, RunningFleet } from '../../src/simulator/index.js';
import { type ContractSubject, keepsTheContract } from './deviceContract.js';
import { clusterOf, gateOf, lyon } from './fortiosFleet.js';

const fleets: RunningFleet[] = [];
afterAll(async () => {
  await Promise.all(fleets.map((fleet) => fleet.stop()));
});

async function subject(
  isCluster: boolean,
  of: (fleet: RunningFleet) => { readonly device: Device; readonly gates: readonly RunningFirewall[] },
): Promise<ContractSubject> {
  const fleet = await lyon(isCluster);
  fleets.push(fleet);
  const { device, gates } = of(fleet);
  const disturb = async (fault: Parameters<RunningFirewall['inject']>[0]): Promise<void> => {
    await Promise.all(gates.map((gate) => gate.inject(fault)));
  };
  return {
    device,
    up: 'to-paris',
    down: 'to-nice',
    tellsAbsentTunnels: true,
    // SPIs stand in some records of the event log alone.
    tellsSpis: false,
    secrets: [...fleet.firewalls.flatMap((gate) => [gate.apiKey, gate.password]), 'ENC '],
    changesSeen: () => gates.flatMap((gate) => gate.changes),
    concurrency: () => ({ seen: Math.max(...gates.map((gate) => gate.maxConcurrent)), allowed: 1 }),
    hang: () => disturb({ kind: 'hang' }),
    disappear: () => disturb({ kind: 'refuse' }),
    talkNonsense: () => disturb({ kind: 'garbage' }),
    restore: async () => {
      await Promise.all(gates.map((gate) => gate.clear()));
    },
    stop: async () => undefined,
  };
}

keepsTheContract('fortios', () =>
  subject(false, (fleet) => {
    const gate = fleet.firewall('fgt-lyon');
    return { device: gateOf(gate), gates: [gate] };
  }),
);

keepsTheContract('fortios', () =>
  subject(true, (fleet) => ({
    device: clusterOf(fleet),
    gates: [fleet.firewall('fgt-lyon'), fleet.firewall('fgt-lyon-2')],
  })),
);
