// FortiGates of the simulator as devices, for the contract of every device and for what `doctor` finds at them.

import type { Device } from '../../src/domain/device.js';
import {
  firewall,
  fortigate,
  pair,
  type RunningFirewall,
  type RunningFleet,
  startFleet,
} from '../../src/simulator/index.js';
import { systemClock } from '../../src/support/clock.js';
import { createFortiosDevice } from '../../src/vendors/fortios/index.js';
import { type FortiosTold, fortiosTold } from '../deviceSettings.js';

/** Lyon, whose tunnel to Paris is up and whose tunnel to Nice is not, for want of a common proposal. */
export function lyon(): Promise<RunningFleet> {
  const [paris, nice] = ['fw-paris', 'fw-nice'].map((name, index) =>
    firewall({
      name,
      serial: `00${index}`,
      managementAddress: `192.0.2.${index + 1}`,
      upstreamAddress: '198.51.100.254',
    }),
  );
  if (!paris || !nice) throw new Error('Two firewalls are made.');
  const gate = fortigate({
    name: 'fgt-lyon',
    serial: 'FG100FTK00000001',
    managementAddress: '192.0.2.9',
    upstreamAddress: '203.0.113.254',
  });
  const to = (name: string, other: string, address: string, network: number) =>
    pair({
      name,
      left: { firewall: other, address, tunnelInterface: `tunnel.${network}` },
      right: { firewall: 'fgt-lyon', product: 'fortios', address: '203.0.113.1', name },
      protects: [{ name: `${name}-lan`, left: `10.${network}.0.0/24`, right: '10.9.0.0/24' }],
    });
  return startFleet({
    seed: 7,
    historySeconds: 3 * 3_600,
    firewalls: [paris, nice, gate],
    pairs: [to('to-paris', 'fw-paris', '198.51.100.1', 1), to('to-nice', 'fw-nice', '198.51.100.2', 2)],
  }).then((fleet) => {
    fleet.injectFault('to-nice', { kind: 'ike-proposal-mismatch', end: 'left' });
    return fleet;
  });
}

/** A device for one simulated FortiGate; settings may be overridden. */
export function gateOf(gate: RunningFirewall, overrides: Partial<FortiosTold> = {}): Device {
  return createFortiosDevice(
    fortiosTold({
      name: gate.name,
      ...(overrides.ha ? {} : { url: gate.url }),
      token: async () => gate.apiKey,
      caPem: gate.caPem,
      ...overrides,
    }),
    { clock: systemClock },
  );
}
