// How many rows wait in the outbox and in the inbox, for metrics.

import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.js';

export interface WaitingRows {
  /** Messages to the chat. */
  readonly outbox: number;
  readonly inbox: number;
  /** What is to be told to systems outside. */
  readonly outgoing: number;
}

export async function waitingRows(database: Kysely<Tables>): Promise<WaitingRows> {
  const { rows } = await sql<WaitingRows>`
    select count(*) filter (where lane = 'chat')::int as outbox, count(*) filter (where lane <> 'chat')::int as outgoing,
      (select count(*)::int from inbox where not done) as inbox
    from outbox where state in ('waiting', 'posting')`.execute(database);
  return rows[0] ?? { outbox: 0, inbox: 0, outgoing: 0 };
}
