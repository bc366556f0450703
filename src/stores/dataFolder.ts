// The data folder as a place: there, ours, private, writable; every way in which it is not has its sentence.

import { chmodSync, lstatSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Problem } from '../domain/problem.js';

/**
 * Makes the folder, or takes it over when it is ours. Nobody else may read what people gave, whatever the volume was made with.
 * @throws Problem `data-folder`.
 */
export function prepareDataFolder(folder: string): void {
  inFolder(folder, () => {
    make(folder);
    const found = statSync(folder);
    if (!found.isDirectory()) throw problem(folder, 'it is a file', chooseOther);
    const own = process.getuid?.();
    if (own !== undefined && found.uid !== own)
      throw problem(
        folder,
        `it belongs to another user (uid ${found.uid}, this process is ${own})`,
        `Give it to the user that runs Tunnelmedic, or name a folder inside it, which is then made private: store.dataFolder: ${join(folder, 'tunnelmedic')}`,
      );
    chmodSync(folder, 0o700);
    closeToOthers(folder);
  });
}

/** One after the other: made in one go, a parent that refuses it is told as one that is not there. */
function make(folder: string): void {
  if (isThere(folder)) return;
  make(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process made it at the same moment.
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

/** Takes from group and others what they may do, all the way down. Links are left alone: none is ours. */
function closeToOthers(path: string): void {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) return;
  if ((found.mode & 0o077) !== 0) chmodSync(path, found.mode & 0o700);
  if (found.isDirectory()) for (const name of readdirSync(path)) closeToOthers(join(path, name));
}

/**
 * What the file system refuses becomes a sentence.
 * @throws Problem `data-folder`.
 */
function inFolder<T>(folder: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw folderProblem(folder, error);
  }
}

/** The same error when it is none of the file system's. */
export function folderProblem(folder: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  if (error instanceof Problem) return error;
  const where = 'path' in error && typeof error.path === 'string' ? error.path : folder;
  const [detail, hint] = (refusals[error.code] ?? unknownRefusal)(where, error.code);
  return problem(folder, detail, hint);
}

const chooseOther = 'Name another folder in store.dataFolder.';

type Refusal = (where: string, code: string) => readonly [detail: string, hint: string];

const notAllowed: Refusal = (where) => [
  `${where} may not be used by this user`,
  'Give the folder and everything in it to the user that runs Tunnelmedic (chown), or name another one in store.dataFolder.',
];

const refusals: Readonly<Record<string, Refusal>> = {
  EACCES: notAllowed,
  EPERM: notAllowed,
  EROFS: (where) => [
    `${where} is on a file system that is read-only`,
    'Mount it for writing, or name another folder in store.dataFolder.',
  ],
  ENOSPC: () => ['there is no space left', 'Make space there, or name another folder in store.dataFolder.'],
  EDQUOT: () => ['the quota is used up', 'Make space there, or name another folder in store.dataFolder.'],
  ENAMETOOLONG: () => ['its path is too long', 'Name a shorter one in store.dataFolder.'],
  ELOOP: () => ['it is a symbolic link that leads to itself', chooseOther],
  ENOTDIR: (where) => [`${dirname(where)} is not a folder`, chooseOther],
  EEXIST: (where) => [`${where} is a file, or a link that leads nowhere`, chooseOther],
  ENOENT: (where) => [`${where} is a link that leads nowhere`, 'Mend or remove the link.'],
  EISDIR: (where) => [
    `${where} is a folder, where a file of Tunnelmedic must be`,
    'Move that folder away and start again.',
  ],
  EIO: () => [
    'the disk could not be read or written (EIO)',
    'Look at the disk, and put the folder back from a backup.',
  ],
};

const unknownRefusal: Refusal = (_where, code) => [`the system refuses it (${code})`, chooseOther];

function problem(folder: string, detail: string, hint: string): Problem {
  return new Problem('data-folder', { folder, detail, hint });
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
