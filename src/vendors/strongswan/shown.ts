// What an operator would type or open to see the same as each kind of evidence, and where else to look for what VICI does not tell.

import type { EvidenceKind } from '../../domain/device.js';
import { reads } from './requests.js';

export const shown: Partial<Record<EvidenceKind, string>> = {
  identity: reads.version.command,
  clock: 'the clock of this machine',
  uptime: reads.stats.command,
  inventory: `${reads.connections.command}, ${reads.policies.command}`,
  overview: `${reads.connections.command}, ${reads.sas.command}, ${reads.policies.command}`,
  sweep: reads.sas.command,
  certificates: reads.certificates.command,
  drops: reads.counters.command,
  live: `${reads.sas.command}, ${reads.policies.command}`,
};

export const cannotTell: Partial<Record<EvidenceKind, string>> = {
  ha: 'Look at the cluster software of the host (keepalived, pacemaker).',
  path: 'Run `ip route get <peer>` and `ip route show table 220` on the host.',
};
