// One SQL on two engines: PGlite in the data folder, or PostgreSQL by its URL; everything above sees only kysely.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { types as liteTypes, PGlite } from '@electric-sql/pglite';
import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import pg from 'pg';
import { Problem } from '../domain/problem.js';
import { checkedConnection } from './checkedConnection.js';
import { lockFolder } from './lockFile.js';
import { migrate } from './migrations.js';
import { PglitePool } from './pglitePool.js';
import type { Tables } from './tables.js';

export interface Database {
  readonly engine: 'pglite' | 'postgresql';
  readonly sql: Kysely<Tables>;
  /** The same tables, for what somebody waits for in seconds: it never stands behind the rest. */
  readonly urgent: Kysely<Tables>;
  /** What pg-boss needs to run its own statements on the same connection or pool. */
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[]; rowCount: number }>;
  close(): Promise<void>;
}

export type DatabaseSettings =
  | { readonly dataFolder: string; readonly pid: number }
  | { readonly url: string };

/**
 * Opens and migrates. Times come back as ISO 8601 UTC text, bigint counts as numbers, on both engines.
 * @throws Problem `store-locked` when another process holds the data folder, `store-unreachable` when PostgreSQL cannot be asked.
 */
export async function openDatabase(settings: DatabaseSettings, now: () => Date): Promise<Database> {
  const database =
    'url' in settings ? openPostgres(settings.url) : await openPglite(settings.dataFolder, settings.pid);
  try {
    await migrate(database.sql, now().toISOString());
    return database;
  } catch (error) {
    await database.close();
    throw new Problem('store-unusable', { detail: sentenceOf(error) });
  }
}

/** PostgreSQL's own words for what is wrong, without connection details. */
function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it answered something unknown';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'ETIMEDOUT')
    return 'nobody answers at its address';
  if (code === '28P01' || code === '28000') return 'it refuses the user or password';
  return error.message.replace(/postgres(ql)?:\/\/\S+/g, 'the database address');
}

function isoText(value: string): string {
  return new Date(value).toISOString();
}

const timestamptz = 1184;
const int8 = 20;

function kyselyOver(pool: PostgresPool): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

function openPostgres(url: string): Database {
  const types = new pg.TypeOverrides();
  types.setTypeParser(timestamptz, isoText);
  types.setTypeParser(int8, Number);
  const poolOf = (max: number): pg.Pool => {
    const pool = new pg.Pool({
      ...checkedConnection(url),
      max,
      connectionTimeoutMillis: 5_000,
      types,
      options: '-c timezone=UTC',
    });
    // An idle connection that breaks is replaced by the pool; without a listener the event would end the process.
    pool.on('error', () => undefined);
    return pool;
  };
  const pool = poolOf(8);
  const urgent = poolOf(1);
  return {
    engine: 'postgresql',
    sql: kyselyOver(pool),
    urgent: kyselyOver(urgent),
    async executeSql(text, values) {
      const result = await pool.query(text, values);
      const last = Array.isArray(result) ? result.at(-1) : result;
      return { rows: last?.rows ?? [], rowCount: last?.rowCount ?? 0 };
    },
    async close() {
      await Promise.all([pool.end(), urgent.end()]);
    },
  };
}

async function openPglite(dataFolder: string, pid: number): Promise<Database> {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const lock = lockFolder(join(dataFolder, 'store.lock'), pid);
  if ('heldBy' in lock) throw new Problem('store-locked', { folder: dataFolder, pid: lock.heldBy });
  const lite = await PGlite.create(join(dataFolder, 'store'), {
    parsers: { [liteTypes.TIMESTAMPTZ]: isoText, [liteTypes.INT8]: Number },
  });
  const pool = new PglitePool(lite);
  let closed = false;
  return {
    engine: 'pglite',
    sql: kyselyOver(pool),
    urgent: kyselyOver(pool.urgent),
    executeSql: (text, values) => pool.run(text, values),
    async close() {
      if (closed) return;
      closed = true;
      await pool.end();
      lock.release();
    },
  };
}
