// The fleet of the demo: a dozen tunnels, most of the ways in which a tunnel can be unwell.
import { pair } from '../model/build.js';
import type { FleetSpec, PairSpec } from '../model/spec.js';
import { DEMO_FIREWALLS, DEMO_PANORAMA } from './demo-sites.js';

const HOUR = 3600;

/** Nine tunnels between our own sites, three to partners whose firewalls nobody here can read. */
export function demoFleet(): FleetSpec {
  return {
    seed: 20_260_101,
    historySeconds: 10 * HOUR,
    firewalls: DEMO_FIREWALLS,
    panorama: DEMO_PANORAMA,
    pairs: [...BETWEEN_OUR_SITES, ...WITH_PARTNERS],
  };
}

const BETWEEN_OUR_SITES: readonly PairSpec[] = [
  // Down: Paris starts and is only told that authentication failed; headquarters knows which identity came.
  pair({
    name: 'tunnel-x',
    left: { firewall: 'fw-paris-1', address: '198.51.100.10', tunnelInterface: 'tunnel.10' },
    right: { firewall: 'fw-hq-1', address: '203.0.113.10', tunnelInterface: 'tunnel.10' },
    protects: [{ name: 'erp', left: '10.11.10.0/24', right: '10.20.10.0/24' }],
    initiator: 'left',
    faults: [{ fault: { kind: 'peer-id-mismatch', end: 'left' }, fromSecondsAgo: 2 * HOUR }],
  }),
  pair({
    name: 'paris-hq',
    left: { firewall: 'fw-paris-1', address: '198.51.100.11', tunnelInterface: 'tunnel.11' },
    right: { firewall: 'fw-hq-1', address: '203.0.113.11', tunnelInterface: 'tunnel.11' },
    protects: [
      { name: 'users', left: '10.11.0.0/24', right: '10.20.0.0/24' },
      { name: 'voice', left: '10.11.1.0/24', right: '10.20.1.0/24' },
      { name: 'servers', left: '10.11.2.0/24', right: '10.20.2.0/24' },
    ],
    traffic: { leftPacketsPerSecond: 412, rightPacketsPerSecond: 530 },
  }),
  pair({
    name: 'paris-oslo',
    left: { firewall: 'fw-paris-1', address: '198.51.100.12', tunnelInterface: 'tunnel.12' },
    right: { firewall: 'fw-oslo-1', address: '198.51.100.112', tunnelInterface: 'tunnel.12' },
    protects: [{ name: 'backup', left: '10.11.3.0/24', right: '10.30.3.0/24' }],
    faults: [{ fault: { kind: 'idle-on-demand' } }],
  }),
  // Worked, then died at the first rekey after somebody changed the DH group.
  pair({
    name: 'hq-oslo',
    left: { firewall: 'fw-hq-1', address: '203.0.113.13', tunnelInterface: 'tunnel.13' },
    right: { firewall: 'fw-oslo-1', address: '198.51.100.113', tunnelInterface: 'tunnel.13' },
    protects: [{ name: 'mail', left: '10.20.4.0/24', right: '10.30.4.0/24' }],
    faults: [{ fault: { kind: 'pfs-mismatch', end: 'right' }, fromSecondsAgo: 3 * HOUR }],
  }),
  pair({
    name: 'oslo-madrid',
    left: { firewall: 'fw-oslo-1', address: '198.51.100.114', tunnelInterface: 'tunnel.14' },
    right: { firewall: 'fw-madrid-1', address: '198.51.100.214', tunnelInterface: 'tunnel.14' },
    protects: [{ name: 'files', left: '10.30.5.0/24', right: '10.41.5.0/24' }],
    faults: [{ fault: { kind: 'esp-blocked', end: 'left' }, fromSecondsAgo: 40 * 60 }],
  }),
  pair({
    name: 'paris-madrid',
    left: {
      firewall: 'fw-paris-1',
      address: '198.51.100.15',
      tunnelInterface: 'tunnel.15',
      interfaceAddress: '10.255.15.1/30',
      monitor: { destination: '10.255.15.2', action: 'fail-over', intervalSeconds: 3, threshold: 5 },
    },
    right: {
      firewall: 'fw-madrid-1',
      address: '198.51.100.215',
      tunnelInterface: 'tunnel.15',
      interfaceAddress: '10.255.15.2/30',
    },
    routed: { left: '10.11.6.0/24', right: '10.41.6.0/24' },
    faults: [{ fault: { kind: 'tunnel-monitor-failure', end: 'left' }, fromSecondsAgo: 25 * 60 }],
  }),
  // Healthy through NAT, configured by Panorama, watched by a monitor.
  pair({
    name: 'hq-madrid',
    left: {
      firewall: 'fw-hq-1',
      address: '203.0.113.16',
      tunnelInterface: 'tunnel.16',
      interfaceAddress: '10.255.16.1/30',
      monitor: { destination: '10.255.16.2', action: 'wait-recover', intervalSeconds: 3, threshold: 5 },
    },
    right: {
      firewall: 'fw-madrid-1',
      address: '10.41.255.16',
      tunnelInterface: 'tunnel.16',
      interfaceAddress: '10.255.16.2/30',
    },
    routed: { left: '10.20.7.0/24', right: '10.41.7.0/24' },
    nat: { behind: 'right', publicAddress: '198.51.100.216' },
    esp: { encryption: 'aes-256-gcm', authentication: 'none', dhGroup: 'group20' },
  }),
  pair({
    name: 'hq-branch',
    left: { firewall: 'fw-hq-1', address: '203.0.113.17', tunnelInterface: 'tunnel.17' },
    right: { firewall: 'fw-branch-1', address: '198.51.100.180', tunnelInterface: 'tunnel.1' },
    routed: { left: '10.20.8.0/24', right: '10.51.0.0/24' },
    version: 'ikev1',
    ike: { encryption: 'aes-128-cbc', hash: 'sha1', dhGroup: 'group5' },
    esp: { encryption: '3des', authentication: 'md5', dhGroup: 'group2' },
  }),
  pair({
    name: 'oslo-r&d:lab',
    left: { firewall: 'fw-oslo-1', address: '198.51.100.118', tunnelInterface: 'tunnel.18', vsys: 'vsys2' },
    right: { firewall: 'fw-paris-1', address: '198.51.100.18', tunnelInterface: 'tunnel.18' },
    protects: [{ name: 'bench:1', left: '10.30.9.0/24', right: '10.11.9.0/24' }],
    traffic: { counterBase: 9_007_199_254_740_993n },
  }),
];

