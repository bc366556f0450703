// The folder that a capture is written into: a new or an empty one, for this user alone.

import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Problem } from '../domain/problem.js';

/** Asked before a device is: nothing that stands somewhere is written over. @throws Problem `capture-folder` */
export async function requireEmpty(folder: string): Promise<void> {
  let names: readonly string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return;
    throw refused(folder, code === 'ENOTDIR' ? 'it is no folder' : `it cannot be read (${code})`);
  }
  if (names.length > 0) throw refused(folder, 'it is not empty');
}

/** @param files path from the folder → text @throws Problem `capture-folder` */
export async function writeFiles(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  await requireEmpty(folder);
  try {
    for (const [path, text] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true, mode: 0o700 });
      await writeFile(join(folder, path), text, { mode: 0o600, flag: 'wx' });
    }
  } catch (error) {
    throw refused(folder, `it cannot be written (${codeOf(error)})`);
  }
}

function refused(folder: string, detail: string): Problem {
  return new Problem('capture-folder', { folder, detail });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
