// What `doctor` finds at the store: a folder that is there or can be made, who holds it, its schema, and the age of the last backup.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { runChecks } from '../../../src/checks/run.js';
import { markBackup } from '../../../src/stores/backup/mark.js';
import { type StoreCheckParts, storeChecks } from '../../../src/stores/checks.js';
import { lockFolder } from '../../../src/stores/lockFile.js';
import { systemClock } from '../../../src/support/clock.js';
import { openEmptyDatabase } from '../../support/emptyDatabase.js';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'tunnelmedic-store-checks-'));
  closing.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

async function examine(parts: Partial<StoreCheckParts> & Pick<StoreCheckParts, 'dataFolder'>) {
  const checks = storeChecks({
    databaseUrl: async () => null,
    opened: () => null,
    now: () => new Date(),
    ...parts,
  });
  const results = await runChecks([{ name: 'store', checks }], {
    clock: systemClock,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onFault: (error) => {
      throw error;
    },
  });
  return new Map(results.map((one) => [one.what.replace('store: ', ''), one]));
}

it('is not there yet, which is well, and nothing is made', async () => {
  const dataFolder = join(folder(), 'data');
  const found = await examine({ dataFolder });
  expect(found.get('database')?.says).toBe(`${dataFolder} is not there yet; the first start makes it.`);
  expect(found.get('backup')?.state).toBe('skipped');
});

it('is held by a process, which is named', async () => {
  const dataFolder = folder();
  const lock = await lockFolder(join(dataFolder, 'store.lock'), { pid: process.pid });
  if ('release' in lock) closing.push(() => lock.release());
  const says = (await examine({ dataFolder })).get('database')?.says;
  expect(says).toContain(`pid ${process.pid}`);
});

it('tells the schema of its own open database, and warns until a backup was taken', async () => {
  const database = await openEmptyDatabase();
  closing.push(() => database.close());
  const parts = { dataFolder: folder(), opened: () => database };
  const before = await examine(parts);
  expect(before.get('database')?.says).toContain('with the schema of this version');
  expect(before.get('backup')?.state).toBe('warning');
  const at = new Date(Date.now() - 3 * 3_600_000).toISOString();
  await markBackup(database.sql, { at, user: 'ada', command: 'backup x' });
  expect((await examine(parts)).get('backup')?.says).toBe('The last backup is 3 h old.');
  const late = await examine({ ...parts, now: () => new Date(Date.now() + 30 * 86_400_000) });
  expect(late.get('backup')?.state).toBe('warning');
});

it('is a PostgreSQL that cannot be reached', async () => {
  const databaseUrl = async () => 'postgres://u:p@127.0.0.1:1/x';
  const found = await examine({ dataFolder: folder(), databaseUrl });
  expect(found.get('database')?.state).toBe('failed');
  expect(JSON.stringify([...found.values()])).not.toContain('u:p');
});
