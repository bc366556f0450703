// FortiGates of the simulator as devices, for the contract of every device and for what `doctor` finds at them.

import type { Device } from '../../src/domain/device.js';
import {
  type FirewallSpec,
  firewall,
  fortigate,
  pair,
  type RunningFirewall,
  type RunningFleet,
  startFleet,
} from '../../src/simulator/index.js';
import { systemClock } from '../../src/support/clock.js';
import { createFortiosDevice } from '../../src/vendors/fortios/index.js';
import { type FortiosTold, fortiosTold, wayTo } from '../deviceSettings.js';

type PairFaults = NonNullable<Parameters<typeof pair>[0]['faults']>;

/** For long enough that attempts failed: whoever looks twice sees the same. */
const broken: PairFaults = [{ fault: { kind: 'ike-proposal-mismatch', end: 'left' }, fromSecondsAgo: 1_800 }];

/** Lyon, whose tunnel to Paris is up and whose tunnel to Nice is not, for want of a common proposal. */
export function lyon(isCluster = false): Promise<RunningFleet> {
  const [paris, nice] = ['fw-paris', 'fw-nice'].map((name, index) =>
    firewall({
      name,
      serial: `00${index}`,
      managementAddress: `192.0.2.${index + 1}`,
      upstreamAddress: '198.51.100.254',
    }),
  );
  if (!paris || !nice) throw new Error('Two firewalls are made.');
  const gate = (name: string, number: number, ha?: FirewallSpec['ha']) =>
    fortigate({
      name,
      serial: `FG100FTK0000000${number}`,
      managementAddress: `192.0.2.${8 + number}`,
      upstreamAddress: '203.0.113.254',
      apiKey: 'the-token-of-lyon',
      ...(ha ? { ha } : {}),
    });
  const gates = isCluster
    ? [
        gate('fgt-lyon', 1, { mate: 'fgt-lyon-2', state: 'active', priority: 100 }),
        gate('fgt-lyon-2', 2, { mate: 'fgt-lyon', state: 'passive', priority: 110 }),
      ]
    : [gate('fgt-lyon', 1)];
  const to = (name: string, other: string, address: string, network: number, faults: PairFaults = []) =>
    pair({
      name,
      faults,
      left: { firewall: other, address, tunnelInterface: `tunnel.${network}` },
      right: { firewall: 'fgt-lyon', product: 'fortios', address: '203.0.113.1', name },
      protects: [{ name: `${name}-lan`, left: `10.${network}.0.0/24`, right: '10.9.0.0/24' }],
    });
  return startFleet({
    seed: 7,
    historySeconds: 3 * 3_600,
    firewalls: [paris, nice, ...gates],
    pairs: [
      to('to-paris', 'fw-paris', '198.51.100.1', 1),
      to('to-nice', 'fw-nice', '198.51.100.2', 2, broken),
    ],
  });
}

/** A device for one simulated FortiGate; settings may be overridden. */
export function gateOf(gate: RunningFirewall, overrides: Partial<FortiosTold> = {}): Device {
  return createFortiosDevice(
    fortiosTold({ ...wayTo(gate, overrides), token: async () => gate.apiKey, ...overrides }),
    { clock: systemClock },
  );
}

/** Lyon as a cluster by the addresses of its units, the secondary one named first. */
export function clusterOf(fleet: RunningFleet): Device {
  const [primary, secondary] = [fleet.firewall('fgt-lyon'), fleet.firewall('fgt-lyon-2')];
  return gateOf(primary, { ha: [secondary.url, primary.url] });
}
