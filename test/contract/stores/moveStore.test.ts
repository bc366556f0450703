// `backup`, `restore` and `migrate` as typed: what is told, what is refused, and that what was moved is there.

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTerminalDoor } from '../../../src/app/terminalDoor.js';
import { packInto } from '../../../src/stores/backup/backupFile.js';
import { markBackup } from '../../../src/stores/backup/mark.js';
import { openDatabase } from '../../../src/stores/database.js';
import { createLogger } from '../../../src/support/logger.js';
import { testNow } from './engines.js';
import { commandsIn, incidentsIn, installation, withIncident } from './movedInstallation.js';

let base: string;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'tunnelmedic-move-'));
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

describe('a backup that is put back', () => {
  it('carries everything to another installation, and both audit logs tell of it', async () => {
    const [one, other] = [installation(base, 'one'), installation(base, 'other')];
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
    const { dataFolder, move, stdout, said } = installation(base, 'running');
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
    const { dataFolder, move } = installation(base, 'empty');
    const detail = expect.stringContaining('there is no database in it');
    const file = join(base, 'empty.backup');
    await expect(move({ act: 'into-file', file })).rejects.toMatchObject({ message: detail });
    const url = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/x' };
    await expect(move({ act: 'to-postgres' }, url)).rejects.toMatchObject({ message: detail });
    await expect(move({ act: 'to-postgres' })).rejects.toThrow('nothing says which PostgreSQL');
    expect([existsSync(dataFolder), existsSync(file)]).toEqual([false, false]);
  });
});
