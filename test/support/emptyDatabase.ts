// One PGlite for all tests of a worker, emptied between them: opening one takes longer than most of the tests that need it.

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../src/stores/database.js';

interface Opened {
  readonly database: Database;
  /** Names as SQL writes them. They are asked for once: that takes as long as removing the rows. */
  readonly tables: readonly string[];
  readonly sequences: readonly string[];
}

const idle: Opened[] = [];

/** As it is after its migrations. `close` gives it back for the next test; the folder goes when all tests are over. */
export async function openEmptyDatabase(): Promise<Database> {
  const opened = idle.pop() ?? (await openOne());
  return {
    ...opened.database,
    async close() {
      await removeRows(opened);
      idle.push(opened);
    },
  };
}

async function openOne(): Promise<Opened> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'tunnelmedic-database-'));
  const database = await openDatabase(
    { dataFolder, pid: process.pid },
    () => new Date('2026-03-01T10:00:00Z'),
  );
  const namesOf = async (select: string): Promise<readonly string[]> => {
    const { rows } = await database.executeSql(`select quote_ident(name) as name from (${select}) as found`);
    return (rows as readonly { readonly name: string }[]).map(({ name }) => name);
  };
  // No power is cut here: a commit need not wait for the disk.
  await database.executeSql('set synchronous_commit = off');
  return {
    database,
    tables: await namesOf(
      `select tablename as name from pg_tables where schemaname = 'public' and tablename not in ('migrations', 'upkeep')`,
    ),
    sequences: await namesOf(`select sequencename as name from pg_sequences where schemaname = 'public'`),
  };
}

/** Truncating makes every table and index a new file: that would take longer than a test. Only what grew large is. */
const largeBytes = 128 * 1024;

async function removeRows({ database: { executeSql }, tables, sequences }: Opened): Promise<void> {
  const { rows } = await executeSql(
    `select ${tables.map((name, index) => `pg_relation_size('${name}') > ${largeBytes} as t${index}`).join(', ')}`,
  );
  const isLarge = rows[0] as Readonly<Record<string, boolean>>;
  await executeSql(
    [
      // The audit log refuses to lose rows, as it should.
      'set session_replication_role = replica',
      ...tables.map((name, index) =>
        isLarge[`t${index}`] ? `truncate ${name} cascade` : `delete from ${name}`,
      ),
      ...sequences.map((name) => `select setval('${name}', 1, false)`),
      'set session_replication_role = default',
      // The one row that a migration writes.
      'update upkeep set at = now()',
    ].join(';\n'),
  );
}
