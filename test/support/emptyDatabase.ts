// One PGlite for all tests of a worker, emptied between them: opening one takes longer than most of the tests that need it.

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../src/stores/database.js';

const idle: Database[] = [];

/** As it is after its migrations. `close` gives it back for the next test; the folder goes when all tests are over. */
export async function openEmptyDatabase(): Promise<Database> {
  const database = idle.pop() ?? (await openOne());
  return {
    ...database,
    async close() {
      await removeRows(database);
      idle.push(database);
    },
  };
}

function openOne(): Promise<Database> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'tunnelmedic-database-'));
  return openDatabase({ dataFolder, pid: process.pid }, () => new Date('2026-03-01T10:00:00Z'));
}

/** Truncating makes every table and index a new file: that would take longer than a test. Only what grew large is. */
const largeBytes = 128 * 1024;

async function removeRows({ executeSql }: Database): Promise<void> {
  const { rows } = await executeSql(
    `select quote_ident(tablename) as name, pg_table_size(quote_ident(tablename)::regclass) > ${largeBytes} as large from pg_tables
     where schemaname = 'public' and tablename not in ('migrations', 'upkeep')`,
  );
  const tables = rows as readonly { readonly name: string; readonly large: boolean }[];
  const { rows: sequences } = await executeSql(
    `select quote_literal(quote_ident(sequencename)) as name from pg_sequences where schemaname = 'public'`,
  );
  await executeSql(
    [
      // The audit log refuses to lose rows, as it should.
      'set session_replication_role = replica',
      ...tables.map(({ name, large }) => (large ? `truncate ${name} cascade` : `delete from ${name}`)),
      ...(sequences as readonly { readonly name: string }[]).map(
        ({ name }) => `select setval(${name}, 1, false)`,
      ),
      'set session_replication_role = default',
      // The one row that a migration writes.
      'update upkeep set at = now()',
    ].join(';\n'),
  );
}
