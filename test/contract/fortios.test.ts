// The contract of every Device, kept by a simulated FortiGate.

import { afterAll } from 'vitest';
import type { Device } from '../../src/domain/device.js';
import type { RunningFirewall, RunningFleet } from '../../src/simulator/index.js';
import { type ContractSubject, keepsTheContract } from './deviceContract.js';
import { gateOf, lyon } from './fortiosFleet.js';

const fleets: RunningFleet[] = [];
afterAll(async () => {
  await Promise.all(fleets.map((fleet) => fleet.stop()));
});

async function subject(
  of: (fleet: RunningFleet) => { readonly device: Device; readonly gates: readonly RunningFirewall[] },
): Promise<ContractSubject> {
  const fleet = await lyon();
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
  subject((fleet) => {
    const gate = fleet.firewall('fgt-lyon');
    return { device: gateOf(gate), gates: [gate] };
  }),
);
