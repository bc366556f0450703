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

async function removeRows({ executeSql }: Database): Promise<void> {
  const { rows } = await executeSql(
    `select string_agg(quote_ident(tablename), ', ') as names from pg_tables
     where schemaname = 'public' and tablename not in ('migrations', 'upkeep')`,
  );
  const { names } = rows[0] as { names: string };
  // The audit log refuses to lose rows, as it should.
  await executeSql('set session_replication_role = replica');
  await executeSql(`truncate ${names} restart identity cascade`);
  await executeSql('set session_replication_role = default');
  // The one row that a migration writes.
  await executeSql('update upkeep set at = now()');
}
