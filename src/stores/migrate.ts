// Applies the steps of the schema once, in order, under a lock; a step that changed after it was applied stops the start.

import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { Problem } from '../domain/problem.js';
import { type Migration, migrations } from './migrations.js';
import type { Tables } from './tables.js';

/** A step as it was applied. */
export interface Applied {
  readonly id: string;
  /** SHA-256 of its statements, in hex. */
  readonly checksum: string;
}

/** Any number; it only has to be the same in every replica. */
const lockNumber = 7_241_990_113;

/** @returns the ids that were applied now, in order. @throws Problem `store-other-version`. */
export async function migrate(database: Kysely<Tables>, at: string): Promise<readonly string[]> {
  return await database.transaction().execute(async (transaction) => await migrateWithin(transaction, at));
}

/** The same in a transaction of the caller's. @param steps the newest of them is where it stops. */
export async function migrateWithin(
  transaction: Kysely<Tables>,
  at: string,
  steps: readonly Migration[] = migrations,
): Promise<readonly string[]> {
  await sql`select pg_advisory_xact_lock(${sql.lit(lockNumber)})`.execute(transaction);
  await sql`create table if not exists migrations (id text primary key, checksum text not null, at timestamptz not null)`.execute(
    transaction,
  );
  const applied = await appliedSteps(transaction);
  knownSteps(applied);
  const now: string[] = [];
  for (const migration of steps.filter(({ id }) => !applied.some((one) => one.id === id))) {
    for (const statement of migration.statements) await sql.raw(statement).execute(transaction);
    const { id } = migration;
    await transaction
      .insertInto('migrations')
      .values({ id, checksum: checksumOf(migration), at })
      .execute();
    now.push(id);
  }
  return now;
}

/** In order; none of a database that nobody ever opened. */
export async function appliedSteps(database: Kysely<Tables>): Promise<readonly Applied[]> {
  if (!(await hasTable(database, 'migrations'))) return [];
  return await database.selectFrom('migrations').select(['id', 'checksum']).orderBy('id').execute();
}

export async function hasTable(database: Kysely<Tables>, table: string): Promise<boolean> {
  const { rows } = await sql<{
    there: boolean;
  }>`select exists (select from pg_tables where schemaname = current_schema() and tablename = ${table}) as there`.execute(
    database,
  );
  return rows[0]?.there === true;
}

/**
 * The steps of ours that made what was applied.
 * @throws Problem `store-other-version` for a step that we do not know, or know otherwise.
 */
export function knownSteps(applied: readonly Applied[]): readonly Migration[] {
  const unknown = applied.filter(({ id }) => !migrations.some((migration) => migration.id === id));
  if (unknown.length > 0)
    throw new Problem('store-other-version', {
      detail: `it was made by a newer version (it has ${unknown.map(({ id }) => id).join(', ')})`,
    });
  return migrations.filter((migration) => {
    const found = applied.find(({ id }) => id === migration.id);
    if (found && found.checksum !== checksumOf(migration))
      throw new Problem('store-other-version', {
        detail: `the migration ${migration.id} was changed after it was applied`,
      });
    return found !== undefined;
  });
}

function checksumOf({ statements }: Migration): string {
  return createHash('sha256').update(statements.join(';\n')).digest('hex');
}
