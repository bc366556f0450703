// A schema of its own on a real PostgreSQL, for one test file, dropped at the end.

import pg from 'pg';
import { type Database, openDatabase } from '../../../src/stores/database.js';

export async function openPostgresSchema(
  url: string,
  now: () => Date,
  alone = false,
): Promise<{ database: Database; url: string; drop: () => Promise<void> }> {
  const schema = `test_${process.pid}_${Math.random().toString(36).slice(2)}`;
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(`create schema ${schema}`);
  const own = new URL(url);
  own.searchParams.set('options', `-c search_path=${schema}`);
  const database = await openDatabase({ url: own.toString() }, now, { alone });
  return {
    database,
    url: own.toString(),
    async drop() {
      await admin.query(`drop schema ${schema} cascade`);
      await admin.end();
    },
  };
}
