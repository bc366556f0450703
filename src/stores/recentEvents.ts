// Events of incidents that were read before: they never change, so only what came after them is asked again.

import type { Kysely, Selectable } from 'kysely';
import type { IncidentEvent } from '../incidents/events.js';
import { readHappening } from './happening.js';
import type { Tables } from './tables.js';

export interface RecentEvents {
  /** Everything that stands there now, also what another process wrote; empty when there is no such incident. */
  of(incident: string): Promise<readonly IncidentEvent[]>;
  /** As `of`, but never without asking the database. */
  fresh(incident: string): Promise<readonly IncidentEvent[]>;
  /** It stands in the database now. */
  add(event: IncidentEvent): void;
  /** Whole incidents were removed. */
  forget(): void;
}

/** Events kept in memory over all incidents: a few hundred bytes each. The incidents that were not read for longest go first. */
const mostEvents = 20_000;

/** @param alone when no other process writes here: then what is known is all that there is. */
export function createRecentEvents(database: Kysely<Tables>, alone: boolean): RecentEvents {
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

  async function fresh(incident: string): Promise<readonly IncidentEvent[]> {
    const before = known.get(incident) ?? [];
    const last = before.at(-1);
    const [same, ...rest] = last ? await from(incident, last.seq) : [];
    // Retention removes whole incidents: the last event that is known must still stand there.
    if (last && same?.key === last.key)
      return remember(incident, rest.length > 0 ? [...before, ...rest.map(toEvent)] : before);
    return remember(incident, (await from(incident, 1)).map(toEvent));
  }

  return {
    async of(incident) {
      const there = alone ? known.get(incident) : undefined;
      return there ? remember(incident, there) : await fresh(incident);
    },
    fresh,
    add(event) {
      const before = known.get(event.incident);
      if (before?.at(-1)?.seq === event.seq - 1) remember(event.incident, [...before, event]);
    },
    forget() {
      known.clear();
      held = 0;
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
