// The audit log in SQL; the table itself refuses updates.

import type { Kysely } from 'kysely';
import type { AuditLog } from '../access/audit.js';
import type { Tables } from './tables.js';

export function createAuditLog(database: Kysely<Tables>): AuditLog {
  return {
    async add(row) {
      await database
        .insertInto('audit')
        .values({
          at: row.at,
          person_id: row.personId,
          person_name: row.personName,
          channel: row.channel,
          via: row.via,
          command: row.command,
          result: row.result,
          duration_ms: row.durationMs,
        })
        .execute();
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
