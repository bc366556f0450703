// The machine form of an incident.

import type { Incident } from '../../incidents/incident.js';
import { outageOf } from '../../incidents/outage.js';

/** Keys may be added, none is renamed. Texts are as people and devices wrote them. */
export function incidentJson(incident: Incident): Record<string, unknown> {
  return {
    schema: 1,
    incident: incident.id,
    tunnel: incident.tunnel,
    tunnels: incident.tunnels,
    shares: incident.shares,
    because: incident.because,
    seen: incident.seen,
    mergedInto: incident.mergedInto,
    state: incident.state,
    waitingFor: incident.waitingFor,
    severity: incident.severity,
    owner: incident.owner,
    isOwnedByDefault: incident.isOwnedByDefault,
    onCall: incident.onCall && {
      team: incident.onCall.team,
      people: incident.onCall.people,
      until: incident.onCall.until,
    },
    openedAt: incident.openedAt,
    openedBy: incident.openedBy,
    lastAt: incident.lastAt,
    lastSeq: incident.lastSeq,
    verdict: incident.verdict,
    fault: incident.fault,
    recoveredAt: incident.recovered?.at ?? null,
    outage: outageOf(incident),
    answers: incident.answers,
    openQuestions: incident.openQuestions,
    partnerLogs: incident.partnerLogs,
    partnerConfigs: incident.partnerConfigs,
    thread: incident.thread,
    closed: incident.closed,
    timeline: incident.timeline.map(({ seq, at, by, what }) => ({ seq, at, by, what })),
  };
}
