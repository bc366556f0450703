// Events of incidents that were read before: they never change, so only what came after them is asked again.

import type { Kysely, Selectable } from 'kysely';
import type { IncidentEvent } from '../incidents/events.js';
import { readHappening } from './happening.js';
import type { Tables } from './tables.js';

export interface RecentEvents {
  /** Everything that stands there now, also what another process wrote; empty when there is no such incident. */
  of(incident: string): Promise<readonly IncidentEvent[]>;
}

/** Events kept in memory over all incidents: a few hundred bytes each. The incidents that were not read for longest go first. */
const mostEvents = 20_000;

export function createRecentEvents(database: Kysely<Tables>): RecentEvents {
  const known = new Map<string, readonly IncidentEvent[]>();
  let held = 0;

  const from = async (incident: string, seq: number): Promise<Selectable<Tables['incident_events']>[]> =>
    await database
      .selectFrom('incident_events')
      .selectAll()
      .where('incident', '=', incident)
      .where('seq', '>=', seq)
      .orderBy('seq')
      .execute();

  function remember(incident: string, events: readonly IncidentEvent[]): readonly IncidentEvent[] {
    held += events.length - (known.get(incident)?.length ?? 0);
    known.delete(incident);
    if (events.length > 0) known.set(incident, events);
    for (const [oldest, its] of known) {
      if (held <= mostEvents) break;
      known.delete(oldest);
      held -= its.length;
    }
    return events;
  }

  return {
    async of(incident) {
      const before = known.get(incident) ?? [];
      const last = before.at(-1);
      const [same, ...rest] = last ? await from(incident, last.seq) : [];
      // Retention removes whole incidents: the last event that is known must still stand there.
      if (last && same?.key === last.key)
        return remember(incident, rest.length > 0 ? [...before, ...rest.map(toEvent)] : before);
      return remember(incident, (await from(incident, 1)).map(toEvent));
    },
  };
}

export function toEvent(row: Selectable<Tables['incident_events']>): IncidentEvent {
  return {
    incident: row.incident,
    seq: row.seq,
    at: row.at,
    by: { id: row.by_id, name: row.by_name },
    key: row.key,
    what: readHappening(row.what),
  };
}
