// PAN-OS devices over simulated firewalls, for the contract and the frugality tests.

import type { Device } from '../../src/domain/device.js';
import {
  demoFleet,
  type FleetSpec,
  type RunningFirewall,
  type RunningFleet,
  startFleet,
} from '../../src/simulator/index.js';
import { systemClock } from '../../src/support/clock.js';
import { createPanosDevice } from '../../src/vendors/panos/index.js';
import { type PanosTold, panosTold, wayTo } from '../deviceSettings.js';

export function demo(): Promise<RunningFleet> {
  return startFleet(demoFleet());
}

export function fleetOf(spec: FleetSpec): Promise<RunningFleet> {
  return startFleet(spec);
}

/** A device for one simulated firewall; settings may be overridden. */
export function deviceOf(firewall: RunningFirewall, overrides: Partial<PanosTold> = {}): Device {
  return createPanosDevice(
    panosTold({ ...wayTo(firewall, overrides), apiKey: async () => firewall.apiKey, ...overrides }),
    { clock: systemClock },
  );
}

/** The headquarters pair, its passive unit named first. */
export function pairOf(fleet: RunningFleet): Device {
  const [active, passive] = [fleet.firewall('fw-hq-1'), fleet.firewall('fw-hq-2')];
  return deviceOf(active, { name: 'fw-hq', ha: [passive.url, active.url] });
}

/** Madrid, reached through Panorama only. */
export function behindPanorama(fleet: RunningFleet): Device {
  const { panorama } = fleet;
  if (!panorama) throw new Error('The fleet has no Panorama.');
  return deviceOf(panorama, {
    name: 'fw-madrid-1',
    panorama: { target: fleet.firewall('fw-madrid-1').serial },
  });
}
