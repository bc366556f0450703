// An installation in a folder of its own, for the tests that move what it keeps.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { moveStore } from '../../../src/cli/moveStore.js';
import type { StoreMove } from '../../../src/cli/terminal.js';
import { createAuditLog } from '../../../src/stores/auditLog.js';
import { type Database, openDatabase } from '../../../src/stores/database.js';
import { createIncidentStore } from '../../../src/stores/incidentStore.js';
import { testNow } from './engines.js';

/** An installation in a folder of its own. */
export function installation(base: string, name: string) {
  const folder = join(base, name);
  mkdirSync(folder, { recursive: true });
  const config = join(folder, 'tunnelmedic.yml');
  writeFileSync(config, 'store: { dataFolder: ./data }\n');
  const said: string[] = [];
  const stdout = new PassThrough();
  const move = async (
    given: Partial<StoreMove> & Pick<StoreMove, 'act'>,
    environment = {},
    stdin = Readable.from([]),
  ) =>
    await moveStore(
      { file: null, config, replace: false, check: false, ...given },
      { environment, signal: new AbortController().signal, stdin, stdout, say: (text) => said.push(text) },
    );
  const dataFolder = join(folder, 'data');
  return { folder, dataFolder, move, said, stdout };
}

export async function withIncident(dataFolder: string): Promise<Database> {
  const database = await openDatabase({ dataFolder, pid: process.pid }, testNow);
  const what = { kind: 'opened', tunnel: 'paris-hq', severity: 'normal', channel: null } as const;
  const by = { id: 'U1', name: 'Ana' };
  await createIncidentStore(database.sql).open('inc-1', { by, at: testNow().toISOString(), key: 'k', what });
  return database;
}

export const incidentsIn = async ({ sql: database }: Database) =>
  (await database.selectFrom('incidents').select('id').execute()).map(({ id }) => id);
export const commandsIn = async (database: Database) =>
  (await createAuditLog(database.sql).read({ limit: 10 })).map(({ command, personName }) => [
    command,
    personName,
  ]);
