// What FortiGates tell, by kind of evidence, and what nobody could look at yet without one.

import type { Tells } from '../tells.js';
import { type ReadName, reads } from './reads.js';
import { nameOf } from './requests.js';

function from(...names: readonly ReadName[]): readonly string[] {
  return [...new Set(names.map((name) => nameOf(reads[name])))];
}

const cluster = ['ha-config', 'ha-checksums'] as const satisfies readonly ReadName[];
const notYet = { gap: 'Not read yet.' };

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
    from: from(
      ...(['phase1', 'phase2', 'interfaces', 'static-routes', 'link-monitors', 'addresses'] as const),
      ...(['address-groups', 'addresses6', 'address-groups6', 'aggregates', 'sdwan', 'ipsec'] as const),
      ...cluster,
    ),
    lacks:
      'Tunnels that are bound to policies and not to an interface (`config vpn ipsec phase1`) are not read.',
  },
  overview: notYet,
  sweep: notYet,
  certificates: notYet,
  changes: notYet,
  drops: notYet,
  live: notYet,
  path: notYet,
  log: notYet,
};

export const unproven: readonly string[] = [
  '`cmdb/vpn.ipsec/phase1-interface` with an admin profile that lacks `vpngrp`: refused, or answered with less in it.',
];
