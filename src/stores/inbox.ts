// What Slack sent, kept from its acknowledgement until it was acted on; a process that dies leaves it to the next one.

import { type Kysely, sql } from 'kysely';
import type { InboxStore } from '../incidents/outbox.js';
import { jsonText } from './json.js';
import type { Tables } from './tables.js';

/** A payload that ends the process each time must not do so for ever. */
const mostAttempts = 5;

export function createInboxStore(database: Kysely<Tables>): InboxStore {
  return {
    async take(key, body, owner, now, until) {
      const row = await database
        .insertInto('inbox')
        .values({ key, body: jsonText(body), at: now, claimed_by: owner, claimed_until: until })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .returning('key')
        .executeTakeFirst();
      return row !== undefined;
    },
    async keep(key, owner, until) {
      await database
        .updateTable('inbox')
        .set({ claimed_until: until })
        .where('key', '=', key)
        .where('claimed_by', '=', owner)
        .execute();
    },
    async release(key, owner) {
      await database
        .deleteFrom('inbox')
        .where('key', '=', key)
        .where('claimed_by', '=', owner)
        .where('done', '=', false)
        .execute();
    },
    async done(key, owner) {
      await database
        .updateTable('inbox')
        .set({ done: true, body: null, claimed_until: null })
        .where('key', '=', key)
        .where('claimed_by', '=', owner)
        .execute();
    },
    async abandoned(owner, now, until, limit) {
      await database
        .updateTable('inbox')
        .set({ done: true, body: null })
        .where('done', '=', false)
        .where('attempts', '>=', mostAttempts)
        .where((row) => row.or([row('claimed_until', 'is', null), row('claimed_until', '<=', now)]))
        .execute();
      const { rows } = await sql<{ key: string; body: unknown; at: string }>`
        with left_behind as (
          select key from inbox where not done and (claimed_until is null or claimed_until <= ${now})
          order by at limit ${limit} for update skip locked
        )
        update inbox set claimed_by = ${owner}, claimed_until = ${until}, attempts = inbox.attempts + 1
        from left_behind where inbox.key = left_behind.key
        returning inbox.key, inbox.body, inbox.at`.execute(database);
      return rows.toSorted((a, b) => a.at.localeCompare(b.at)).map(({ key, body }) => ({ key, body }));
    },
    async forgetHolders() {
      await database.updateTable('inbox').set({ claimed_until: null }).where('done', '=', false).execute();
    },
  };
}
