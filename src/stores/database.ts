// One SQL on two engines: PGlite in the data folder, or PostgreSQL by its URL; everything above sees only kysely.

import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import { Problem } from '../domain/problem.js';
import { migrate } from './migrate.js';
import { Outage, type OutageNews } from './outage.js';
import { openPgliteFolder, type Parsers, type PgliteFolderSettings } from './pgliteFolder.js';
import { refusalOf, unusable } from './postgresRefusal.js';
import type { PostgresSettings } from './postgresServer.js';
import { notRead } from './storeFolder.js';
import type { Tables } from './tables.js';
import { tellingApart, toldApart } from './toldApart.js';

export interface Database {
  readonly engine: 'pglite' | 'postgresql';
  readonly sql: Kysely<Tables>;
  /** The same tables, for what somebody waits for in seconds: it never stands behind the rest. */
  readonly urgent: Kysely<Tables>;
  /** What pg-boss needs to run its own statements on the same connection or pool. */
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[]; rowCount: number }>;
  close(): Promise<void>;
}

export type DatabaseSettings = PgliteFolderSettings | PostgresSettings;

export interface Opening {
  /** Its tables stay as the version made them that used it last: for who only copies them. */
  readonly asIs?: boolean;
  /** For who must be the only one: see `inUse.ts`. */
  readonly alone?: boolean;
  /** Told of outages; what fails in one then needs no line of its own. */
  readonly news?: OutageNews;
}

const parsers: Parsers = { timestamptz: (text) => new Date(text).toISOString(), int8: Number };

/**
 * Opens, and migrates unless it shall stay as it is. Times come back as ISO 8601 UTC text, bigint counts as numbers, on both engines.
 * @throws Problem `store-locked` when another process holds the data folder, `data-folder`, `store-damaged` or `store-other-version` when
 * it cannot be used, `store-unusable` when PostgreSQL cannot.
 */
export async function openDatabase(
  settings: DatabaseSettings,
  now: () => Date,
  { asIs = false, alone = false, news }: Opening = {},
): Promise<Database> {
  const outage = new Outage(now, news ?? null);
  const database =
    'url' in settings ? await onServer(settings, alone, outage) : await inFolder(settings, outage);
  try {
    if (!asIs) await migrate(database.sql, now().toISOString());
    return database;
  } catch (error) {
    await database.close();
    if (error instanceof Problem) throw error;
    throw 'url' in settings ? unusable(refusalOf(error)) : notRead(settings.dataFolder, error);
  }
}

function kyselyOver(pool: PostgresPool, outage: Outage): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: toldApart(pool, outage) }) });
}

async function onServer(settings: PostgresSettings, alone: boolean, outage: Outage): Promise<Database> {
  const { openPostgres } = await import('./postgresServer.js');
  const { pool, urgent } = await openPostgres(settings, parsers, alone);
  return {
    engine: 'postgresql',
    sql: kyselyOver(pool, outage),
    urgent: kyselyOver(urgent, outage),
    async executeSql(text, values) {
      const result = await tellingApart(outage, () => pool.query(text, values));
      const last = Array.isArray(result) ? result.at(-1) : result;
      return { rows: last?.rows ?? [], rowCount: last?.rowCount ?? 0 };
    },
    async close() {
      await Promise.all([pool.end(), urgent.end()]);
    },
  };
}

async function inFolder(settings: PgliteFolderSettings, outage: Outage): Promise<Database> {
  const { pool, close } = await openPgliteFolder(settings, parsers);
  return {
    engine: 'pglite',
    sql: kyselyOver(pool, outage),
    urgent: kyselyOver(pool.urgent, outage),
    executeSql: (text, values) => pool.run(text, values),
    close,
  };
}
