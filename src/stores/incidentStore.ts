// Incidents in SQL: an append-only list of events a thread, guarded by its sequence number and by one key an event.

import type { Kysely, Selectable, Transaction } from 'kysely';
import type { IncidentEvent } from '../incidents/events.js';
import type {
  AppendResult,
  IncidentFilter,
  IncidentStore,
  NewEvent,
  OpenResult,
  StoredDocument,
} from '../incidents/store.js';
import { readHappening } from './happening.js';
import { jsonText } from './json.js';
import type { Tables } from './tables.js';

export function createIncidentStore(database: Kysely<Tables>): IncidentStore {
  return {
    open: (id, opened) => database.transaction().execute((transaction) => open(transaction, id, opened)),
    append: (incident, event, afterSeq) =>
      database.transaction().execute((transaction) => append(transaction, incident, event, afterSeq)),
    events: (incident) => eventsOf(database, incident),
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

async function open(transaction: Transaction<Tables>, id: string, opened: NewEvent): Promise<OpenResult> {
  if (opened.what.kind !== 'opened') throw new Error('an incident starts with its opening');
  const { tunnel } = opened.what;
  const inserted = await transaction
    .insertInto('incidents')
    .values({ id, tunnel, opened_at: opened.at, changed_at: opened.at, closed_at: null })
    .onConflict((conflict) => conflict.column('tunnel').where('closed_at', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted) {
    await insertEvent(transaction, id, 1, opened);
    return { outcome: 'opened', incident: id, events: await eventsOf(transaction, id) };
  }
  const there = await transaction
    .selectFrom('incidents')
    .select('id')
    .where('tunnel', '=', tunnel)
    .where('closed_at', 'is', null)
    .executeTakeFirstOrThrow();
  return { outcome: 'already-open', incident: there.id, events: await eventsOf(transaction, there.id) };
}

async function append(
  transaction: Transaction<Tables>,
  incident: string,
  event: NewEvent,
  afterSeq: number | null,
): Promise<AppendResult> {
  // The row lock makes writers of one incident wait for each other, on every replica.
  await transaction
    .selectFrom('incidents')
    .select('id')
    .where('id', '=', incident)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const standing = await eventsOf(transaction, incident);
  const same = await transaction
    .selectFrom('incident_events')
    .selectAll()
    .where('key', '=', event.key)
    .executeTakeFirst();
  if (same) return { outcome: 'repeated', event: toEvent(same) };
  const last = standing.at(-1)?.seq ?? 0;
  if (afterSeq !== null && last > afterSeq) return { outcome: 'overtaken', events: standing };
  const appended = await insertEvent(transaction, incident, last + 1, event);
  if (event.what.kind === 'thread') {
    const { channel, ts } = event.what.place;
    await transaction
      .insertInto('incident_threads')
      .values({ incident, channel, ts })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  const closing =
    event.what.kind === 'closed'
      ? { closed_at: event.at }
      : event.what.kind === 'reopened'
        ? { closed_at: null }
        : {};
  await transaction
    .updateTable('incidents')
    .set({ changed_at: event.at, ...closing })
    .where('id', '=', incident)
    .execute();
  return { outcome: 'appended', event: appended };
}

async function insertEvent(
  transaction: Transaction<Tables>,
  incident: string,
  seq: number,
  event: NewEvent,
): Promise<IncidentEvent> {
  const { by, at, key, what } = event;
  await transaction
    .insertInto('incident_events')
    .values({
      incident,
      seq,
      at,
      by_id: by.id,
      by_name: by.name,
      key,
      kind: what.kind,
      what: jsonText(what),
    })
    .execute();
  // The same transaction: what was appended will be said, whenever the process dies.
  await transaction
    .insertInto('outbox')
    .values({
      key: `${incident}:${seq}`,
      stream: incident,
      seq,
      channel: null,
      body: JSON.stringify({ kind: 'event' }),
      state: 'waiting',
      claimed_until: null,
      claimed_by: null,
      ts: null,
      at,
    })
    .execute();
  return { incident, seq, at, by, key, what };
}

async function eventsOf(database: Kysely<Tables>, incident: string): Promise<readonly IncidentEvent[]> {
  const rows = await database
    .selectFrom('incident_events')
    .selectAll()
    .where('incident', '=', incident)
    .orderBy('seq')
    .execute();
  return rows.map(toEvent);
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
  const events = rows.map(toEvent);
  return ids.map((id) => events.filter((event) => event.incident === id));
}

function toEvent(row: Selectable<Tables['incident_events']>): IncidentEvent {
  return {
    incident: row.incident,
    seq: row.seq,
    at: row.at,
    by: { id: row.by_id, name: row.by_name },
    key: row.key,
    what: readHappening(row.what),
  };
}
