// A process of its own that writes to a data folder and lays out, at moments that the seed decides, what a power cut would leave there.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordDisk } from './unsyncedDisk.js';

const [folder = '', cuts = '', seed = '1', count = '8'] = process.argv.slice(2);
let state = Number(seed);
/** The same numbers for the same seed, from 0 up to 1 (Park and Miller). */
function random(): number {
  state = (state * 48_271) % 2_147_483_647;
  return state / 2_147_483_647;
}

const acknowledged: string[] = [];
let made = 0;
let changes = 0;
let next = Number.POSITIVE_INFINITY;
const disk = recordDisk(folder, () => {
  changes += 1;
  if (changes < next || made >= Number(count)) return;
  const cut = join(cuts, String(made));
  made += 1;
  next = Number.POSITIVE_INFINITY;
  try {
    disk.cutTo(cut, () => random() < 0.5);
  } catch (error) {
    // Thrown into PGlite it would be swallowed.
    console.error(error);
    process.exit(1);
  }
  writeFileSync(`${cut}.json`, JSON.stringify(acknowledged));
  next = changes + 1 + Math.floor(random() * 200);
});

// After the recorder, which replaces what they import; as they were built, which a process reads in a fraction of the time.
const built = async <M>(name: string): Promise<M> =>
  await import(new URL(`../../../dist/stores/${name}.js`, import.meta.url).href);
const { openDatabase } = await built<typeof import('../../../src/stores/database.js')>('database');
const { createAuditLog } = await built<typeof import('../../../src/stores/auditLog.js')>('auditLog');
const { mostWhileServing, rewriteFiles } =
  await built<typeof import('../../../src/stores/rewrite.js')>('rewrite');

const at = '2026-03-01T10:00:00.000Z';
const database = await openDatabase({ dataFolder: folder, pid: process.pid }, () => new Date(at));
const audit = createAuditLog(database.sql);
next = changes + 5;
for (let round = 0; made < Number(count); round += 1) {
  const command = `${round} ${'x'.repeat(Math.floor(random() * 3000))}`;
  await audit.add({
    at,
    personId: 'U1',
    personName: 'Ada',
    channel: 'C1',
    via: 'chat',
    result: 'answered',
    durationMs: 1,
    command,
  });
  acknowledged.push(command.split(' ')[0] ?? '');
  if (round % 40 === 20) await database.executeSql('checkpoint');
  if (round % 90 === 60) await rewriteFiles(database, { most: mostWhileServing });
}
process.exit(0);
