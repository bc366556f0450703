// One event appended to an incident in one statement, together with everything that follows from it; guarded by the sequence number and the key.

import { type Kysely, sql } from 'kysely';
import type { OutgoingLane } from '../incidents/outbox.js';
import type { NewEvent } from '../incidents/store.js';
import { tunnelsMoved } from './incidentTunnels.js';
import { jsonText } from './json.js';
import type { Tables } from './tables.js';

/** `seq` is null when it was not appended; `last` is the newest event that stood there. */
export interface Appended {
  readonly seq: number | null;
  readonly last: number;
}

/**
 * Not appended when the event's key stands there already, when something newer than `afterSeq` does, or when somebody else took
 * the number in this very moment: the database lets one of two writers through, and the other one tries again.
 * @param outside who is told of it besides the chat
 */
export async function appendEvent(
  database: Kysely<Tables>,
  incident: string,
  { by, at, key, what }: NewEvent,
  afterSeq: number | null,
  outside: readonly OutgoingLane[],
): Promise<Appended> {
  const closedAt =
    what.kind === 'closed' || what.kind === 'merged-into'
      ? sql`, closed_at = ${at}`
      : what.kind === 'reopened'
        ? sql`, closed_at = null`
        : sql``;
  const placed =
    what.kind === 'thread'
      ? sql`, placed as (
          insert into incident_threads (incident, channel, ts)
          select incident, ${what.place.channel}::text, ${what.place.ts}::text from written on conflict do nothing
        )`
      : sql``;
  const sent =
    outside.length > 0
      ? sql`, sent as (
          insert into outbox (lane, key, stream, seq, body, state, at)
          select told.lane, 'out:' || told.lane || ':' || incident || ':' || seq, 'out:' || told.lane || ':' || incident, seq,
            jsonb_build_object('kind', 'incident', 'incident', incident), 'waiting', at
          from written cross join unnest(array[${sql.join(outside)}]::text[]) as told (lane)
        )`
      : sql``;
  const { rows } = await sql<Appended>`
    with tail as (
      select coalesce(max(seq), 0) as last from incident_events where incident = ${incident}
    ), written as (
      insert into incident_events (incident, seq, at, by_id, by_name, key, kind, what)
      select ${incident}::text, last + 1, ${at}::timestamptz, ${by.id}::text, ${by.name}::text, ${key}::text,
        ${what.kind}::text, ${jsonText(what)}::jsonb
      from tail where last > 0 and (${afterSeq}::integer is null or last <= ${afterSeq}::integer)
      on conflict do nothing returning incident, seq, at
    ), said as (
      insert into outbox (key, stream, seq, body, state, at)
      select incident || ':' || seq, incident, seq, '{"kind":"event"}'::jsonb, 'waiting', at from written
    ), changed as (
      update incidents set changed_at = ${at}${closedAt} from written where incidents.id = written.incident
    ), shown as (
      update cards set newest_seq = written.seq from written where cards.incident = written.incident
    )${placed}${sent}${tunnelsMoved(what)}
    select (select seq from written) as seq, last from tail`.execute(database);
  const [result] = rows;
  if (!result) throw new Error('the database did not say what it appended');
  return result;
}
