// What is forgotten after a time: closed incidents with everything that hangs on them, audit rows, remembered payloads and alerts.

import { type Kysely, sql } from 'kysely';
import type { Database } from './database.js';
import { mostWhileClosing, mostWhileServing, rewriteFiles } from './rewrite.js';
import { rollUpSamples, type SampleDays } from './sampleRollUp.js';
import type { Tables } from './tables.js';

/** Everything older than these instants goes; ISO 8601 UTC. Open incidents, open remarks and unsaid messages stay whatever their age. */
export interface RetentionLimits {
  readonly incidents: string;
  readonly audit: string;
  readonly seen: string;
  /** Periods, marks and mutes of the watch. */
  readonly history: string;
}

export interface KeepDays extends SampleDays {
  readonly incidentDays: number;
  readonly auditDays: number;
  readonly historyDays: number;
}

/** Bytes of the largest table that is written anew, as in `Rewriting`. */
export interface RewriteBounds {
  readonly serving?: number;
  readonly closing?: number;
}

const hourMs = 3_600_000;
/** Less than a day, so that a daily job never finds that it comes a minute early. */
const againMs = 20 * hourMs;
/** Of the table `upkeep`: some tables wait for `rewriteLeft`. */
const leftRow = 'rewrite-left';
/** Slack gives up redelivering long before. */
const seenDays = 7;

/**
 * At most once a day, whoever comes first: the service's job, a replica, or a command in the terminal that had the database open.
 * @returns false when it was done already.
 */
export async function forgetOld(
  database: Database,
  keep: KeepDays,
  now: Date,
  { serving = mostWhileServing }: RewriteBounds = {},
): Promise<boolean> {
  const ago = (ms: number): string => new Date(now.getTime() - ms).toISOString();
  const isDue = await database.sql.transaction().execute(async (transaction) => {
    if (!(await claim(transaction, now.toISOString(), ago(againMs)))) return false;
    await remove(transaction, {
      incidents: ago(keep.incidentDays * 24 * hourMs),
      audit: ago(keep.auditDays * 24 * hourMs),
      seen: ago(seenDays * 24 * hourMs),
      history: ago(keep.historyDays * 24 * hourMs),
    });
    return true;
  });
  // In steps of its own: everything in one transaction would hold the database for long.
  if (isDue) await rollUpSamples(database.sql, keep, now);
  // PostgreSQL of its own does this by itself.
  if (isDue && database.engine === 'pglite' && (await rewriteFiles(database, { most: serving })))
    await database.sql
      .insertInto('upkeep')
      .values({ name: leftRow, at: now.toISOString() })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  return isDue;
}

/**
 * What was too large to be written anew while people waited. Called when nobody waits any more, before the database is closed.
 * @returns false when nothing was left.
 */
export async function rewriteLeft(
  database: Database,
  { serving = mostWhileServing, closing = mostWhileClosing }: RewriteBounds = {},
): Promise<boolean> {
  if (database.engine !== 'pglite') return false;
  const left = database.sql.selectFrom('upkeep').select('name').where('name', '=', leftRow);
  if ((await left.executeTakeFirst()) === undefined) return false;
  await rewriteFiles(database, { most: closing, above: serving });
  // Only now: a process that was killed meanwhile leaves it to the next one.
  await database.sql.deleteFrom('upkeep').where('name', '=', leftRow).execute();
  return true;
}

export async function removeOlderThan(database: Kysely<Tables>, limits: RetentionLimits): Promise<void> {
  await database.transaction().execute((transaction) => remove(transaction, limits));
}

async function claim(transaction: Kysely<Tables>, at: string, before: string): Promise<boolean> {
  const row = await transaction
    .insertInto('upkeep')
    .values({ name: 'retention', at })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ at }).where('upkeep.at', '<', before))
    .returning('name')
    .executeTakeFirst();
  return row !== undefined;
}

async function remove(transaction: Kysely<Tables>, limits: RetentionLimits): Promise<void> {
  // Until the end of the transaction: the audit log refuses every other DELETE.
  await sql`select set_config('tunnelmedic.retention', 'on', true)`.execute(transaction);
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
  for (const stream of ['handoff:%', 'notice:%', 'alert:%'])
    await transaction
      .deleteFrom('outbox')
      .where('stream', 'like', stream)
      .where('state', 'in', ['posted', 'refused'])
      .where('at', '<', limits.incidents)
      .execute();
  // Whoever they were for may be in no configuration any more, and then nobody works them off.
  await transaction
    .deleteFrom('outbox')
    .where('lane', '<>', 'chat')
    .where('at', '<', limits.incidents)
    .execute();
  await transaction
    .deleteFrom('alerts')
    .where('state', '=', 'done')
    .where('last_at', '<', limits.seen)
    .execute();
  await transaction.deleteFrom('notices').where('changed_at', '<', limits.incidents).execute();
  await transaction.deleteFrom('handoffs').where('to_at', '<', limits.incidents).execute();
  await transaction.deleteFrom('remarks').where('done_at', '<', limits.incidents).execute();
  await transaction.deleteFrom('known_good').where('last_at', '<', limits.incidents).execute();
  await transaction.deleteFrom('verdicts').where('at', '<', limits.incidents).execute();
  await transaction.deleteFrom('judgements').where('at', '<', limits.incidents).execute();
  await transaction.deleteFrom('watch_periods').where('to_at', '<', limits.history).execute();
  await transaction.deleteFrom('watch_marks').where('at', '<', limits.history).execute();
  await transaction.deleteFrom('watch_mutes').where('until_at', '<', limits.history).execute();
  await transaction.deleteFrom('watch_untold').where('at', '<', limits.seen).execute();
  await transaction.deleteFrom('audit').where('at', '<', limits.audit).execute();
  await transaction.deleteFrom('seen').where('at', '<', limits.seen).execute();
  await transaction.deleteFrom('inbox').where('done', '=', true).where('at', '<', limits.seen).execute();
}
