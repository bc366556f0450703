// What FortiGates tell, by kind of evidence, and what nobody could look at yet without one.

import type { Tells } from '../tells.js';
import { type ReadName, reads } from './reads.js';
import { nameOf } from './requests.js';

function from(...names: readonly ReadName[]): readonly string[] {
  return [...new Set(names.map((name) => nameOf(reads[name])))];
}

const cluster = ['ha-config', 'ha-checksums'] as const satisfies readonly ReadName[];
/** Replies of 6.0.10 and later are public in this shape. */
const seenSince = '6.0';
/** What the configuration is put together from. */
const inventory = [
  ...(['phase1', 'phase2', 'interfaces', 'static-routes', 'link-monitors', 'addresses'] as const),
  ...(['address-groups', 'addresses6', 'address-groups6', 'aggregates', 'sdwan', 'ipsec'] as const),
] as const satisfies readonly ReadName[];
const log = ['event-log', 'event-log-more', 'status'] as const satisfies readonly ReadName[];

export const tells: Tells = {
  identity: { from: from('state', 'status') },
  clock: { from: from('time', 'state', 'status') },
  uptime: {
    from: from('state', 'status', ...cluster),
    lacks: 'FortiOS 7.6 no longer tells it over the API.',
  },
  ha: {
    from: from(...cluster),
    lacks: 'It does not tell since when the units have had their parts; the event log does.',
  },
  inventory: {
    from: from(...inventory, ...cluster),
    lacks:
      'Tunnels that are bound to policies and not to an interface (`config vpn ipsec phase1`) are not read.',
  },
  overview: {
    from: from('ipsec', ...inventory, ...log, ...cluster),
    since: seenSince,
    lacks:
      'Phase 1 has no state: it is derived from the selectors that are up. Only the log tells idle from down.',
  },
  sweep: {
    from: from('ipsec', ...inventory, ...log, ...cluster),
    since: seenSince,
    lacks: 'No SPIs: that keys were renewed is seen by the time that they have left.',
  },
  certificates: { from: from('certificates') },
  changes: {
    from: from('revisions', ...log, ...cluster),
    lacks: 'Edits as far as the event log reaches; of the time before, only the saved revisions.',
  },
  drops: { gap: 'The API tells no counters of dropped packets; `diagnose vpn ipsec status` does.' },
  live: {
    from: from('ipsec', 'ipsec-of', 'link-monitor-states', 'health-check-states', ...cluster),
    since: seenSince,
    lacks:
      'No state of phase 1, no SPIs, no negotiated algorithms, no packets: bytes of the tunnel, which outlive its SAs.',
  },
  path: {
    from: from(
      ...(['interface-of', 'route-lookup', 'route-lookup-6', 'routes', 'policy-routes'] as const),
      ...(['policies', 'policy-lookup', 'policy-lookup-6'] as const),
      ...(['local-in', 'addresses', 'address-groups', 'ipsec', 'ipsec-of'] as const),
      ...cluster,
    ),
    lacks:
      'No sessions that were dropped or still leave by an old route, no rules of SD-WAN, and for IPv6 neither the routes of a tunnel that selects everything nor policies for what ends on the firewall itself.',
  },
  log: {
    from: from(...log, ...cluster),
    lacks:
      'Records of phase 1 that chose no tunnel name none: they are told apart by the address of the peer.',
  },
};

export const unproven: readonly string[] = [
  '`monitor/vpn/ipsec`: whether the age of a tunnel (`creation_time`) begins anew when phase 1 goes down.',
  '`log/disk/event/vpn` and that of FortiAnalyzer: what stands beside the rows (`session_id`, `completed`, `total_lines`).',
  '`log/memory/event/vpn`: records 37129, 37133, 37135 and 37139 of a phase 2; 37892 of a cluster that changed its primary.',
  '`monitor/router/lookup` and `monitor/firewall/policy-lookup` where there is no route and no policy.',
  '`monitor/vpn/ipsec`: the counters of tunnel and selectors with and without NPU offload, in both directions.',
  '`cmdb/vpn.ipsec/phase1-interface` with an admin profile that lacks `vpngrp`: refused, or answered with less in it.',
  '`log/memory/event/vpn` as responder with IKEv2: the records of a wrong identity, of a wrong pre-shared key and of refused selectors.',
  '`cmdb/vpn.ipsec/phase1-interface`: whether a name in `format` that this version does not know is passed over.',
  '`monitor/system/status` from an address that is no trusted host: the status code and the body.',
  '`monitor/vpn/ipsec` at the secondary unit of a cluster.',
  '`cmdb/system/sdwan` and `cmdb/system/ipsec-aggregate`: the names of the fields of members and zones.',
];
