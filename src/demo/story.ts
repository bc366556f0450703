// What happens in the demo by itself: a commit breaks a tunnel and is undone; with an hour to fill, a whole bad day.

import { type DayStep, demoFleet, type FleetSpec, pair } from '../simulator/index.js';
import { lyonFirewall, parisLyonPair } from './lyon.js';
import { shopPairs, shopsFirewall } from './shops.js';

/** Healthy until somebody changes it; nothing else in the demo is about it. */
const tunnel = 'warehouse';
const wrongProfile = { kind: 'ike-proposal-mismatch', end: 'left', form: 'dh' } as const;
const minute = 60;

export function storyFleet(): FleetSpec {
  const fleet = demoFleet();
  const warehouse = pair({
    name: tunnel,
    left: { firewall: 'fw-oslo-1', address: '198.51.100.122', tunnelInterface: 'tunnel.22' },
    right: { firewall: 'fw-hq-1', address: '203.0.113.22', tunnelInterface: 'tunnel.22' },
    protects: [{ name: 'stock', left: '10.30.22.0/24', right: '10.20.22.0/24' }],
    traffic: { leftPacketsPerSecond: 120, rightPacketsPerSecond: 160 },
  });
  return {
    ...fleet,
    firewalls: [...fleet.firewalls, shopsFirewall, lyonFirewall],
    pairs: [...fleet.pairs, warehouse, parisLyonPair, ...shopPairs],
  };
}

export const storyTunnels = { [tunnel]: { owner: 'network team', criticality: 'high' } };

const breaks = (afterSeconds: number): DayStep => ({
  afterSeconds,
  event: { what: 'fault', pair: tunnel, fault: wrongProfile, by: 'kim' },
});
const undone = (afterSeconds: number): DayStep => ({
  afterSeconds,
  event: { what: 'mend', pair: tunnel, fault: wrongProfile, by: 'kim' },
});

/** Over within two minutes of the start. */
export const shortStory: readonly DayStep[] = [breaks(25), undone(80)];

const blocked = { kind: 'peer-unreachable' } as const;
const flap = (fromMinute: number): readonly DayStep[] => [
  { afterSeconds: fromMinute * minute, event: { what: 'fault', pair: 'hq-branch', fault: blocked } },
  { afterSeconds: (fromMinute + 1) * minute, event: { what: 'mend', pair: 'hq-branch', fault: blocked } },
];

/** An hour: the commit and its undoing, a line that is gone, units that change roles, an address that is silent, and a tunnel that flaps. */
export const longStory: readonly DayStep[] = [
  breaks(5 * minute),
  undone(17 * minute),
  { afterSeconds: 23 * minute, event: { what: 'line', firewall: 'fw-madrid-1', works: false } },
  { afterSeconds: 32 * minute, event: { what: 'line', firewall: 'fw-madrid-1', works: true } },
  { afterSeconds: 36 * minute, event: { what: 'failover', firewall: 'fw-hq-1' } },
  { afterSeconds: 39 * minute, event: { what: 'silent', firewall: 'fw-paris-1', seconds: 4 * minute } },
  ...[45, 48, 51, 54].flatMap(flap),
];
