// A power cut leaves a database that opens, with everything that was acknowledged, whatever the disk kept of what was not synced.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuditLog } from '../../../src/stores/auditLog.js';
import { openDatabase } from '../../../src/stores/database.js';
import { testNow } from './engines.js';

const moments = 6;
const base = mkdtempSync(join(tmpdir(), 'tunnelmedic-cut-'));

describe('after a power cut', () => {
  beforeAll(async () => {
    const folder = join(base, 'data');
    await (await openDatabase({ dataFolder: folder, pid: process.pid }, testNow)).close();
    const writer = fileURLToPath(new URL('./powerCutWriter.ts', import.meta.url));
    const words = [writer, folder, join(base, 'cuts'), '20261129', String(moments)];
    const child = spawn(process.execPath, ['--liftoff-only', '--import', 'tsx', ...words], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    expect(await once(child, 'close')).toEqual([0, null]);
  });
  afterAll(() => rmSync(base, { recursive: true, force: true }));

  it.each(Array.from({ length: moments }, (_, moment) => [moment]))('at moment %i', async (moment) => {
    const cut = join(base, 'cuts', String(moment));
    const acknowledged: string[] = JSON.parse(readFileSync(`${cut}.json`, 'utf8'));
    rmSync(join(cut, 'store.lock'));
    const database = await openDatabase({ dataFolder: cut, pid: process.pid }, testNow);
    const rows = await createAuditLog(database.sql).read({ limit: 10_000 });
    const kept = new Set(rows.map(({ command }) => command.split(' ')[0]));
    expect(acknowledged.filter((one) => !kept.has(one))).toEqual([]);
    await database.executeSql('vacuum');
    await database.close();
    rmSync(cut, { recursive: true, force: true });
  });
});
