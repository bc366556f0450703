// What is forgotten after a time: closed incidents with everything that hangs on them, audit rows, remembered payloads.

import type { Kysely } from 'kysely';
import type { Tables } from './tables.js';

/** Everything older than these instants goes; ISO 8601 UTC. Open incidents, open remarks and unsaid messages stay whatever their age. */
export interface RetentionLimits {
  readonly incidents: string;
  readonly audit: string;
  readonly seen: string;
}

export async function removeOlderThan(database: Kysely<Tables>, limits: RetentionLimits): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const gone = await transaction
      .deleteFrom('incidents')
      .where('closed_at', 'is not', null)
      .where('closed_at', '<', limits.incidents)
      .returning('id')
      .execute();
    // Their messages need no place any more.
    if (gone.length > 0)
      await transaction
        .deleteFrom('outbox')
        .where(
          'stream',
          'in',
          gone.map((row) => row.id),
        )
        .execute();
    await transaction
      .deleteFrom('outbox')
      .where('stream', 'like', 'handoff:%')
      .where('state', 'in', ['posted', 'refused'])
      .where('at', '<', limits.incidents)
      .execute();
    await transaction.deleteFrom('handoffs').where('to_at', '<', limits.incidents).execute();
    await transaction.deleteFrom('remarks').where('done_at', '<', limits.incidents).execute();
    await transaction.deleteFrom('audit').where('at', '<', limits.audit).execute();
    await transaction.deleteFrom('seen').where('at', '<', limits.seen).execute();
    await transaction.deleteFrom('inbox').where('done', '=', true).where('at', '<', limits.seen).execute();
  });
}
