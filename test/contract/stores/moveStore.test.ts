// `backup`, `restore` and `migrate` as typed: what is told, what is refused, and that what was moved is there.

import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTerminalDoor } from '../../../src/app/terminalDoor.js';
import { moveStore } from '../../../src/cli/moveStore.js';
import type { StoreMove } from '../../../src/cli/terminal.js';
import { createAuditLog } from '../../../src/stores/auditLog.js';
import { packInto } from '../../../src/stores/backup/backupFile.js';
import { markBackup } from '../../../src/stores/backup/mark.js';
import { type Database, openDatabase } from '../../../src/stores/database.js';
import { createIncidentStore } from '../../../src/stores/incidentStore.js';
import { createLogger } from '../../../src/support/logger.js';
import { testNow } from './engines.js';
import { openPostgresSchema } from './postgresSchema.js';

const postgres = process.env.TEST_DATABASE_URL;
let base: string;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'tunnelmedic-move-'));
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** An installation in a folder of its own. */
function installation(name: string) {
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

async function withIncident(dataFolder: string): Promise<Database> {
  const database = await openDatabase({ dataFolder, pid: process.pid }, testNow);
  const what = { kind: 'opened', tunnel: 'paris-hq', severity: 'normal', channel: null } as const;
  const by = { id: 'U1', name: 'Ana' };
  await createIncidentStore(database.sql).open('inc-1', { by, at: testNow().toISOString(), key: 'k', what });
  return database;
}

const incidentsIn = async ({ sql: database }: Database) =>
  (await database.selectFrom('incidents').select('id').execute()).map(({ id }) => id);
const commandsIn = async (database: Database) =>
  (await createAuditLog(database.sql).read({ limit: 10 })).map(({ command, personName }) => [
    command,
    personName,
  ]);

describe('a backup that is put back', () => {
  it('carries everything to another installation, and both audit logs tell of it', async () => {
    const [one, other] = [installation('one'), installation('other')];
    await (await withIncident(one.dataFolder)).close();
    const file = join(base, 'one.backup');
    const { username } = userInfo();
    expect(await one.move({ act: 'into-file', file })).toMatch(
      /one\.backup, \d+ kB: The database as it was at \S+ \S+ UTC, \d+ rows in \d+ tables, 1 incident among them, by version .* It was read back and is whole\.\n$/,
    );
    expect(await other.move({ act: 'from-file', file, check: true })).toMatch(
      /1 incident among them.* It is whole/,
    );
    expect(existsSync(other.dataFolder)).toBe(false);
    expect(await other.move({ act: 'from-file', file })).toMatch(/^Restored\. .*1 incident among them/);
    await expect(other.move({ act: 'from-file', file })).rejects.toMatchObject({ code: 'store-not-empty' });
    const wrong = join(other.folder, 'tunnelmedic.yml');
    const putWrong = other.move({ act: 'from-file', file: wrong, replace: true });
    await expect(putWrong).rejects.toMatchObject({ code: 'backup-unusable' });
    const later = await openDatabase({ dataFolder: other.dataFolder, pid: process.pid }, testNow);
    expect([await incidentsIn(later), await commandsIn(later)]).toEqual([
      ['inc-1'],
      [[`restore ${file}`, username]],
    ]);
    await later.close();
  });
});

describe('beside a running service', () => {
  it('the service packs the backup, into a pipe too, and nobody puts one back over it', async () => {
    const { dataFolder, move, stdout, said } = installation('running');
    const database = await withIncident(dataFolder);
    const door = await openTerminalDoor({
      dataFolder,
      dispatcher: { execute: () => Promise.reject(new Error('nobody asks')) },
      async packBackup(into, user) {
        const at = testNow().toISOString();
        await packInto(database, { at, version: '1' }, into);
        await markBackup(database.sql, { at, user, command: 'backup' });
      },
      log: createLogger('silent'),
    });
    const file = join(base, 'running.backup');
    expect(await move({ act: 'into-file', file })).toContain('1 incident among them');
    expect(await commandsIn(database)).toEqual([['backup', userInfo().username]]);
    const { rows } = await sql<{ at: string }>`select at from upkeep where name = 'backup'`.execute(
      database.sql,
    );
    expect(rows).toEqual([{ at: testNow().toISOString() }]);
    const [told, packed] = await Promise.all([
      move({ act: 'into-file', file: '-' }).finally(() => stdout.end()),
      buffer(stdout),
    ]);
    expect([told, said.join('')]).toEqual(['', expect.stringContaining('1 incident among them')]);
    const check = move({ act: 'from-file', file: '-', check: true }, {}, Readable.from([packed]));
    expect(await check).toContain('1 incident among them');
    await expect(move({ act: 'from-file', file, replace: true })).rejects.toMatchObject({
      code: 'store-in-use',
      message: expect.stringContaining(`uses the data folder ${dataFolder}`),
      remedy: 'Stop the service first: what it writes meanwhile would be lost.',
    });
    await door.close();
    await database.close();
  });
});

describe('what stands against it', () => {
  it('a folder without a database is no reason to make one', async () => {
    const { dataFolder, move } = installation('empty');
    const detail = expect.stringContaining('there is no database in it');
    const file = join(base, 'empty.backup');
    await expect(move({ act: 'into-file', file })).rejects.toMatchObject({ message: detail });
    const url = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/x' };
    await expect(move({ act: 'to-postgres' }, url)).rejects.toMatchObject({ message: detail });
    await expect(move({ act: 'to-postgres' })).rejects.toThrow('nothing says which PostgreSQL');
    expect([existsSync(dataFolder), existsSync(file)]).toEqual([false, false]);
  });
});

describe.runIf(postgres)('to PostgreSQL', () => {
  it('the data folder is copied whole, never under a running service, and never over rows', async () => {
    const { dataFolder, move } = installation('to-postgres');
    await (await withIncident(dataFolder)).close();
    const target = await openPostgresSchema(postgres ?? '', testNow);
    const environment = { DATABASE_URL: target.url };
    await expect(move({ act: 'to-postgres' }, environment)).rejects.toMatchObject({
      code: 'store-in-use',
      message: expect.stringMatching(/Another process \(tunnelmedic on .*, pid \d+\) uses the database/),
    });
    await target.database.close();
    expect(await move({ act: 'to-postgres' }, environment)).toMatch(/^Copied\. .*1 incident among them/);
    await expect(move({ act: 'to-postgres' }, environment)).rejects.toMatchObject({
      code: 'store-not-empty',
    });
    const copied = await openDatabase({ url: target.url }, testNow);
    expect(await incidentsIn(copied)).toEqual(['inc-1']);
    expect(await commandsIn(copied)).toEqual([['migrate', userInfo().username]]);
    await copied.close();
    const file = join(base, 'postgres.backup');
    expect(await move({ act: 'into-file', file }, environment)).toContain('1 incident among them');
    expect(await move({ act: 'from-file', file, replace: true }, environment)).toMatch(/^Restored/);
    await target.drop();
  });
});
