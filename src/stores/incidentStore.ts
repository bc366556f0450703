// Incidents in SQL: an append-only list of events a thread, guarded by its sequence number and by one key an event.

import type { Kysely, Transaction } from 'kysely';
import type { IncidentEvent } from '../incidents/events.js';
import { type OutgoingLane, outgoingStream } from '../incidents/outbox.js';
import type {
  AppendResult,
  IncidentFilter,
  IncidentStore,
  NewEvent,
  OpenResult,
  StoredDocument,
} from '../incidents/store.js';
import { appendEvent } from './appendEvent.js';
import { readHappening } from './happening.js';
import { jsonText } from './json.js';
import { freshRow } from './outbox.js';
import { createRecentEvents, type RecentEvents, toEvent } from './recentEvents.js';
import type { Tables } from './tables.js';

/** Of two writers one is let through each time; a database that never lets anybody through is broken. */
const mostAttempts = 200;

/**
 * @param alone when no other process writes into this database
 * @param outside which systems outside are told of what happens
 */
export function createIncidentStore(
  database: Kysely<Tables>,
  alone = false,
  outside: readonly OutgoingLane[] = [],
): IncidentStore {
  const recent = createRecentEvents(database, alone);
  return {
    async open(id, opened) {
      const result = await database
        .transaction()
        .execute((transaction) => open(transaction, id, opened, outside));
      return { ...result, events: await recent.fresh(result.incident) };
    },
    append: (incident, event, afterSeq) => append({ database, recent, outside }, incident, event, afterSeq),
    events: (incident) => recent.of(incident),
    forgetRead: () => recent.forget(),
    list: (filter) => list(database, filter),
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

async function open(
  transaction: Transaction<Tables>,
  id: string,
  opened: NewEvent,
  outside: readonly OutgoingLane[],
): Promise<Omit<OpenResult, 'events'>> {
  if (opened.what.kind !== 'opened') throw new Error('an incident starts with its opening');
  const { tunnel } = opened.what;
  const inserted = await transaction
    .insertInto('incidents')
    .values({ id, tunnel, opened_at: opened.at, changed_at: opened.at, closed_at: null })
    .onConflict((conflict) => conflict.column('tunnel').where('closed_at', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted) {
    await insertOpening(transaction, id, opened, outside);
    return { outcome: 'opened', incident: id };
  }
  const there = await transaction
    .selectFrom('incidents')
    .select('id')
    .where('tunnel', '=', tunnel)
    .where('closed_at', 'is', null)
    .executeTakeFirstOrThrow();
  return { outcome: 'already-open', incident: there.id };
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
    const same = await database
      .selectFrom('incident_events')
      .selectAll()
      .where('key', '=', event.key)
      .executeTakeFirst();
    if (same) return { outcome: 'repeated', event: toEvent(same) };
    if (afterSeq !== null && last > afterSeq)
      return { outcome: 'overtaken', events: await recent.fresh(incident) };
  }
  throw new Error(`the incident ${incident} could not be written to`);
}

async function insertOpening(
  transaction: Transaction<Tables>,
  incident: string,
  { by, at, key, what }: NewEvent,
  outside: readonly OutgoingLane[],
): Promise<void> {
  await transaction
    .insertInto('incident_events')
    .values({
      incident,
      seq: 1,
      at,
      by_id: by.id,
      by_name: by.name,
      key,
      kind: what.kind,
      what: jsonText(what),
    })
    .execute();
  // The same transaction: what was written down will be said, whenever the process dies.
  await transaction
    .insertInto('outbox')
    .values({
      ...freshRow,
      key: `${incident}:1`,
      stream: incident,
      seq: 1,
      body: JSON.stringify({ kind: 'event' }),
      at,
    })
    .execute();
  const body = JSON.stringify({ kind: 'incident', incident });
  const told = outside.map((lane) => ({ lane, stream: outgoingStream(lane, incident) }));
  if (told.length > 0)
    await transaction
      .insertInto('outbox')
      .values(
        told.map(({ lane, stream }) => ({ ...freshRow, lane, key: `${stream}:1`, stream, seq: 1, body, at })),
      )
      .execute();
}

async function list(
  database: Kysely<Tables>,
  filter: IncidentFilter,
): Promise<readonly (readonly IncidentEvent[])[]> {
  let query = database
    .selectFrom('incidents')
    .select('id')
    .orderBy('changed_at', 'desc')
    .orderBy('id')
    .limit(filter.limit ?? 100);
  if (filter.open !== undefined) query = query.where('closed_at', filter.open ? 'is' : 'is not', null);
  if (filter.tunnel !== undefined) query = query.where('tunnel', '=', filter.tunnel);
  if (filter.since !== undefined) query = query.where('changed_at', '>=', filter.since);
  const ids = (await query.execute()).map((row) => row.id);
  if (ids.length === 0) return [];
  const rows = await database
    .selectFrom('incident_events')
    .selectAll()
    .where('incident', 'in', ids)
    .orderBy('seq')
    .execute();
  const byIncident = new Map<string, IncidentEvent[]>(ids.map((id) => [id, []]));
  for (const row of rows) byIncident.get(row.incident)?.push(toEvent(row));
  return ids.map((id) => byIncident.get(id) ?? []);
}