const WITH_PARTNERS: readonly PairSpec[] = [
  pair({
    name: 'partner-acme',
    left: { firewall: 'fw-paris-1', address: '198.51.100.19', tunnelInterface: 'tunnel.19' },
    right: { address: '192.0.2.201', tunnelInterface: 'tunnel.1' },
    protects: [{ name: 'orders', left: '10.11.12.0/24', right: '10.91.0.0/24' }],
    initiator: 'left',
    faults: [{ fault: { kind: 'peer-unreachable' }, fromSecondsAgo: 95 * 60 }],
  }),
  pair({
    name: 'partner-globex',
    left: { firewall: 'fw-oslo-1', address: '198.51.100.120', tunnelInterface: 'tunnel.20' },
    right: { address: '192.0.2.202', tunnelInterface: 'tunnel.1' },
    protects: [{ name: 'billing', left: '10.30.13.0/24', right: '10.92.0.0/24' }],
    initiator: 'left',
    faults: [{ fault: { kind: 'ike-proposal-mismatch', end: 'right' } }],
  }),
  pair({
    name: 'partner-initech',
    left: { firewall: 'fw-hq-1', address: '203.0.113.21', tunnelInterface: 'tunnel.21' },
    right: { address: '192.0.2.203', tunnelInterface: 'tunnel.1' },
    protects: [{ name: 'archive', left: '10.20.14.0/24', right: '10.93.0.0/24' }],
    faults: [{ fault: { kind: 'admin-disabled', end: 'left' } }],
  }),
];
