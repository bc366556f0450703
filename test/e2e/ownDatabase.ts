// A database of its own on a real PostgreSQL, for one service or one set of replicas, dropped at the end.

import pg from 'pg';

export interface OwnDatabase {
  readonly url: string;
  /** Rows as PostgreSQL gives them. */
  query(text: string): Promise<readonly Record<string, unknown>[]>;
  drop(): Promise<void>;
}

let opened = 0;

/** A whole database, not a schema: the jobs keep their tables in a schema whose name is fixed. */
export async function openOwnDatabase(url = process.env.TEST_DATABASE_URL ?? ''): Promise<OwnDatabase> {
  if (url === '') throw new Error('TEST_DATABASE_URL is needed; scripts/with-postgres.sh sets it.');
  opened += 1;
  const name = `tunnelmedic_${process.pid}_${Date.now()}_${opened}`;
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(`create database ${name} template template0`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  const client = new pg.Client({ connectionString: own.toString() });
  await client.connect();
  return {
    url: own.toString(),
    query: async (text) => (await client.query(text)).rows,
    async drop() {
      await client.end();
      // What a killed process left open is closed with it.
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}
