// What is kept, into a file, out of one, or to another database; what was moved is counted and told.

import '../support/plainZod.js';
import { statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { plural } from '../commands/phrases.js';
import type { Environment } from '../config/environment.js';
import { loadSettings, type Settings, settingsPath } from '../config/settings.js';
import { commandLine } from '../domain/commandLine.js';
import { Problem } from '../domain/problem.js';
import {
  type BackupContents,
  openBackup,
  packInto,
  readBackup,
  teeBackup,
  writeBackup,
} from '../stores/backup/backupFile.js';
import { markBackup, markInAudit, moves } from '../stores/backup/mark.js';
import { restore } from '../stores/backup/restore.js';
import { type Database, openDatabase } from '../stores/database.js';
import { systemClock } from '../support/clock.js';
import { ownVersion } from '../support/ownFiles.js';
import { askBackup } from './askService.js';
import type { StoreMove } from './terminal.js';

export interface MoveParts {
  readonly environment: Environment;
  readonly signal: AbortSignal;
  readonly stdin: Readable;
  readonly stdout: NodeJS.WritableStream;
  /** To people, where standard output carries the backup. */
  readonly say: (text: string) => void;
}

type Store = Settings['store'];

const now = () => systemClock.now();

/** @returns what is told. @throws Problem for everything that stands against it. */
export async function moveStore(move: StoreMove, parts: MoveParts): Promise<string> {
  const { environment } = parts;
  const { store } = await loadSettings(settingsPath(move.config, environment), environment);
  if (move.act === 'into-file') return await backUp(store, move.file ?? '', parts);
  if (move.act === 'from-file') return await putBack(store, move, parts);
  return await migrateStore(store, move.replace);
}

async function backUp(store: Store, file: string, parts: MoveParts): Promise<string> {
  const url = await store.databaseUrl();
  const command = commandLine(moves.backup, [file]);
  const from = url === null ? await askBackup(store.dataFolder, user(), parts.signal) : null;
  if (from) return await written(file, parts, (into) => pipeline(from, into));
  if (url === null) requireStore(store.dataFolder);
  const database = await openDatabase(url === null ? inFolder(store) : { url }, now, { asIs: true });
  try {
    const at = now().toISOString();
    const told = await written(file, parts, (into) =>
      packInto(database, { at, version: ownVersion() }, into),
    );
    await markBackup(database.sql, { at, user: user(), command });
    return told;
  } finally {
    await database.close();
  }
}

type Fill = (into: NodeJS.WritableStream) => Promise<void>;

async function written(file: string, { stdout, say }: MoveParts, fill: Fill): Promise<string> {
  if (file !== '-') {
    const { bytes, ...contents } = await writeBackup(file, fill);
    return `${file}, ${sizeText(bytes)}: ${contentsText(contents)} It was read back and is whole.\n`;
  }
  say(`${contentsText(await teeBackup(stdout, fill))}\n`);
  return '';
}

async function putBack(store: Store, move: StoreMove, { stdin }: MoveParts): Promise<string> {
  const file = move.file ?? '';
  const source = async () => (file === '-' ? stdin.pipe(new PassThrough()) : await openBackup(file));
  if (move.check) return `${contentsText(await readBackup(await source()))} It is whole.\n`;
  const url = await store.databaseUrl();
  const backup = await source();
  const database = await openAlone(url === null ? inFolder(store) : { url }).catch((error: unknown) => {
    backup.destroy();
    throw error;
  });
  try {
    const contents = await restore(database, backup, { now, replace: move.replace });
    const command = commandLine(moves.restore, [file], move.replace ? { replace: true } : {});
    await markInAudit(database.sql, { at: now().toISOString(), user: user(), command });
    return `Restored. ${contentsText(contents)} It was read back from the database and is whole; start the service.\n`;
  } finally {
    await database.close();
  }
}

async function migrateStore(store: Store, replace: boolean): Promise<string> {
  const url = await store.databaseUrl();
  if (url === null)
    throw new Problem('store-unusable', {
      detail: 'nothing says which PostgreSQL the data shall go to',
      hint: 'Set DATABASE_URL (or store.databaseUrl) to postgres://USER:PASSWORD@HOST:PORT/DATABASE and run it again.',
    });
  requireStore(store.dataFolder);
  const from = await openAlone(inFolder(store));
  const to = await openAlone({ url }).catch(async (error: unknown) => {
    await from.close();
    throw error;
  });
  try {
    const packed = new PassThrough();
    const packing = packInto(from, { at: now().toISOString(), version: ownVersion() }, packed);
    // Who ends first with a fault ends the other one.
    packing.catch((error: Error) => packed.destroy(error));
    const contents = await restore(to, packed, { now, replace }).catch((error: unknown) => {
      packed.destroy();
      throw error;
    });
    await packing;
    await markInAudit(to.sql, { at: now().toISOString(), user: user(), command: moves.migrate });
    return `Copied. ${contentsText(contents)} It was read back from PostgreSQL and is whole. Start the service with the same DATABASE_URL; ${store.dataFolder} is as it was and no longer used.\n`;
  } finally {
    await from.close();
    await to.close();
  }
}

/** Whoever changes or leaves a database must be the only one who uses it. */
async function openAlone(settings: Parameters<typeof openDatabase>[0]): Promise<Database> {
  try {
    return await openDatabase(settings, now, { asIs: true, alone: true });
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'store-locked') throw error;
    const { holder = '', folder = '' } = error.details;
    throw new Problem('store-in-use', { holder, store: `the data folder ${folder}` });
  }
}

/** Looking must not make a new, empty one. */
function requireStore(dataFolder: string): void {
  if (statSync(join(dataFolder, 'store'), { throwIfNoEntry: false })) return;
  throw new Problem('data-folder', {
    folder: dataFolder,
    detail: 'there is no database in it',
    hint: 'Name the folder of the service in store.dataFolder, or run this where its configuration leads there.',
  });
}

function inFolder({ dataFolder }: Store) {
  return { dataFolder, pid: process.pid };
}

function user(): string {
  return userInfo().username;
}

function contentsText({ header, tables }: BackupContents): string {
  const counts = Object.values(tables).map(({ rows }) => rows);
  const rows = counts.reduce((sum, count) => sum + count, 0);
  const incidents = plural(tables.incidents?.rows ?? 0, 'incident');
  return `The database as it was at ${header.at.replace('T', ' ').replace(/\.\d+Z/, '')} UTC, ${plural(rows, 'row')} in ${plural(counts.length, 'table')}, ${incidents} among them, by version ${header.version}.`;
}

function sizeText(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
