// Backups: whole, of one moment, the same on every engine; a restore gives it all or changes nothing.

import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuditLog } from '../../../src/stores/auditLog.js';
import { openBackup, packInto, readBackup, writeBackup } from '../../../src/stores/backup/backupFile.js';
import { restore } from '../../../src/stores/backup/restore.js';
import { type Database, openDatabase } from '../../../src/stores/database.js';
import { createIncidentStore } from '../../../src/stores/incidentStore.js';
import { appliedSteps, migrateWithin } from '../../../src/stores/migrate.js';
import { migrations, tablesOf } from '../../../src/stores/migrations.js';
import { engines, testNow } from './engines.js';

const facts = { at: testNow().toISOString(), version: '0.2.0' };
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunnelmedic-backup-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let made = 0;
async function backUp(database: Database): Promise<string> {
  made += 1;
  const path = join(folder, `${made}.backup`);
  await writeBackup(path, (into) => packInto(database, facts, into));
  return path;
}

const odd = 'quotes " \' \\ line\nend, tab\t, £ € 漢 🙂, \u2028, <b>, {"a":1}, 0\u0001';

async function fill(database: Database): Promise<void> {
  const incidents = createIncidentStore(database.sql);
  const by = { id: 'U1', name: odd };
  const at = '2026-03-01T10:00:00.123Z';
  await incidents.open('inc-1', {
    by,
    at,
    key: 'one',
    what: { kind: 'opened', tunnel: 'paris-hq', severity: 'normal', channel: 'C1' },
  });
  await createAuditLog(database.sql).add({
    at,
    personId: 'U1',
    personName: odd,
    channel: null,
    via: 'chat',
    command: odd,
    result: 'answered',
    durationMs: 12,
  });
  await sql`insert into documents values ('d1', 'inc-1', 'peer.log', ${odd.repeat(5000)}, ${at})`.execute(
    database.sql,
  );
  await sql`insert into samples values ('fw-a', ${at}, 60, 1, 0, decode('00ff10800a', 'hex'))`.execute(
    database.sql,
  );
  await sql`insert into sample_series (device, tunnel, name, used_at) values ('fw-a', 't', 'n', ${at})`.execute(
    database.sql,
  );
  await sql`insert into outbox (key, channel, body, state, at, stream) select 'k' || n, 'C1', jsonb_build_object('n', n, 'big', 12345678901234567890, 'text', ${odd}::text), 'posted', now(), 's'
    from generate_series(1, 1234) n`.execute(database.sql);
}

/** Every row of every table, as text. */
async function everything(database: Database): Promise<Record<string, readonly string[]>> {
  const all: Record<string, readonly string[]> = {};
  await sql`set timezone = 'UTC'`.execute(database.sql);
  for (const table of tablesOf(migrations)) {
    const { rows } = await sql<{
      row: string;
    }>`select row_to_json(one)::text as row from ${sql.table(table)} one`.execute(database.sql);
    all[table] = rows.map(({ row }) => row).sort();
  }
  return all;
}

/** The packed lines, changed. */
function changed(path: string, change: (text: string) => string): string {
  made += 1;
  const other = join(folder, `${made}.changed`);
  writeFileSync(other, gzipSync(change(gunzipSync(readFileSync(path)).toString())));
  return other;
}

for (const from of engines)
  for (const to of engines) {
    describe(`from ${from.name} to ${to.name}`, () => {
      it('a backup has everything, and restored everything is there, with the numbers going on', async () => {
        const [source, target] = [await from.open(), await to.open(true)];
        await fill(source.database);
        const before = await everything(source.database);
        const path = await backUp(source.database);
        expect(statSync(path).mode & 0o777).toBe(0o600);
        await restore(target.database, await openBackup(path), { now: testNow, replace: false });
        expect(await everything(target.database)).toEqual(before);
        expect(before.outbox).toHaveLength(1235);
        expect(await appliedSteps(target.database.sql)).toEqual(await appliedSteps(source.database.sql));
        const { rows } = await sql<{
          id: number;
        }>`insert into outbox (key, body, state, at, stream) values ('next', '{}', 'waiting', now(), 's') returning id`.execute(
          target.database.sql,
        );
        expect(rows).toEqual([{ id: 1236 }]);
        await expect(sql`delete from audit`.execute(target.database.sql)).rejects.toThrow('only added to');
        for (const one of [source, target]) {
          await one.database.close();
          await one.drop();
        }
      });
    });
  }

