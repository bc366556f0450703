// The decision from what a status read anyway: the same playbooks over less evidence, so its cause is at most likely.

import type { Cause } from '../domain/causes.js';
import type { Decision } from '../domain/decision.js';
import type { EndEvidence, EndName, TunnelEvidence } from '../domain/evidence.js';
import { type Gap, gap } from '../domain/observation.js';
import type { StatusEnd, TunnelStatus } from '../fleet/status.js';
import type { Playbook } from '../playbook/playbook.js';
import { foreignEnd } from './collect.js';
import { decisionOf, leadOf } from './decision.js';
import { examine } from './diagnose.js';

/** No device is asked. A tunnel that is not broken needs no explanation. */
export function decisionOfStatus(status: TunnelStatus, playbooks: readonly Playbook[]): Decision {
  const { state, since } = status.state;
  if (state !== 'down' && state !== 'degraded')
    return { state, since, cause: null, trigger: null, untriggered: '', remedies: [], acts: 'unknown' };
  const decision = decisionOf(examine(evidenceOf(status), playbooks));
  return { ...decision, state, since: since ?? decision.since, cause: atMostLikely(decision.cause) };
}

/** What the state rests on, in one or two sentences: of an end that is disabled also whether its peer still calls. */
export function basisOfStatus(status: TunnelStatus, playbooks: readonly Playbook[]): string {
  const { basis } = status.state;
  if (!status.ends.some((end) => end.state.state === 'disabled')) return basis;
  const lead = leadOf(examine(evidenceOf(status), playbooks).diagnosis);
  return lead?.withoutSource ?? basis;
}

/** A peer that falls silent may be answering: a route or a policy of ours, which a status does not read, stops it too. */
const silences: ReadonlySet<Cause> = new Set(['dpd-timeout', 'peer-unreachable']);

/** Routes, policies and certificates were not read: what blocks first may stand there. */
function atMostLikely(cause: Decision['cause']): Decision['cause'] {
  if (cause === null || cause.confidence === 'none') return cause;
  if (silences.has(cause.code)) return { ...cause, confidence: 'possible' };
  return cause.confidence === 'certain' ? { ...cause, confidence: 'likely' } : cause;
}

function evidenceOf({ tunnel, ends, at }: TunnelStatus): TunnelEvidence {
  const [ours, theirs] = ends;
  const foreign = foreignEnd(tunnel, at);
  return {
    tunnel: tunnel.name,
    collectedAt: at,
    declared: tunnel.declared,
    ours: ours ? endOf('ours', ours, at) : { ...foreign, end: 'ours' },
    theirs: theirs ? endOf('theirs', theirs, at) : foreign,
    answers: [],
  };
}

function endOf(end: EndName, { device, vendor, tunnel, ...read }: StatusEnd, at: string): EndEvidence {
  const notRead: Gap = gap({
    reason: 'not-asked',
    says: `A status does not ask ${device} for it.`,
    remedy: 'Diagnose the tunnel.',
    device,
    request: 'nothing',
    at,
  });
  return {
    end,
    readable: true,
    name: device,
    vendor,
    tunnel,
    config: read.config,
    live: read.looks.earlier,
    later: read.looks.later,
    log: read.log,
    ha: read.ha,
    path: notRead,
    clock: notRead,
    uptime: notRead,
    certificates: notRead,
    changes: notRead,
    drops: notRead,
  };
}
