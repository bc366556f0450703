// A backup into a database: one transaction that ends with what the backup says, brought up to this version, or changes nothing.

import type { Readable } from 'node:stream';
import { type Kysely, sql } from 'kysely';
import { Problem } from '../../domain/problem.js';
import type { Database } from '../database.js';
import { requireAlone } from '../inUse.js';
import { hasTable, knownSteps, migrateWithin } from '../migrate.js';
import { type Migration, migrations, tablesOf } from '../migrations.js';
import type { Tables } from '../tables.js';
import { type BackupContents, readBackup } from './backupFile.js';
import { rowsOf } from './dump.js';
import { difference, Tally } from './format.js';

export interface RestoreOptions {
  readonly now: () => Date;
  /** Whether what the database holds already may go. */
  readonly replace: boolean;
}

/** One statement holds no more. */
const mostRows = 500;
const mostCharacters = 2_000_000;
/** Its rows say nothing of whether anybody ever used the database. */
const alwaysFilled: readonly string[] = ['upkeep'];

/**
 * @param database opened `alone` and as it is.
 * @throws Problem `store-in-use`, `store-not-empty`, `store-other-version`, `backup-unusable`.
 */
export async function restore(
  { sql: database, engine }: Pick<Database, 'sql' | 'engine'>,
  source: Readable,
  { now, replace }: RestoreOptions,
): Promise<BackupContents> {
  const at = now().toISOString();
  return await database.transaction().execute(async (transaction) => {
    // PGlite's folder has one user anyway.
    if (engine === 'postgresql') await requireAlone(transaction);
    const rows = new Rows(transaction);
    const contents = await readBackup(source, {
      async header({ steps }) {
        const known = knownSteps(steps);
        if (!replace) await requireEmpty(transaction);
        await remake(transaction, at, known);
      },
      row: (table, row) => rows.add(table, row),
    });
    await rows.flush();
    await countOn(transaction, Object.keys(contents.tables));
    await requireSame(transaction, contents);
    await migrateWithin(transaction, at);
    return contents;
  });
}

async function requireEmpty(transaction: Kysely<Tables>): Promise<void> {
  for (const table of tablesOf(migrations)) {
    if (alwaysFilled.includes(table) || !(await hasTable(transaction, table))) continue;
    const found = await sql`select 1 from ${sql.table(table)} limit 1`.execute(transaction);
    if (found.rows.length > 0) throw new Problem('store-not-empty', { table });
  }
}

/** As the version made them that wrote the backup: its rows fit these, and are brought up to date like any others. */
async function remake(transaction: Kysely<Tables>, at: string, steps: readonly Migration[]): Promise<void> {
  const own = ['migrations', ...tablesOf(migrations)].map((table) => sql.table(table));
  await sql`drop table if exists ${sql.join(own)}`.execute(transaction);
  await sql`drop function if exists audit_refuses()`.execute(transaction);
  await migrateWithin(transaction, at, steps);
  // What steps put into their tables stands in the backup too.
  for (const table of tablesOf(steps).toReversed())
    await sql`delete from ${sql.table(table)}`.execute(transaction);
}

/** Rows on their way, several in a statement. */
class Rows {
  readonly #transaction: Kysely<Tables>;
  #table = '';
  #rows: string[] = [];
  #characters = 0;

  constructor(transaction: Kysely<Tables>) {
    this.#transaction = transaction;
  }

  async add(table: string, row: string): Promise<void> {
    const isFull = this.#rows.length >= mostRows || this.#characters >= mostCharacters;
    if (table !== this.#table || isFull) await this.flush();
    this.#table = table;
    this.#rows.push(row);
    this.#characters += row.length;
  }

  async flush(): Promise<void> {
    const rows = this.#rows;
    this.#rows = [];
    this.#characters = 0;
    if (rows.length === 0) return;
    const table = sql.table(this.#table);
    const text = `[${rows.join(',')}]`;
    await sql`insert into ${table} overriding system value
      select * from json_populate_recordset(null::${table}, ${text}::json)`.execute(this.#transaction);
  }
}

/** Numbers that the database gives go on behind the highest. */
async function countOn(transaction: Kysely<Tables>, tables: readonly string[]): Promise<void> {
  const { rows } = await sql<{ table: string; column: string }>`
    select table_name as "table", column_name as "column" from information_schema.columns
    where table_schema = current_schema() and is_identity = 'YES'`.execute(transaction);
  for (const { table, column } of rows.filter((one) => tables.includes(one.table))) {
    const highest = sql`(select max(${sql.ref(column)}) from ${sql.table(table)})`;
    await sql`select setval(pg_get_serial_sequence(${table}, ${column}), coalesce(${highest}, 1), ${highest} is not null)`.execute(
      transaction,
    );
  }
}

/** What stands there is read back as it would be for another backup. */
async function requireSame(transaction: Kysely<Tables>, { tables }: BackupContents): Promise<void> {
  const tally = new Tally();
  for (const table of Object.keys(tables)) {
    tally.begin(table);
    for await (const rows of rowsOf(transaction, table)) for (const row of rows) tally.add(row);
  }
  const wrong = difference(tables, tally.counted());
  if (wrong !== null)
    throw new Problem('backup-unusable', {
      file: 'the backup',
      detail: `restored, ${wrong}; nothing was kept`,
    });
}
