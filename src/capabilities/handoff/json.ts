// The machine form of a handoff.

import type { Handoff } from './handoff.js';

/** Keys may be added, none is renamed. Texts are as people and devices wrote them. */
export function handoffJson(handoff: Handoff): Record<string, unknown> {
  return {
    schema: 1,
    team: handoff.team,
    from: handoff.from,
    to: handoff.to,
    quiet: handoff.quiet,
    unread: handoff.unread,
    startHere: handoff.start.map((line) => ({
      incident: line.incident,
      tunnel: line.tunnel,
      severity: line.severity,
      criticality: line.criticality,
      need: line.need,
      cause: line.verdict?.cause ?? null,
      confidence: line.verdict?.confidence ?? null,
      side: line.verdict?.side ?? null,
      summary: line.verdict?.summary ?? null,
      recoveredAt: line.recoveredAt,
      downSince: line.downSince,
      ruledOut: line.verdict?.ruledOut ?? [],
      waitingFor: line.waitingFor,
      waitingSince: line.waitingSince,
      owner: line.owner,
      nextStep: line.nextStep,
      openedAt: line.openedAt,
      lastAt: line.lastAt,
      link: line.link,
    })),
    watch: [
      ...handoff.watch.map((line) => ({
        tunnel: line.tunnel,
        what: `${line.state}. ${line.basis}`,
        state: line.state,
        since: line.since,
        at: null,
        incident: line.closed?.incident ?? null,
        closedAt: line.closed?.at ?? null,
        link: line.closed?.link ?? null,
      })),
      ...handoff.due.map((line) => ({
        tunnel: line.tunnels.join(', '),
        what: line.what,
        state: null,
        since: null,
        at: line.at,
        incident: line.incident?.incident ?? null,
        closedAt: null,
        link: line.incident?.link ?? null,
      })),
    ],
    whatHappened: handoff.resolved,
    remarks: handoff.remarks,
    unseen: handoff.unseen,
    numbers: handoff.numbers,
  };
}
