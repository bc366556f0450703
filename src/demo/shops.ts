// Forty shops behind one line of one firewall: healthy until somebody cuts it, then forty alerts of one cause.

import { type FirewallSpec, firewall, type PairSpec, pair } from '../simulator/index.js';

const hub = 'fw-shops-1';
const address = '198.51.100.130';

export const shopsFirewall: FirewallSpec = firewall({
  name: hub,
  model: 'PA-3220',
  serial: '016201000601',
  timezone: 'Europe/Berlin',
  managementAddress: '192.0.2.61',
  upstreamAddress: '198.51.100.129',
});

export const shops: readonly string[] = Array.from(
  { length: 40 },
  (_, index) => `shop-${String(index + 1).padStart(2, '0')}`,
);

/** Old boxes that nobody here can read; with IKEv1 a peer that is gone is noticed within seconds. */
export const shopPairs: readonly PairSpec[] = shops.map((name, index) => {
  const number = index + 1;
  return pair({
    name,
    left: {
      firewall: hub,
      address,
      tunnelInterface: `tunnel.${100 + number}`,
      gateway: { dpd: { enabled: true, intervalSeconds: 2, retries: 1 } },
    },
    right: { address: `203.0.113.${100 + number}`, tunnelInterface: 'tunnel.1' },
    version: 'ikev1',
    protects: [{ name: 'tills', left: '10.60.0.0/16', right: `10.61.${number}.0/24` }],
    traffic: { leftPacketsPerSecond: 4, rightPacketsPerSecond: 6 },
  });
});

export function cutLine(isCut: boolean) {
  return { what: 'link', firewall: hub, up: !isCut } as const;
}
