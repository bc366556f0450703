// A pasted log judged like everything else: the end that printed it is known through that log alone, the other end not at all.

import type { EndEvidence, EndName, TunnelEvidence } from '../domain/evidence.js';
import type { LogReading } from '../domain/log.js';
import { type Gap, gap, known } from '../domain/observation.js';
import { nothingDeclared } from '../fleet/fleetTunnel.js';
import type { Playbook } from '../playbook/playbook.js';
import { type Examination, examine } from './diagnose.js';

/** What is known of a tunnel of which only one log was given. @param file what the log is called where its lines are quoted. */
function evidenceOfLog(reading: LogReading, file: string): TunnelEvidence {
  const theirs = endWithout('theirs', 'the other end', null);
  const isTold = reading.vendor !== 'unknown' && reading.sharedBy.length === 0;
  const ours = endWithout('ours', 'this end', isTold ? reading.vendor : null);
  const at = reading.to ?? '';
  const source = { device: ours.name, request: file, file, at, fromCache: false, calls: 0 };
  return {
    tunnel: 'the tunnel',
    collectedAt: at,
    declared: nothingDeclared,
    ours: { ...ours, log: known(reading, source) },
    theirs,
    answers: [],
  };
}

/** @returns the diagnosis of a log; its tunnel has no name. */
export function examineLog(reading: LogReading, file: string, playbooks: readonly Playbook[]): Examination {
  const examination = examine(evidenceOfLog(reading, file), playbooks);
  return { ...examination, diagnosis: { ...examination.diagnosis, tunnel: null } };
}

function endWithout(end: EndName, name: string, vendor: string | null): EndEvidence {
  const only: Gap = gap({
    reason: 'foreign',
    says: `Only a log was given; of ${name} nothing else can be read.`,
    remedy: 'Declare its device in the configuration, then run `diagnose`.',
    device: name,
    request: 'nothing',
    at: '',
  });
  return {
    end,
    readable: false,
    name,
    vendor,
    tunnel: null,
    config: only,
    live: only,
    later: only,
    log: only,
    path: only,
    clock: only,
    uptime: only,
    ha: only,
    certificates: only,
    changes: only,
    drops: only,
  };
}
