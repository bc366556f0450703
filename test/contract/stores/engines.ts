// The engines that every store must work on: PGlite always, PostgreSQL where TEST_DATABASE_URL names one (.ci/run starts it).

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../../src/stores/database.js';
import { openPostgresSchema } from './postgresSchema.js';

export interface OpenEngine {
  readonly database: Database;
  drop(): Promise<void>;
}

const postgres = process.env.TEST_DATABASE_URL;

export const testNow = () => new Date('2026-03-01T10:00:00Z');

export const engines: readonly { readonly name: string; readonly open: () => Promise<OpenEngine> }[] = [
  {
    name: 'PGlite',
    async open() {
      const folder = mkdtempSync(join(tmpdir(), 'tunnelmedic-store-'));
      const database = await openDatabase({ dataFolder: folder, pid: process.pid }, testNow);
      return { database, drop: async () => rmSync(folder, { recursive: true, force: true }) };
    },
  },
  ...(postgres ? [{ name: 'PostgreSQL', open: () => openPostgresSchema(postgres, testNow) }] : []),
];
