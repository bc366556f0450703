// The tunnel of the demo between PAN-OS in Paris and a FortiGate in Lyon, both readable: healthy until somebody breaks it.

import { type Fault, type FirewallSpec, fortigate, type PairSpec, pair } from '../simulator/index.js';

export const parisLyon = 'paris-lyon';

const ids = {
  paris: { type: 'fqdn', id: 'paris.example' },
  lyon: { type: 'fqdn', id: 'lyon.example' },
} as const;

export const lyonFirewall: FirewallSpec = fortigate({
  name: 'fgt-lyon-1',
  serial: 'FG100FTK26000701',
  timezone: 'Europe/Paris',
  managementAddress: '192.0.2.71',
  upstreamAddress: '203.0.113.126',
});

export const parisLyonPair: PairSpec = pair({
  name: parisLyon,
  left: {
    firewall: 'fw-paris-1',
    address: '198.51.100.23',
    tunnelInterface: 'tunnel.23',
    gateway: { localId: ids.paris, peerId: ids.lyon },
  },
  right: {
    firewall: lyonFirewall.name,
    product: 'fortios',
    address: '203.0.113.71',
    gateway: { localId: ids.lyon, peerId: ids.paris },
  },
  protects: [{ name: 'orders', left: '10.11.23.0/24', right: '10.71.23.0/24' }],
  traffic: { leftPacketsPerSecond: 80, rightPacketsPerSecond: 65 },
});

/** What can be broken there, by the word on a button. */
export const breaks = {
  proposal: 'ike-proposal-mismatch',
  identity: 'peer-id-mismatch',
  selector: 'traffic-selector-mismatch',
  'one-way': 'esp-blocked',
} as const satisfies Readonly<Record<string, Fault['kind']>>;

export type Break = keyof typeof breaks;

/** The two ends by the place where they stand. */
export const sides = { Paris: 'left', Lyon: 'right' } as const;

export type Place = keyof typeof sides;
