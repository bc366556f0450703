// The firewalls of the demo: Paris, headquarters (an HA pair), Oslo, Madrid (managed by Panorama), an old branch box.
import { firewall } from '../model/build.js';
import type { FirewallSpec, PanoramaSpec } from '../model/spec.js';

export const DEMO_PANORAMA: PanoramaSpec = {
  name: 'panorama',
  version: '11.2.8',
  serial: '000701000001',
  timezone: 'Europe/Paris',
  apiKey: 'LUFRPT1panorama==',
  username: 'tunnelmedic',
  password: 'pw-panorama',
};

/** The units of a pair have the same users, so a key of one is good for the other. */
const HQ_KEY = 'LUFRPT1headquarters==';

export const DEMO_FIREWALLS: readonly FirewallSpec[] = [
  firewall({
    name: 'fw-paris-1',
    model: 'PA-850',
    serial: '011901000101',
    timezone: 'Europe/Paris',
    managementAddress: '192.0.2.11',
    upstreamAddress: '198.51.100.254',
  }),
  firewall({
    name: 'fw-hq-1',
    model: 'PA-3220',
    serial: '016201000201',
    timezone: 'Europe/London',
    clockSkewSeconds: 4,
    managementAddress: '192.0.2.21',
    upstreamAddress: '203.0.113.254',
    apiKey: HQ_KEY,
    ha: { mate: 'fw-hq-2', state: 'active', priority: 100 },
  }),
  firewall({
    name: 'fw-hq-2',
    model: 'PA-3220',
    serial: '016201000202',
    timezone: 'Europe/London',
    managementAddress: '192.0.2.22',
    upstreamAddress: '203.0.113.254',
    apiKey: HQ_KEY,
    ha: { mate: 'fw-hq-1', state: 'passive', priority: 110 },
  }),
  firewall({
    name: 'fw-oslo-1',
    serial: 'unknown',
    version: '11.1.4',
    timezone: 'Europe/Oslo',
    managementAddress: '192.0.2.31',
    upstreamAddress: '198.51.100.126',
    vsys: ['vsys1', 'vsys2'],
  }),
  firewall({
    name: 'fw-madrid-1',
    model: 'PA-440',
    serial: '021301000401',
    version: '10.1.12',
    timezone: 'Europe/Paris',
    managementAddress: '192.0.2.41',
    upstreamAddress: '10.41.255.1',
    template: 'branch-template',
  }),
  firewall({
    name: 'fw-branch-1',
    model: 'PA-220',
    serial: '012801000501',
    version: '8.1.21',
    timezone: 'America/New_York',
    clockSkewSeconds: -95,
    managementAddress: '192.0.2.51',
    upstreamAddress: '198.51.100.190',
  }),
];
