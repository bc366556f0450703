// Tunnels of one incident get their own, or all of them go to another one; pure, so that it can be decided again when somebody was faster.

import type { Share } from '../domain/share.js';
import type { Happening, Person } from './events.js';
import { isSameShare } from './grouping.js';
import type { Incident } from './incident.js';
import type { IncidentWrite } from './store.js';

interface Acting {
  readonly by: Person;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Of the first write; the others have it with a number. */
  readonly key: string;
}

/** What is to be written; or the sentence why nothing is. */
export type Moved = { readonly writes: readonly IncidentWrite[] } | { readonly leave: string };

/**
 * @param parts which tunnels get an incident, and the ids of those; one of them stays.
 */
export function split(
  incident: Incident,
  parts: readonly { readonly id: string; readonly tunnels: readonly string[] }[],
  acting: Acting,
): Moved {
  if (incident.closed) return { leave: `It is closed.` };
  const leaving = parts.flatMap(({ tunnels }) => tunnels);
  const stranger = leaving.find((tunnel) => !incident.tunnels.includes(tunnel));
  if (stranger !== undefined) return { leave: `${stranger} does not belong to it.` };
  if (leaving.length >= incident.tunnels.length)
    return { leave: 'One of its tunnels must stay; close it when none belongs to it.' };
  return {
    writes: parts.flatMap(({ id, tunnels }, index): IncidentWrite[] => {
      const [tunnel = '', ...others] = tunnels;
      const opened: Happening = {
        kind: 'opened',
        tunnel,
        ...(others.length > 0 ? { others } : {}),
        ...(others.length > 0 && incident.shares ? { shares: incident.shares } : {}),
        severity: incident.severity,
        channel: incident.thread?.channel ?? null,
      };
      return [
        written(
          incident.id,
          { kind: 'left', tunnels, to: id },
          acting,
          index * 2,
          index ? null : incident.lastSeq,
        ),
        written(id, opened, acting, index * 2 + 1, 0),
      ];
    }),
  };
}

export function merge(from: Incident, into: Incident, acting: Acting): Moved {
  if (from.closed) return { leave: 'It is closed.' };
  if (into.closed) return { leave: `${into.id} is closed.` };
  if (from.id === into.id) return { leave: 'It is the same incident.' };
  const { tunnels } = from;
  const shares = sharedBy(from, into);
  return {
    writes: [
      written(from.id, { kind: 'merged-into', into: into.id }, acting, 0, from.lastSeq),
      written(into.id, { kind: 'merged', from: from.id, tunnels, shares }, acting, 1, into.lastSeq),
    ],
  };
}

/** A group keeps what it shares when one tunnel comes to it: nobody says that it has it, too. */
function sharedBy(from: Incident, into: Incident): Share | null {
  return isSameShare(from.shares, into.shares) ? into.shares : null;
}

function written(
  incident: string,
  what: Happening,
  { by, at, key }: Acting,
  index: number,
  afterSeq: number | null,
): IncidentWrite {
  return { incident, event: { by, at, key: index === 0 ? key : `${key}:${index}`, what }, afterSeq };
}
