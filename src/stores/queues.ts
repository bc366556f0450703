// How many rows wait in the outbox and in the inbox, for metrics.

import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.js';

export async function waitingRows(
  database: Kysely<Tables>,
): Promise<{ readonly outbox: number; readonly inbox: number }> {
  const { rows } = await sql<{ outbox: number; inbox: number }>`
    select (select count(*)::int from outbox where state in ('waiting', 'posting')) as outbox,
      (select count(*)::int from inbox where not done) as inbox`.execute(database);
  return rows[0] ?? { outbox: 0, inbox: 0 };
}
