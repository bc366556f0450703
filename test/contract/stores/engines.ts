// The engines that every store must work on: PGlite always, PostgreSQL where TEST_DATABASE_URL names one (.ci/run starts it).

import { afterAll, beforeAll } from 'vitest';
import type { Database } from '../../../src/stores/database.js';
import { openEmptyDatabase } from '../../support/emptyDatabase.js';
import { openPostgresSchema } from './postgresSchema.js';

export interface OpenEngine {
  readonly database: Database;
  drop(): Promise<void>;
}

const postgres = process.env.TEST_DATABASE_URL;

export const testNow = () => new Date('2026-03-01T10:00:00Z');

export const engines: readonly {
  readonly name: string;
  /** @param alone for whom a restore would else take for a running service. */
  readonly open: (alone?: boolean) => Promise<OpenEngine>;
}[] = [
  {
    name: 'PGlite',
    async open() {
      return { database: await openEmptyDatabase(), drop: async () => undefined };
    },
  },
  ...(postgres
    ? [{ name: 'PostgreSQL', open: (alone?: boolean) => openPostgresSchema(postgres, testNow, alone) }]
    : []),
];

/** A database of its own for the tests around it, closed and dropped after them. */
export function withDatabase(open: () => Promise<OpenEngine>, use: (database: Database) => void): void {
  let engine: OpenEngine | null = null;
  beforeAll(async () => {
    engine = await open();
    use(engine.database);
  });
  afterAll(async () => {
    await engine?.database.close();
    await engine?.drop();
  });
}
