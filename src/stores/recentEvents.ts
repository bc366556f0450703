// Events of incidents that were read before: they never change, so only what came after them is asked again.

import { type Kysely, type Selectable, sql } from 'kysely';
import type { IncidentEvent } from '../incidents/events.js';
import { readHappening } from './happening.js';
import { jsonText } from './json.js';
import type { Tables } from './tables.js';

export interface RecentEvents {
  /** Everything that stands there now, also what another process wrote; empty when there is no such incident. */
  of(incident: string): Promise<readonly IncidentEvent[]>;
  /** As `of`, but never without asking the database. */
  fresh(incident: string): Promise<readonly IncidentEvent[]>;
  /** As `fresh`, of many with one question. @param reader the transaction that they are read in. */
  all(incidents: readonly string[], reader?: Kysely<Tables>): Promise<readonly (readonly IncidentEvent[])[]>;
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

  async function all(
    incidents: readonly string[],
    reader: Kysely<Tables> = database,
  ): Promise<readonly (readonly IncidentEvent[])[]> {
    const before = new Map(incidents.map((incident) => [incident, known.get(incident) ?? []]));
    const rows = await since(reader, new Map([...before].map(([id, its]) => [id, its.at(-1)?.seq ?? 1])));
    // Retention removes whole incidents: the last event that is known must still stand there.
    const others = incidents.filter((id) => {
      const last = before.get(id)?.at(-1);
      return last !== undefined && rows.get(id)?.[0]?.key !== last.key;
    });
    const anew = await since(reader, new Map(others.map((id) => [id, 1])));
    return incidents.map((id) => {
      const its = before.get(id) ?? [];
      const found = anew.get(id) ?? rows.get(id) ?? [];
      if (its.length === 0 || others.includes(id)) return remember(id, found.map(toEvent));
      return remember(id, found.length > 1 ? [...its, ...found.slice(1).map(toEvent)] : its);
    });
  }

  async function fresh(incident: string): Promise<readonly IncidentEvent[]> {
    return (await all([incident]))[0] ?? [];
  }

  return {
    all,
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

type Row = Selectable<Tables['incident_events']>;

/** In order, by incident. @param from the first event that is wanted of each. */
async function since(
  reader: Kysely<Tables>,
  from: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, readonly Row[]>> {
  const found = new Map<string, Row[]>();
  if (from.size === 0) return found;
  const wanted = [...from].map(([id, seq]) => ({ id, seq }));
  const rows = await reader
    .selectFrom('incident_events')
    .innerJoin(
      sql<{ id: string; first: number }>`(
        select one ->> 'id' as id, (one ->> 'seq')::integer as first from jsonb_array_elements(${jsonText(wanted)}::jsonb) as one
      )`.as('wanted'),
      (join) => join.onRef('wanted.id', '=', 'incident_events.incident'),
    )
    .selectAll('incident_events')
    .whereRef('seq', '>=', 'wanted.first')
    .orderBy('seq')
    .execute();
  for (const row of rows) {
    const its = found.get(row.incident);
    if (its) its.push(row);
    else found.set(row.incident, [row]);
  }
  return found;
}

export function toEvent(row: Row): IncidentEvent {
  return {
    incident: row.incident,
    seq: row.seq,
    at: row.at,
    by: { id: row.by_id, name: row.by_name },
    key: row.key,
    what: readHappening(row.what),
  };
}
