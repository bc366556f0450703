// Files of secrets that others on this machine may read or change: doctor tells them, nothing is refused for it.

import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileOfSecret, type Secret } from './secret.js';

const othersRead = 0o004;
const othersWrite = 0o002;
const othersPass = 0o001;

/**
 * @param settings whatever holds secrets, however deep
 * @param modeOf the mode of a file or folder; 0 for what is not there, or is not told
 * @returns paths, each once, of files that others than owner and group reach
 */
export async function openSecretFiles(settings: unknown, modeOf = modeOnDisk): Promise<readonly string[]> {
  const paths = [...new Set(filesIn(settings, new Set()))];
  const open = await Promise.all(paths.map((path) => isOpen(path, modeOf)));
  return paths.filter((_path, index) => open[index]);
}

function filesIn(value: unknown, seen: Set<unknown>): readonly string[] {
  if (typeof value === 'function') {
    const file = fileOfSecret(value as Secret);
    return file === null ? [] : [file];
  }
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  return Object.values(value).flatMap((inner) => filesIn(inner, seen));
}

/** A folder that others may not enter closes everything below it. */
async function isOpen(path: string, modeOf: typeof modeOnDisk): Promise<boolean> {
  if (((await modeOf(path)) & (othersRead | othersWrite)) === 0) return false;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (((await modeOf(folder)) & othersPass) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

async function modeOnDisk(path: string): Promise<number> {
  return await stat(path).then(
    ({ mode }) => mode,
    () => 0,
  );
}
