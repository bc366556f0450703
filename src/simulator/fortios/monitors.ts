// Which runtime states a simulated FortiGate tells, by the path of the request.
import type { FirewallSpec } from '../model/spec.js';
import { interfaceStates } from './interfaces.js';
import { ipsecRows } from './monitor-ipsec.js';
import { policyLookup } from './policies.js';
import { revisions } from './revisions.js';
import { linkMonitorStates, lookup, routes } from './routing.js';
import {
  certificates,
  haChecksums,
  haPeers,
  haStatistics,
  systemStatus,
  systemTime,
  webUiState,
} from './system.js';
import type { World } from './world.js';

type Monitor = (world: World, parameters: URLSearchParams, mate: FirewallSpec | undefined) => unknown;

export const MONITORS: Readonly<Record<string, Monitor>> = {
  'vpn/ipsec': (world, parameters) => ipsecRows(world, parameters.get('tunnel')),
  'system/status': systemStatus,
  'system/time': systemTime,
  'web-ui/state': webUiState,
  'system/ha-checksums': (world, _parameters, mate) => haChecksums(world, mate),
  'system/ha-peer': (world, _parameters, mate) => haPeers(world, mate),
  'system/ha-statistics': (world, _parameters, mate) => haStatistics(world, mate),
  'system/available-certificates': certificates,
  'system/config-revision': revisions,
  'system/interface': (world, parameters) => interfaceStates(world, parameters.get('interface_name')),
  'system/link-monitor': linkMonitorStates,
  // No tunnel is a member of SD-WAN here.
  'virtual-wan/health-check': () => ({}),
  'router/ipv4': routes,
  'router/lookup': (world, parameters) =>
    lookup(world, parameters.get('destination') ?? '', parameters.get('ipv6') === 'true'),
  'firewall/policy-lookup': (world, parameters) => {
    const six = parameters.get('ipv6') === 'true';
    const out = lookup(world, parameters.get('dest') ?? '', six).interface;
    return policyLookup(world, parameters, typeof out === 'string' ? out : null);
  },
};