describe('an upgrade and a downgrade', () => {
  it('brings what an older version wrote up to this one by the same steps as its database', async () => {
    const target = await engines[0]?.open();
    if (!target) throw new Error('there is always PGlite');
    const settings = { dataFolder: join(folder, 'old'), pid: process.pid };
    const old = { database: await openDatabase(settings, testNow) };
    const first = migrations.slice(0, 5);
    const all = ['migrations', ...tablesOf(migrations)].map((table) => sql.table(table));
    await sql`drop table ${sql.join(all)}`.execute(old.database.sql);
    await sql`drop function audit_refuses`.execute(old.database.sql);
    await old.database.sql.transaction().execute((one) => migrateWithin(one, facts.at, first));
    await sql`insert into incidents values ('inc-1', 't', now(), now(), null)`.execute(old.database.sql);
    await sql`insert into incident_events values ('inc-1', 7, now(), 'u', 'u', 'k', 'noted', '{}')`.execute(
      old.database.sql,
    );
    await sql`insert into cards values ('inc-1', 'C1', '1.2', 3, null, null)`.execute(old.database.sql);
    const path = await backUp(old.database);
    const { header } = await restore(target.database, await openBackup(path), {
      now: testNow,
      replace: false,
    });
    expect(header.steps.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
    expect((await appliedSteps(target.database.sql)).map(({ id }) => id)).toEqual(
      migrations.map(({ id }) => id),
    );
    // A step that computes from the rows did so.
    expect(await target.database.sql.selectFrom('cards').select('newest_seq').execute()).toEqual([
      { newest_seq: 7 },
    ]);
    await Promise.all([old.database.close(), target.database.close()]);
  });

  it('refuses what a newer version wrote, and changes nothing', async () => {
    const engine = await engines[0]?.open();
    if (!engine) throw new Error('there is always PGlite');
    const { database } = engine;
    await fill(database);
    const before = await everything(database);
    const newer = changed(await backUp(database), (text) =>
      text.replace('"steps":[', '"steps":[{"id":"9999-later","checksum":"00"},'),
    );
    await expect(
      restore(database, await openBackup(newer), { now: testNow, replace: true }),
    ).rejects.toMatchObject({
      code: 'store-other-version',
      message: 'The database is of another version: it was made by a newer version (it has 9999-later).',
    });
    const format = changed(await backUp(database), (text) => text.replace('"format":1', '"format":2'));
    await expect(readBackup(await openBackup(format))).rejects.toThrow('a newer version (0.2.0)');
    expect(await everything(database)).toEqual(before);
    await database.close();
  });
});

describe('what stands against it', () => {
  let database: Database;
  let path: string;
  let before: Record<string, readonly string[]>;
  beforeAll(async () => {
    const engine = await engines[0]?.open();
    if (!engine) throw new Error('there is always PGlite');
    database = engine.database;
    await fill(database);
    path = await backUp(database);
    before = await everything(database);
  });
  afterAll(() => database.close());

  it('a database with rows is only replaced when that is said', async () => {
    const options = { now: testNow, replace: false };
    await expect(restore(database, await openBackup(path), options)).rejects.toMatchObject({
      code: 'store-not-empty',
    });
    await createAuditLog(database.sql).add({
      at: facts.at,
      personId: 'later',
      personName: 'later',
      channel: null,
      via: 'chat',
      command: 'later',
      result: 'answered',
      durationMs: 1,
    });
    await restore(database, await openBackup(path), { ...options, replace: true });
    expect(await everything(database)).toEqual(before);
  });

  it.each<readonly [string, (text: string) => string, string]>([
    [
      'a row is missing',
      (text) => text.replace(/\n\{[^\n]*k500[^\n]*/, ''),
      'outbox should have 1235 rows and has 1234',
    ],
    [
      'a row was changed',
      (text) => text.replace('"stream":"s"', '"stream":"x"'),
      'rows of outbox are not what was written',
    ],
    ['the end is missing', (text) => text.split('\n').slice(0, -2).join('\n'), 'its end is missing'],
    [
      'something else was put in',
      (text) => text.replace('\n', '\nhello\n'),
      'it is no backup of Tunnelmedic, or was changed',
    ],
    ['it is some other text', () => 'hello', 'it is no backup of Tunnelmedic'],
    ['it is empty', () => '', 'it is empty'],
  ])('%s: it is refused and nothing is changed', async (_what, change, says) => {
    const wrong = changed(path, change);
    const restoring = restore(database, await openBackup(wrong), { now: testNow, replace: true });
    await expect(restoring).rejects.toMatchObject({ code: 'backup-unusable' });
    await expect(restoring).rejects.toThrow(says);
    expect(await everything(database)).toEqual(before);
  });

  it('half a file, or none that is packed, is refused', async () => {
    const bytes = readFileSync(path);
    for (const wrong of [bytes.subarray(0, bytes.length / 2), Buffer.from('hello')])
      await expect(readBackup(Readable.from([wrong]))).rejects.toMatchObject({ code: 'backup-unusable' });
    await expect(openBackup(join(folder, 'none'))).rejects.toThrow('it is not there');
    await expect(openBackup(folder)).rejects.toThrow('it is a folder');
  });

  it('no file is written over, and nothing is left of one that could not be written', async () => {
    const size = statSync(path).size;
    const again = writeBackup(path, (into) => packInto(database, facts, into));
    await expect(again).rejects.toThrow('it is there already');
    expect(statSync(path).size).toBe(size);
    const nowhere = writeBackup(join(folder, 'no', 'such'), (into) => packInto(database, facts, into));
    await expect(nowhere).rejects.toMatchObject({ code: 'backup-unwritable' });
    const broken = join(folder, 'broken');
    await expect(
      writeBackup(broken, async (into) => {
        into.end('hello');
        await once(into, 'close');
      }),
    ).rejects.toMatchObject({ code: 'backup-unusable' });
    for (const left of [broken, `${broken}.part`])
      expect(statSync(left, { throwIfNoEntry: false })).toBeUndefined();
  });
});
