// `migrate` as typed, and a backup of PostgreSQL put back: needs a server.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/stores/database.js';
import { testNow } from './engines.js';
import { commandsIn, incidentsIn, installation, withIncident } from './movedInstallation.js';
import { openPostgresSchema } from './postgresSchema.js';

const postgres = process.env.TEST_DATABASE_URL ?? '';
let base: string;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'tunnelmedic-move-'));
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

describe('to PostgreSQL', () => {
  it('the data folder is copied whole, never under a running service, and never over rows', async () => {
    const { dataFolder, move } = installation(base, 'to-postgres');
    await (await withIncident(dataFolder)).close();
    const target = await openPostgresSchema(postgres, testNow);
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
