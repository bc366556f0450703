// Incidents in SQL: an append-only list of events a thread, guarded by its sequence number and by one key an event.

import type { Kysely } from 'kysely';
import type { IncidentEvent } from '../incidents/events.js';
import type { OutgoingLane } from '../incidents/outbox.js';
import type {
  AppendResult,
  IncidentFilter,
  IncidentStore,
  NewEvent,
  StoredDocument,
} from '../incidents/store.js';
import { appendEvent } from './appendEvent.js';
import { readHappening } from './happening.js';
import { jsonText } from './json.js';
import { alone, change, eventOf, open } from './openIncident.js';
import { createRecentEvents, type RecentEvents } from './recentEvents.js';
import type { Tables } from './tables.js';

/** Of two writers one is let through each time; a database that never lets anybody through is broken. */
const mostAttempts = 200;

/** Far more than a fleet has at once. */
const mostOpen = 2000;

/**
 * @param isAlone when no other process writes into this database
 * @param outside which systems outside are told of what happens
 */
export function createIncidentStore(
  database: Kysely<Tables>,
  isAlone = false,
  outside: readonly OutgoingLane[] = [],
): IncidentStore {
  const recent = createRecentEvents(database, isAlone);
  return {
    async open(id, opened) {
      const result = await alone(database, (transaction) => open(transaction, id, opened, outside));
      return { ...result, events: await recent.fresh(result.incident) };
    },
    async change(key, decide) {
      const read = (transaction: Kysely<Tables>) =>
        list(transaction, recent, { open: true, limit: mostOpen });
      const { event, touched } = await change({ database, read, outside }, key, decide);
      // What was written in that transaction was not added to what is remembered.
      for (const incident of touched) await recent.fresh(incident);
      return event;
    },
    findByKey: (key) => eventOf(database, key),
    append: (incident, event, afterSeq) => append({ database, recent, outside }, incident, event, afterSeq),
    events: (incident) => recent.of(incident),
    forgetRead: () => recent.forget(),
    list: (filter) => list(database, recent, filter),
    async findByThread(channel, ts) {
      const row = await database
        .selectFrom('incident_threads')
        .select('incident')
        .where('channel', '=', channel)
        .where('ts', '=', ts)
        .executeTakeFirst();
      return row?.incident ?? null;
    },
    async keepDocument(document) {
      await database
        .insertInto('documents')
        .values(document)
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    },
    async document(id): Promise<StoredDocument | null> {
      return (
        (await database.selectFrom('documents').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
      );
    },
  };
}

interface Writing {
  readonly database: Kysely<Tables>;
  readonly recent: RecentEvents;
  readonly outside: readonly OutgoingLane[];
}

async function append(
  { database, recent, outside }: Writing,
  incident: string,
  event: NewEvent,
  afterSeq: number | null,
): Promise<AppendResult> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const { seq, last } = await appendEvent(database, incident, event, afterSeq, outside);
    if (seq !== null) {
      // As it would be read back: without what the database does not take.
      const what = readHappening(JSON.parse(jsonText(event.what)));
      const appended = { ...event, what, incident, seq };
      recent.add(appended);
      return { outcome: 'appended', event: appended };
    }
    if (last === 0) throw new Error(`there is no incident ${incident}`);
    const same = await eventOf(database, event.key);
    if (same) return { outcome: 'repeated', event: same };
    if (afterSeq !== null && last > afterSeq)
      return { outcome: 'overtaken', events: await recent.fresh(incident) };
  }
  throw new Error(`the incident ${incident} could not be written to`);
}

async function list(
  database: Kysely<Tables>,
  recent: RecentEvents,
  filter: IncidentFilter,
): Promise<readonly (readonly IncidentEvent[])[]> {
  let query = database
    .selectFrom('incidents')
    .select('id')
    .orderBy('changed_at', 'desc')
    .orderBy('id')
    .limit(filter.limit ?? 100);
  if (filter.open !== undefined) query = query.where('closed_at', filter.open ? 'is' : 'is not', null);
  const { tunnel } = filter;
  if (tunnel !== undefined)
    query = query.where('id', 'in', (from) =>
      from
        .selectFrom('incident_tunnels')
        .select('incident')
        .where('tunnel', '=', tunnel)
        .where('state', '<>', 'left'),
    );
  if (filter.since !== undefined) query = query.where('changed_at', '>=', filter.since);
  const ids = (await query.execute()).map((row) => row.id);
  return await recent.all(ids, database);
}
