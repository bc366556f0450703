// The database's own folder: absent, begun, whole or something else; a new database is never made over anything.

import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../domain/problem.js';
import { StoreTrouble } from '../domain/storeTrouble.js';
import { sqlStateOf } from './sqlState.js';

/** Of the PostgreSQL inside the pinned PGlite; a folder of another one cannot be opened. */
const postgresMajor = '18';
/** What a new database takes, and some room to work. */
const neededBytes = 128 * 1024 * 1024;

/** PostgreSQL's `disk_full`. */
const noRoom = '53100';

export interface StoreFolder {
  readonly path: string;
  /** True when there is no database yet. */
  readonly isNew: boolean;
  /** A new database is whole and on the disk. */
  finished(): Promise<void>;
}

/**
 * A file in the folder marks a database that is being made: nobody was told anything from it, so that it may be made again.
 * @throws Problem `store-damaged` for a folder that is there and is no whole database.
 */
export async function findStore(dataFolder: string): Promise<StoreFolder> {
  const path = join(dataFolder, 'store');
  const mark = join(path, 'tunnelmedic-begun');
  const isNew = isEmpty(path) || isThere(mark);
  if (isNew) {
    requireSpace(dataFolder);
    rmSync(path, { recursive: true, force: true });
    mkdirSync(path, { mode: 0o700 });
    writeFileSync(mark, '', { mode: 0o600 });
    for (const one of [mark, path, dataFolder]) await sync(one);
  } else {
    requireWhole(path);
    // PostgreSQL's own lock, which a power cut may leave empty; ours is held.
    rmSync(join(path, 'postmaster.pid'), { force: true });
  }
  return {
    path,
    isNew,
    async finished() {
      if (!isNew) return;
      await syncTree(path);
      rmSync(mark);
      await sync(path);
    },
  };
}

function isEmpty(path: string): boolean {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return true;
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw damaged(path, 'it is a link that leads nowhere');
  if (!found.isDirectory()) throw damaged(path, 'it is a file, not a folder');
  return readdirSync(path).length === 0;
}

/** What every database of PostgreSQL has; one that lacks a part was copied in part, or lost it. */
const parts = ['PG_VERSION', 'postgresql.conf', 'global/pg_control', 'base', 'pg_wal', 'pg_xact'] as const;

function requireWhole(path: string): void {
  const missing = parts.filter((part) => !isThere(join(path, part)));
  if (missing.length > 0) throw damaged(path, `${missing.join(', ')} is missing in it`);
  const major = readFileSync(join(path, 'PG_VERSION'), 'utf8').trim();
  if (major !== postgresMajor)
    throw new Problem('store-other-version', {
      detail: `the one in ${path} was made by PostgreSQL ${major.slice(0, 20) || 'without a number'}, and this version needs ${postgresMajor}`,
    });
}

export function damaged(folder: string, detail: string): Problem {
  return new Problem('store-damaged', { folder, detail });
}

/**
 * What to say of a database that opened and whose tables cannot be read.
 * @returns the error itself where it is none of PostgreSQL's: a fault of ours must not make anybody move a whole database away.
 */
export function notRead(folder: string, error: unknown): unknown {
  const trouble = error instanceof StoreTrouble ? error.cause : error;
  if (!(trouble instanceof Error)) return error;
  const state = sqlStateOf(trouble);
  if (state === noRoom || /no space left/i.test(trouble.message)) return noSpace(folder);
  if (state !== null)
    return damaged(folder, `its tables cannot be read; PostgreSQL says: ${trouble.message}`);
  // What PGlite's WebAssembly ends with when it reads bytes that no PostgreSQL wrote.
  return trouble.name === 'RuntimeError'
    ? damaged(folder, 'PostgreSQL ends while it reads its tables')
    : error;
}

function requireSpace(dataFolder: string): void {
  const { bavail, bsize } = statfsSync(dataFolder);
  if (bavail * bsize >= neededBytes) return;
  const needed = `a new database needs ${neededBytes / 1024 / 1024} MiB, and there is no such space left`;
  throw noSpace(dataFolder, needed);
}

export function noSpace(folder: string, detail = 'there is no space left'): Problem {
  const hint = 'Make space there, or name another folder in store.dataFolder.';
  return new Problem('data-folder', { folder, detail, hint });
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Files and folders: the names in a folder reach the disk apart from what the files hold. Several at a time, which the disk takes as one. */
async function syncTree(path: string): Promise<void> {
  const found = await readdir(path, { withFileTypes: true, recursive: true });
  const paths = found
    .filter((entry) => entry.isFile() || entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  const next = paths[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (const one of next) await sync(one);
    }),
  );
  await sync(path);
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
