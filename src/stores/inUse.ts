// Who else uses a PostgreSQL of ours: each connection of a process holds a shared lock, so that a restore finds out whether it is alone.

import { hostname } from 'node:os';
import { type Kysely, sql } from 'kysely';
import { Problem } from '../domain/problem.js';
import type { Tables } from './tables.js';

/** Any number; the second one of the lock is the schema's, so that two installations in one database do not wait for each other. */
const ours = 724_199;
const lock = `(${ours}, hashtext(current_schema()))`;

/** Run first on each connection; it waits while a restore lasts. */
export const holdShared = `select pg_advisory_lock_shared${lock}`;

/** What pg_stat_activity shows; PostgreSQL cuts it at 63 bytes. */
export const applicationName = `tunnelmedic on ${hostname().slice(0, 30)}, pid ${process.pid}`;

/**
 * Until the transaction ends nobody else comes in.
 * @throws Problem `store-in-use`.
 */
export async function requireAlone(transaction: Kysely<Tables>): Promise<void> {
  const asked = await sql<{
    alone: boolean;
  }>`select pg_try_advisory_xact_lock${sql.raw(lock)} as alone`.execute(transaction);
  if (asked.rows[0]?.alone === true) return;
  const { rows } = await sql<{ name: string }>`
    select application_name as name from pg_locks join pg_stat_activity using (pid)
    where locktype = 'advisory' and classid = ${sql.lit(ours)} and pid <> pg_backend_pid() limit 1`.execute(
    transaction,
  );
  throw new Problem('store-in-use', { holder: rows[0]?.name ?? 'an unknown one', store: 'the database' });
}
