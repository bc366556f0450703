// Opening an incident, and what moves tunnels between incidents: one at a time over all replicas, so that no tunnel stands in two open ones.

import { type Kysely, sql, type Transaction } from 'kysely';
import type { IncidentEvent } from '../incidents/events.js';
import { type OutgoingLane, outgoingStream } from '../incidents/outbox.js';
import type { IncidentWrite, NewEvent, OpenResult } from '../incidents/store.js';
import { appendEvent } from './appendEvent.js';
import { openOf } from './incidentTunnels.js';
import { jsonText } from './json.js';
import { freshRow } from './outbox.js';
import { toEvent } from './recentEvents.js';
import type { Tables } from './tables.js';

/** Any number but those of the migrations and the notices; the same in every replica. */
const lockNumber = 7_241_990_115;

/** Somebody wrote between reading and writing each time: a database where that goes on is broken. */
const mostAttempts = 50;

export async function alone<T>(
  database: Kysely<Tables>,
  work: (transaction: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  return await database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${sql.lit(lockNumber)})`.execute(transaction);
    return await work(transaction);
  });
}

export async function eventOf(database: Kysely<Tables>, key: string): Promise<IncidentEvent | null> {
  const row = await database
    .selectFrom('incident_events')
    .selectAll()
    .where('key', '=', key)
    .executeTakeFirst();
  return row ? toEvent(row) : null;
}

export async function open(
  transaction: Transaction<Tables>,
  id: string,
  opened: NewEvent,
  outside: readonly OutgoingLane[],
): Promise<Omit<OpenResult, 'events'>> {
  const { what, key, at } = opened;
  if (what.kind !== 'opened') throw new Error('an incident starts with its opening');
  const same = await eventOf(transaction, key);
  if (same) return { outcome: 'already-open', incident: same.incident };
  const tunnels = [...new Set([what.tunnel, ...(what.others ?? [])])];
  const held = await openOf(transaction, tunnels);
  const [first] = tunnels.flatMap((name) => held.filter(({ tunnel }) => tunnel === name));
  if (first) return { outcome: 'already-open', incident: first.incident };
  await transaction
    .insertInto('incidents')
    .values({ id, tunnel: what.tunnel, opened_at: at, changed_at: at, closed_at: null })
    .execute();
  await transaction
    .insertInto('incident_tunnels')
    .values(tunnels.map((tunnel) => ({ incident: id, tunnel, state: 'open' as const })))
    .execute();
  await insertOpening(transaction, id, opened, outside);
  return { outcome: 'opened', incident: id };
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

/** Thrown to give up what was written so far. */
class Overtaken extends Error {}

interface Changing {
  readonly database: Kysely<Tables>;
  /** The events of every open incident. */
  readonly read: (transaction: Transaction<Tables>) => Promise<readonly (readonly IncidentEvent[])[]>;
  readonly outside: readonly OutgoingLane[];
}

export async function change(
  { database, read, outside }: Changing,
  key: string,
  decide: (open: readonly (readonly IncidentEvent[])[]) => readonly IncidentWrite[],
): Promise<{ readonly event: IncidentEvent | null; readonly touched: readonly string[] }> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    try {
      return await alone(database, async (transaction) => {
        const same = await eventOf(transaction, key);
        if (same) return { event: same, touched: [] };
        const writes = decide(await read(transaction));
        for (const one of writes) await write(transaction, one, outside);
        return { event: await eventOf(transaction, key), touched: writes.map(({ incident }) => incident) };
      });
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
    }
  }
  throw new Error('the incidents could not be written to');
}

async function write(
  transaction: Transaction<Tables>,
  { incident, event, afterSeq }: IncidentWrite,
  outside: readonly OutgoingLane[],
): Promise<void> {
  if (event.what.kind === 'opened') {
    const { outcome } = await open(transaction, incident, event, outside);
    if (outcome !== 'opened') throw new Overtaken();
    return;
  }
  const { seq, last } = await appendEvent(transaction, incident, event, afterSeq, outside);
  if (last === 0) throw new Error(`there is no incident ${incident}`);
  if (seq === null) throw new Overtaken();
}
