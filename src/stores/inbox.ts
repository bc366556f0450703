// What Slack sent, kept from its acknowledgement until it was acted on; a process that dies leaves it to the next one.

import { type Kysely, sql } from 'kysely';
import type { InboxStore, LeftAct } from '../incidents/outbox.js';
import { gathered } from './gathered.js';
import { jsonText } from './json.js';
import { isFree } from './lease.js';
import type { Tables } from './tables.js';

interface Taken {
  readonly key: string;
  readonly body: string;
  readonly owner: string;
  readonly now: string;
  readonly until: string;
}

/** Rows in one statement: enough for a rush, few enough that a statement is short. */
const together = 100;

/** @param urgent for taking: Slack waits three seconds for its acknowledgement, whatever else is being written. */
export function createInboxStore(database: Kysely<Tables>, urgent: Kysely<Tables> = database): InboxStore {
  const take = gathered(together, (acts: readonly Taken[]) => insert(urgent, acts));
  const finish = gathered(together, (acts: readonly { readonly key: string; readonly owner: string }[]) =>
    markDone(database, acts),
  );
  return {
    take: (key, body, owner, now, until) => take({ key, body: jsonText(body), owner, now, until }),
    async keep(keys, owner, now, until) {
      for (let first = 0; first < keys.length; first += together) {
        await database
          .updateTable('inbox')
          .set({ claimed_at: now, claimed_until: until })
          .where('key', 'in', keys.slice(first, first + together))
          .where('claimed_by', '=', owner)
          .where('done', '=', false)
          .execute();
      }
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
      await finish({ key, owner });
    },
    abandoned: (owner, now, until, limit) =>
      takeOver(database, sql`attempts = 1 and ${isFree(now)} order by at limit ${limit}`, owner, now, until),
    async suspect(owner, now, until) {
      // Whatever was in flight least often is the least likely to end the process.
      const which = sql`attempts > 1 and ${isFree(now)} order by attempts, at limit 1`;
      const [one] = await takeOver(database, which, owner, now, until);
      return one ?? null;
    },
    async forgetHolders() {
      await database.updateTable('inbox').set({ claimed_until: null }).where('done', '=', false).execute();
    },
  };
}

async function insert(database: Kysely<Tables>, acts: readonly Taken[]): Promise<readonly boolean[]> {
  const rows = await database
    .insertInto('inbox')
    .values(
      acts.map(({ key, body, owner, now, until }) => ({
        key,
        body,
        at: now,
        claimed_by: owner,
        claimed_at: now,
        claimed_until: until,
      })),
    )
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('key')
    .execute();
  const ours = new Set(rows.map(({ key }) => key));
  // One payload delivered twice in the same moment is one row, and the first one's.
  return acts.map(({ key }) => ours.delete(key));
}

async function markDone(
  database: Kysely<Tables>,
  acts: readonly { readonly key: string; readonly owner: string }[],
): Promise<readonly true[]> {
  for (const owner of new Set(acts.map((act) => act.owner)))
    await database
      .updateTable('inbox')
      .set({ done: true, body: null, claimed_until: null })
      .where(
        'key',
        'in',
        acts.filter((act) => act.owner === owner).map(({ key }) => key),
      )
      .where('claimed_by', '=', owner)
      .execute();
  return acts.map(() => true);
}

/** Oldest first. */
async function takeOver(
  database: Kysely<Tables>,
  which: ReturnType<typeof sql>,
  owner: string,
  now: string,
  until: string,
): Promise<readonly LeftAct[]> {
  const { rows } = await sql<LeftAct & { readonly at: string }>`
    with left_behind as (select key from inbox where not done and ${which} for update skip locked)
    update inbox set claimed_by = ${owner}, claimed_at = ${now}, claimed_until = ${until}, attempts = inbox.attempts + 1
    from left_behind where inbox.key = left_behind.key
    returning inbox.key, inbox.body, inbox.attempts, inbox.at`.execute(database);
  return rows
    .toSorted((a, b) => a.at.localeCompare(b.at))
    .map(({ key, body, attempts }) => ({ key, body, attempts }));
}
