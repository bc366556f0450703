// What a charon daemon tells over VICI, by kind of evidence, and what nobody could look at yet without one.

import type { Tells } from '../tells.js';
import { reads } from './requests.js';

const { version, stats, sas, connections, policies, certificates, counters } = reads;
/** The plugin came with 5.2.0. */
const since = '5.2.0';
const logFile = 'the file that charon logs to (`log`), or the log events that a running service heard';
const configFile = 'swanctl.conf (`configFile`) for proposals and start actions, which VICI does not tell';

function from(...requests: readonly { readonly command: string }[]): readonly string[] {
  return requests.map(({ command }) => command);
}

export const tells: Tells = {
  identity: { from: from(version), since, lacks: 'No host name and no serial.' },
  clock: {
    from: [],
    besides: 'the clock of this machine, where the socket is a UNIX one',
    lacks: 'VICI tells no clock of a daemon behind TCP.',
  },
  uptime: { from: from(stats), since },
  ha: { gap: 'A daemon knows no pair: the cluster software of the host does.' },
  inventory: {
    from: from(connections, policies),
    since,
    besides: configFile,
    lacks: 'Without that file no proposals.',
  },
  overview: { from: from(connections, sas, policies, stats), since, besides: logFile },
  sweep: { from: from(sas, connections, stats), since, besides: logFile },
  certificates: { from: from(certificates), since },
  live: { from: from(sas, policies, stats), since },
  path: {
    gap: 'Routes and firewall rules are those of the host, which VICI does not tell: `ip route get`, `ip xfrm policy`.',
  },
  log: { from: ['log'], since, besides: logFile, lacks: 'Without either there is none.' },
  changes: {
    from: ['log'],
    since,
    besides: logFile,
    lacks: 'That connections were loaded anew, not who did it nor what was changed.',
  },
  drops: {
    from: from(counters),
    since: '5.6.1',
    lacks:
      'Of IKE messages alone, and only where the plugin counters is loaded; packets are those of the kernel.',
  },
};

export const unproven: readonly string[] = [
  '`list-sas`: the counters of SAs that a network card encrypts (hardware offload) move while traffic passes.',
  '`get-counters`: whether this build has the plugin.',
  '`log`: the lines of this version for a refused proposal, a wrong identity and a wrong key, at the levels in use here.',
];
