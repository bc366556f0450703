// What retention removed is gone, from PGlite's files too; the audit log refuses everything but new rows and its retention.

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import type { NewEvent } from '../../../src/incidents/store.js';
import { createAuditLog } from '../../../src/stores/auditLog.js';
import { type Database, openDatabase } from '../../../src/stores/database.js';
import { createStoreDoor } from '../../../src/stores/door.js';
import { createIncidentStore } from '../../../src/stores/incidentStore.js';
import { forgetOld, rewriteLeft } from '../../../src/stores/retention.js';
import { engines, testNow, withDatabase } from './engines.js';

const keep = { incidentDays: 30, auditDays: 30, sampleDays: 2, historyDays: 30 };
const old = '2025-03-01T10:00:00.000Z';
const audited = {
  personId: 'U1',
  personName: 'Ada',
  channel: 'C1',
  via: 'chat',
  result: 'answered',
  durationMs: 12,
};
/** Retention was last run when the tables were made: on the real clock. */
const due = new Date(Date.now() + 3 * 86_400_000);

async function sizeOf(database: Database, table: string): Promise<number> {
  const { rows } = await database.executeSql('select pg_total_relation_size($1::regclass)::float8 as bytes', [
    table,
  ]);
  return (rows as { bytes: number }[])[0]?.bytes ?? Number.NaN;
}

let keys = 0;
function event(what: NewEvent['what']): NewEvent {
  keys += 1;
  return { by: { id: 'U1', name: 'Ada' }, at: old, key: `key-${keys}`, what };
}

async function oldIncident(database: Database, planted: string): Promise<void> {
  const incidents = createIncidentStore(database.sql);
  await incidents.open('old', event({ kind: 'opened', tunnel: 't', severity: 'normal', channel: 'C1' }));
  await incidents.append('old', event({ kind: 'note', text: `${planted} note`, source: null }), null);
  const lines = Array.from({ length: 400 }, (_, line) => `${line} ${planted} ${Math.random()}`).join('\n');
  await incidents.keepDocument({ id: 'd', incident: 'old', name: 'peer.log', text: `${planted}`, at: old });
  await incidents.keepDocument({ id: 'e', incident: 'old', name: 'long.log', text: lines, at: old });
  await incidents.append('old', event({ kind: 'closed', cause: 'psk-mismatch', remedy: 'new key' }), null);
  await createAuditLog(database.sql).add({ ...audited, at: old, command: `status ${planted}` });
}

describe.each(engines)('on $name', ({ open }) => {
  let database: Database;
  withDatabase(open, (opened) => {
    database = opened;
  });

  it('the audit log refuses to be changed, emptied or shortened', async () => {
    const audit = createAuditLog(database.sql);
    await audit.add({ ...audited, at: '2026-03-01T10:00:00.000Z', command: 'status kept' });
    for (const change of [
      `update audit set command = 'nothing'`,
      'delete from audit',
      'truncate audit',
      `delete from audit where at < '2026-03-02'`,
    ])
      await expect(sql.raw(change).execute(database.sql)).rejects.toThrow('only added to');
    expect(await audit.read({ limit: 10 })).toMatchObject([{ command: 'status kept' }]);
  });

  it('what is old goes once a day, and what is young stays', async () => {
    await oldIncident(database, 'planted');
    const audit = createAuditLog(database.sql);
    expect(await forgetOld(database, keep, new Date())).toBe(false);
    await audit.add({ ...audited, at: due.toISOString(), command: 'status young' });
    expect(await Promise.all([forgetOld(database, keep, due), forgetOld(database, keep, due)])).toEqual(
      expect.arrayContaining([true, false]),
    );
    expect(await createIncidentStore(database.sql).events('old')).toEqual([]);
    expect(await audit.read({ limit: 10 })).toMatchObject([{ command: 'status young' }]);
    await expect(sql`delete from audit`.execute(database.sql)).rejects.toThrow('only added to');
  });
});

describe('in the data folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tunnelmedic-forget-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const filesWith = (word: string): string[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(folder, name)).isFile())
      .filter((name) => readFileSync(join(folder, name)).includes(word));

  it('no file holds a removed log any more, not the tables, their long values or the write-ahead log', async () => {
    const database = await openDatabase({ dataFolder: folder, pid: process.pid }, testNow);
    await oldIncident(database, 'q7Vx2pLm9Zk4');
    await database.executeSql('checkpoint');
    expect(filesWith('q7Vx2pLm9Zk4').length).toBeGreaterThan(1);
    await forgetOld(database, keep, due);
    expect(filesWith('q7Vx2pLm9Zk4')).toEqual([]);
    await oldIncident(database, 'second-word-9Zk4');
    await database.close();
    expect(filesWith('second-word-9Zk4')).not.toEqual([]);
  });

  it('a command in the terminal removes it too, when it closes the database', async () => {
    const faults: unknown[] = [];
    const door = createStoreDoor({
      outside: [],
      dataFolder: folder,
      databaseUrl: async () => null,
      pid: process.pid,
      now: () => new Date(due.getTime() + 2 * 86_400_000),
      keep,
      onFault: (error) => faults.push(error),
      news: { begun: () => undefined, over: () => undefined },
    });
    await door.open();
    await door.close();
    expect(faults).toEqual([]);
    expect(filesWith('second-word-9Zk4')).toEqual([]);
  });

  it('a large table is left while people wait, and written anew when the database is closed', async () => {
    const opened = await openDatabase({ dataFolder: folder, pid: process.pid }, testNow);
    const said: string[] = [];
    const written: number[] = [];
    const watched: Database = {
      ...opened,
      async executeSql(text, values) {
        said.push(text);
        const table = /^vacuum full (\S+)$/.exec(text)?.[1];
        if (table) written.push(await sizeOf(opened, table));
        return await opened.executeSql(text, values);
      },
    };
    await oldIncident(opened, 'third-word-7Kp2');
    // Of an incident that stays.
    const incidents = createIncidentStore(opened.sql);
    const young = event({ kind: 'opened', tunnel: 'u', severity: 'normal', channel: 'C1' });
    await incidents.open('young', young);
    const text = Array.from({ length: 20_000 }, Math.random).join(' ');
    await incidents.keepDocument({ id: 'f', incident: 'young', name: 'large.log', text, at: old });
    const bounds = { serving: (await sizeOf(opened, 'documents')) - 1 };
    expect(await forgetOld(watched, keep, new Date(due.getTime() + 4 * 86_400_000), bounds)).toBe(true);
    expect(said).toContain('vacuum full audit');
    expect(Math.max(...written)).toBeLessThanOrEqual(bounds.serving);
    // Nor is one statement about all tables: each holds the loop to its end.
    expect(said).toContain('vacuum (skip_database_stats) documents');
    expect(said).not.toContain('vacuum');
    said.length = 0;
    expect(await rewriteLeft(watched, bounds)).toBe(true);
    expect(said.filter((text) => text.startsWith('vacuum full'))).toEqual(['vacuum full documents']);
    expect(filesWith('third-word-7Kp2')).toEqual([]);
    expect(await rewriteLeft(watched, bounds)).toBe(false);
    await opened.close();
  });
});
