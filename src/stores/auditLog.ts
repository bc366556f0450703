// The audit log in SQL; the table itself refuses every change but new rows, and to retention the old ones.

import type { Kysely } from 'kysely';
import type { AuditLog, AuditRow } from '../access/audit.js';
import { gathered } from './gathered.js';
import type { Tables } from './tables.js';

const together = 100;

export function createAuditLog(database: Kysely<Tables>): AuditLog {
  const add = gathered(together, async (rows: readonly AuditRow[]) => {
    await database
      .insertInto('audit')
      .values(
        rows.map((row) => ({
          at: row.at,
          person_id: row.personId,
          person_name: row.personName,
          channel: row.channel,
          via: row.via,
          command: row.command,
          result: row.result,
          duration_ms: row.durationMs,
        })),
      )
      .execute();
    return rows.map(() => true);
  });
  return {
    async add(row) {
      await add(row);
    },
    async read({ since, person, limit }) {
      let query = database
        .selectFrom('audit')
        .selectAll()
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit);
      if (since !== undefined) query = query.where('at', '>=', since);
      if (person !== undefined) query = query.where('person_id', '=', person);
      return (await query.execute()).map((row) => ({
        at: row.at,
        personId: row.person_id,
        personName: row.person_name,
        channel: row.channel,
        via: row.via,
        command: row.command,
        result: row.result,
        durationMs: row.duration_ms,
      }));
    },
  };
}
