// Every fault that the simulated firewalls can have, in its forms, on IKEv2 and where it differs on IKEv1.

import type { SimulatedFault } from './simulated.js';

export const simulatedFaults: readonly SimulatedFault[] = [
  { name: 'healthy', fault: { kind: 'healthy' } },
  { name: 'healthy-v1', fault: { kind: 'healthy' }, version: 'ikev1' },
  { name: 'peer-unreachable', fault: { kind: 'peer-unreachable' }, always: true },
  // After a change of the line the sessions with the peer still leave by the old one.
  {
    name: 'peer-old-line',
    fault: { kind: 'peer-unreachable', form: 'old-line', end: 'left' },
    always: true,
  },
  { name: 'unknown-peer', fault: { kind: 'unknown-peer', end: 'right' } },
  { name: 'unknown-peer-left', fault: { kind: 'unknown-peer', end: 'left' } },
  { name: 'ike-version-mismatch', fault: { kind: 'ike-version-mismatch' } },
  { name: 'exchange-mode-mismatch', fault: { kind: 'exchange-mode-mismatch' }, version: 'ikev1' },
  { name: 'ike-proposal-encryption', fault: { kind: 'ike-proposal-mismatch' } },
  { name: 'ike-proposal-hash', fault: { kind: 'ike-proposal-mismatch', form: 'hash' } },
  { name: 'ike-proposal-dh', fault: { kind: 'ike-proposal-mismatch', form: 'dh', end: 'left' } },
  { name: 'ike-proposal-v1', fault: { kind: 'ike-proposal-mismatch' }, version: 'ikev1' },
  { name: 'auth-method-mismatch', fault: { kind: 'auth-method-mismatch' } },
  { name: 'psk-mismatch', fault: { kind: 'psk-mismatch' } },
  { name: 'psk-mismatch-v1', fault: { kind: 'psk-mismatch' }, version: 'ikev1' },
  // The key is not named in any log that the API gives: what the ends have in common excludes the rest.
  { name: 'psk-unsaid', fault: { kind: 'psk-mismatch', form: 'unsaid' } },
  { name: 'certificate-expired', fault: { kind: 'certificate-problem' } },
  { name: 'certificate-untrusted', fault: { kind: 'certificate-problem', form: 'untrusted' } },
  { name: 'peer-id-mismatch', fault: { kind: 'peer-id-mismatch' } },
  { name: 'nat-t-blocked', fault: { kind: 'nat-t-problem' } },
  {
    name: 'nat-t-disabled',
    fault: { kind: 'nat-t-problem', form: 'disabled' },
    pair: {
      nat: { behind: 'right', publicAddress: '203.0.113.20' },
      right: {
        firewall: 'fw-right',
        address: '10.9.0.5',
        tunnelInterface: 'tunnel.1',
        interfaceAddress: '10.255.0.2/30',
      },
    },
  },
  { name: 'mtu-ike', fault: { kind: 'fragmentation-mtu', form: 'ike' } },
  { name: 'mtu-data', fault: { kind: 'fragmentation-mtu' } },
  { name: 'duplicate-peer', fault: { kind: 'duplicate-peer' } },
  { name: 'both-passive', fault: { kind: 'both-passive' } },
  { name: 'esp-proposal', fault: { kind: 'esp-proposal-mismatch' } },
  { name: 'esp-proposal-v1', fault: { kind: 'esp-proposal-mismatch' }, version: 'ikev1' },
  { name: 'pfs-other-group', fault: { kind: 'pfs-mismatch' }, afterSeconds: 7200 },
  { name: 'pfs-off', fault: { kind: 'pfs-mismatch', form: 'off' }, afterSeconds: 7200 },
  { name: 'pfs-v1', fault: { kind: 'pfs-mismatch' }, version: 'ikev1', afterSeconds: 7200 },
  { name: 'selectors', fault: { kind: 'traffic-selector-mismatch' } },
  { name: 'selectors-narrowed', fault: { kind: 'traffic-selector-mismatch', form: 'narrowed' } },
  { name: 'selectors-v1', fault: { kind: 'traffic-selector-mismatch' }, version: 'ikev1' },
  { name: 'rekey-failure', fault: { kind: 'rekey-failure' }, afterSeconds: 7200 },
  { name: 'dpd-timeout', fault: { kind: 'dpd-timeout' }, afterSeconds: 1800 },
  { name: 'tunnel-monitor-failure', fault: { kind: 'tunnel-monitor-failure', end: 'left' } },
  // Its IKE daemon neither answers nor starts anything, while its dataplane forwards what it can.
  { name: 'dpd-hung', fault: { kind: 'dpd-timeout', form: 'hung' }, afterSeconds: 900 },
  // The other end has not noticed yet: its liveness check takes more than five minutes.
  {
    name: 'sa-restarted',
    fault: { kind: 'sa-mismatch', form: 'restarted' },
    pair: { initiator: 'left' },
    afterSeconds: 150,
  },
  { name: 'sa-mismatch', fault: { kind: 'sa-mismatch' } },
  { name: 'esp-blocked', fault: { kind: 'esp-blocked' } },
  // A NAT device gave the end behind it another port: what goes to the old one is lost until somebody notices.
  {
    name: 'nat-rebound',
    fault: { kind: 'esp-blocked', end: 'right' },
    afterSeconds: 150,
    pair: {
      nat: { behind: 'right', publicAddress: '203.0.113.20' },
      right: {
        firewall: 'fw-right',
        address: '10.9.0.5',
        tunnelInterface: 'tunnel.1',
        interfaceAddress: '10.255.0.2/30',
      },
    },
  },
  { name: 'route-remote', fault: { kind: 'routing-missing' } },
  { name: 'route-peer', fault: { kind: 'routing-missing', form: 'peer' } },
  { name: 'policy-inner', fault: { kind: 'policy-denied' } },
  { name: 'policy-ike', fault: { kind: 'policy-denied', form: 'ike' } },
  { name: 'admin-disabled', fault: { kind: 'admin-disabled' } },
  { name: 'standby-node', fault: { kind: 'standby-node' } },
  { name: 'idle-on-demand', fault: { kind: 'idle-on-demand' }, afterSeconds: 7200 },
  { name: 'rekey-in-progress', fault: { kind: 'rekey-in-progress' } },
];
