// A database that opens and whose tables cannot be read: PostgreSQL's words are told, and a fault of ours is not called damage.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../../src/stores/database.js';
import { noSpace, notRead } from '../../../src/stores/storeFolder.js';
import { testNow } from './engines.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunnelmedic-not-read-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const settings = () => ({ dataFolder: folder, pid: process.pid });

it('is opened as ever after a fault of ours, which stays what it was', async () => {
  const fault = new TypeError('now is not a function');
  const broken = openDatabase(settings(), () => {
    throw fault;
  });
  await expect(broken).rejects.toBe(fault);
  await (await openDatabase(settings(), testNow)).close();
});

it('says what PostgreSQL said of the step that it refuses', async () => {
  const database = await openDatabase(settings(), testNow);
  // As after somebody put tables of another making there.
  await database.executeSql('delete from migrations');
  await database.close();
  await expect(openDatabase(settings(), testNow)).rejects.toMatchObject({
    code: 'store-damaged',
    message: expect.stringMatching(/tables cannot be read; PostgreSQL says: relation ".+" already exists/),
  });
});

it('asks for space where PostgreSQL found none', () => {
  const full = Object.assign(new Error('could not extend file "base/5/1259"'), { code: '53100' });
  expect(notRead(folder, full)).toEqual(noSpace(folder));
});

it('is no damage when the system refuses', () => {
  const refused = Object.assign(new Error('EPERM: operation not permitted, open'), { code: 'EPERM' });
  expect(notRead(folder, refused)).toBe(refused);
});
