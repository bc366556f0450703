// What PAN-OS firewalls tell, by kind of evidence, and what nobody could look at yet without one.

import type { Tells } from '../tells.js';
import { type ReadName, reads } from './reads.js';

function from(...names: readonly ReadName[]): readonly string[] {
  return [...new Set(names.map((name) => reads[name].says))];
}

/** A query of a log is a job: started, polled and ended. */
const job = ['log-poll', 'log-finish'] as const satisfies readonly ReadName[];
/** Which unit of a pair answers, before anything that only the active one can tell. */
const pair = 'ha-state' satisfies ReadName;
const clock = 'clock' satisfies ReadName;

export const tells: Tells = {
  identity: { from: from('system-info') },
  clock: {
    from: from('clock', 'system-info'),
    lacks: 'The zone is an abbreviation, which does not tell when its daylight saving time begins.',
  },
  uptime: { from: from('system-info', pair) },
  ha: { from: from(pair) },
  inventory: {
    from: from(
      'effective-network',
      'effective-all',
      'template-marks',
      'network',
      'effective-shared-addresses',
      'effective-vsys-addresses',
      'shared-addresses',
      'vsys-addresses',
      'flow',
      'tunnels',
      'gateways',
      'jobs',
      clock,
      'system-info',
      pair,
    ),
    lacks:
      'Without the right Configuration only what runs is told (`show vpn tunnel`, `show vpn gateway`): no proposals that were not chosen, no identities.',
  },
  overview: { from: from('flow', 'ike-sa', 'ipsec-sa', 'vpn-log', 'vpn-log-newest', ...job, clock, pair) },
  sweep: {
    from: from('flow', 'ike-sa', 'ipsec-sa', 'flow-detail', 'vpn-log', 'vpn-log-newest', ...job, clock, pair),
    lacks: 'Counters of each tunnel cost a call each, so they are read in turns.',
  },
  certificates: { from: from('certificates'), lacks: 'Those of the shared store; of a virtual system none.' },
  live: {
    from: from('flow', 'flow-detail', 'flow-by-name', 'ike-sa', 'ipsec-sa', clock, pair),
    lacks: 'No identity that the peer sent, and no address behind which it was seen by NAT, but for the log.',
  },
  path: {
    from: from(
      'interface',
      'fib-lookup',
      'fib-lookup-advanced',
      'routes-of-interface',
      'pbf-rules',
      'security-match',
      'security-match-port',
      'nat-match',
      'discarded-from',
      'discarded-to',
      'discarded-to-zone',
      'discarded-from-zone',
      'sessions-to',
      'flow',
      'system-info',
      pair,
    ),
    lacks:
      'Without a rule that logs, a dropped packet of IKE is seen only while its discarded session lives (seconds).',
  },
  log: {
    from: from(
      'vpn-log',
      'vpn-log-range',
      'vpn-log-of-device',
      'vpn-log-newest',
      'vpn-log-newest-of-device',
      ...job,
      clock,
      'system-info',
    ),
    lacks: 'The messages of the system log; the debug log of ikemgr is not open to the API.',
  },
  changes: {
    from: from(
      'config-log',
      'config-log-of-device',
      'config-log-brief',
      'config-log-brief-of-device',
      'jobs',
      'pending-changes',
      'ha-log',
      'ha-log-of-device',
      ...job,
      clock,
      'system-info',
      pair,
    ),
    lacks: 'A changed pre-shared key is seen as changed; its value never is.',
  },
  drops: { from: from('tunnel-counters', 'forward-counters', pair) },
};

export const unproven: readonly string[] = [
  '`flow-detail`: the counters of a tunnel whose data plane is offloaded move while traffic passes (compare two captures a minute apart).',
  '`ha-state`: the words of both units of an active/active pair, and of a suspended one.',
  '`vpn-log`: the lines of this version for a refused proposal, a wrong identity and a wrong pre-shared key, as initiator and as responder.',
  '`effective-network`: whether this version takes the xpath, and what it answers behind Panorama with templates.',
  '`fib-lookup-advanced`: the answer of a logical router for a destination without a route.',
  '`config-log`: whether the values before and after a change are told to this role.',
];
