// The heads of threads in SQL: where each stands, and up to which event it was drawn.

import { type Kysely, sql } from 'kysely';
import type { CardStore } from '../incidents/outbox.js';
import type { Tables } from './tables.js';

export function createCardStore(database: Kysely<Tables>): CardStore {
  return {
    async place(incident, { channel, ts }, drawnSeq) {
      await database
        .insertInto('cards')
        .values({ incident, channel, ts, drawn_seq: drawnSeq, claimed_until: null, claimed_by: null })
        .onConflict((conflict) => conflict.column('incident').doNothing())
        .execute();
    },
    async claim(owner, now, until, limit) {
      const { rows } = await sql<{ incident: string; channel: string; ts: string }>`
        with behind as (
          select incident from cards c
          where (claimed_until is null or claimed_until <= ${now})
            and drawn_seq < (select max(seq) from incident_events e where e.incident = c.incident)
          order by incident limit ${limit} for update skip locked
        )
        update cards set claimed_by = ${owner}, claimed_until = ${until}
        from behind where cards.incident = behind.incident
        returning cards.incident, cards.channel, cards.ts`.execute(database);
      return rows.map(({ incident, channel, ts }) => ({ incident, place: { channel, ts } }));
    },
    async drawn(incident, owner, seq, notBefore) {
      await database
        .updateTable('cards')
        .set({ drawn_seq: seq, claimed_until: notBefore })
        .where('incident', '=', incident)
        .where('claimed_by', '=', owner)
        .execute();
    },
  };
}
