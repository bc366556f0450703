// Verdicts and what people said of them in SQL; those of incidents are read from their timelines.

import { type Kysely, sql } from 'kysely';
import { isCause } from '../domain/causes.js';
import type { Confidence } from '../domain/verdict.js';
import type { FollowedVerdict, ToldVerdict, VerdictStore } from '../incidents/verdicts.js';
import type { Tables } from './tables.js';

interface Row {
  readonly id: string;
  readonly tunnel: string;
  readonly cause: string;
  readonly confidence: string;
  readonly at: string;
  readonly judged_at: string | null;
  readonly judged_by_id: string | null;
  readonly judged_by_name: string | null;
  readonly is_right: boolean | null;
  readonly judged_cause: string | null;
  readonly closed_with: string | null;
}

/** Those of diagnoses by themselves, and those in the timelines of incidents. */
const told = sql`
  select id, null as incident, tunnel, cause, confidence, at from verdicts
  union all
  select incident_events.incident || ':' || incident_events.seq, incidents.id, coalesce(incident_events.what #>> '{verdict,of}', incidents.tunnel),
    incident_events.what #>> '{verdict,cause}', incident_events.what #>> '{verdict,confidence}', incident_events.at
  from incident_events join incidents on incidents.id = incident_events.incident where incident_events.kind = 'verdict'`;

export function createVerdictStore(database: Kysely<Tables>): VerdictStore {
  return {
    async keep(verdict) {
      await database
        .insertInto('verdicts')
        .values(verdict)
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    },
    async find(id) {
      const { rows } = await sql<Row>`
        select id, tunnel, cause, confidence, at from (${told}) as told where id = ${id}`.execute(database);
      const [row] = rows;
      return row ? verdictOf(row) : null;
    },
    async judge({ verdict, by, at, right, cause }) {
      const said = { by_name: by.name, at, is_right: right, cause };
      await database
        .insertInto('judgements')
        .values({ verdict, by_id: by.id, ...said })
        .onConflict((conflict) => conflict.columns(['verdict', 'by_id']).doUpdateSet(said))
        .execute();
    },
    async list({ since, limit }) {
      const { rows } = await sql<Row>`
        select told.id, told.tunnel, told.cause, told.confidence, told.at, judged.at as judged_at, judged.by_id as judged_by_id,
          judged.by_name as judged_by_name, judged.is_right, judged.cause as judged_cause, closing.cause as closed_with
        from (${told}) as told
        left join lateral (
          select * from judgements where judgements.verdict = told.id order by at desc, by_id limit 1
        ) as judged on true
        left join lateral (
          select incident_events.what ->> 'cause' as cause
          from incidents join incident_events on incident_events.incident = incidents.id and incident_events.kind = 'closed'
          where incidents.closed_at is not null
            and (incidents.id = told.incident or (told.incident is null and exists (
                select 1 from incident_tunnels
                where incident_tunnels.incident = incidents.id and incident_tunnels.tunnel = told.tunnel and state <> 'left')
              and told.at between incidents.opened_at - interval '1 hour' and incidents.closed_at))
          order by incident_events.at desc limit 1
        ) as closing on true
        where told.at >= ${since}::timestamptz order by told.at desc, told.id limit ${limit}`.execute(
        database,
      );
      return rows.flatMap((row) => {
        const verdict = verdictOf(row);
        return verdict ? [{ ...verdict, ...followed(row) }] : [];
      });
    },
  };
}

/** Null for a cause that this version does not know. */
function verdictOf({ id, tunnel, cause, confidence, at }: Row): ToldVerdict | null {
  return isCause(cause) && isConfidence(confidence) ? { id, tunnel, cause, confidence, at } : null;
}

export function isConfidence(text: string): text is Confidence {
  return text === 'certain' || text === 'likely' || text === 'possible' || text === 'none';
}

function followed(row: Row): Pick<FollowedVerdict, 'judged' | 'closedWith'> {
  const { judged_by_id: byId, judged_by_name: byName, judged_at: at, is_right: right } = row;
  const judged =
    byId === null || byName === null || at === null || right === null
      ? null
      : { by: { id: byId, name: byName }, at, right, cause: causeOf(row.judged_cause) };
  return { judged, closedWith: causeOf(row.closed_with) };
}

function causeOf(text: string | null) {
  return text !== null && isCause(text) ? text : null;
}
