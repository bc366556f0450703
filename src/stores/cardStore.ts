// The heads of threads in SQL: where each stands, up to which event it was drawn, and up to which it should be.

import { type Kysely, sql } from 'kysely';
import type { CardStore } from '../incidents/outbox.js';
import { isFree } from './lease.js';
import type { Tables } from './tables.js';

export function createCardStore(database: Kysely<Tables>): CardStore {
  return {
    async place(incident, { channel, ts }, drawnSeq) {
      await sql`
        insert into cards (incident, channel, ts, drawn_seq, newest_seq)
        values (${incident}, ${channel}, ${ts}, ${drawnSeq},
          coalesce((select max(seq) from incident_events where incident = ${incident}), 0))
        on conflict (incident) do nothing`.execute(database);
    },
    async claim(owner, now, until, limit) {
      const { rows } = await sql<{ incident: string; channel: string; ts: string }>`
        with behind as (
          select incident from cards where drawn_seq < newest_seq and ${isFree(now)}
          order by incident limit ${limit} for update skip locked
        )
        update cards set claimed_by = ${owner}, claimed_at = ${now}, claimed_until = ${until}
        from behind where cards.incident = behind.incident
        returning cards.incident, cards.channel, cards.ts`.execute(database);
      return rows.map(({ incident, channel, ts }) => ({ incident, place: { channel, ts } }));
    },
    async drawn(incident, owner, seq, now, notBefore) {
      await database
        .updateTable('cards')
        .set({ drawn_seq: seq, claimed_at: now, claimed_until: notBefore })
        .where('incident', '=', incident)
        .where('claimed_by', '=', owner)
        .execute();
    },
  };
}
