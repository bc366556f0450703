// One process a data folder: PGlite has no lock of its own, and two processes on one folder lose acknowledged rows.

import { readFileSync, rmSync, writeFileSync } from 'node:fs';

export interface FolderLock {
  release(): void;
}

interface Holder {
  readonly pid: number;
  /** The kernel's start time of that process, so that a reused pid is not taken for the holder. */
  readonly started: string;
}

/**
 * Takes the lock or says who holds it. A holder that no longer runs is replaced; a living one never is, whatever its age.
 * @returns the lock, or the pid of the living holder.
 */
export function lockFolder(path: string, pid: number): FolderLock | { readonly heldBy: number } {
  for (;;) {
    try {
      writeFileSync(path, JSON.stringify({ pid, started: startOf(pid) } satisfies Holder), {
        flag: 'wx',
        mode: 0o600,
      });
      return { release: () => rmSync(path, { force: true }) };
    } catch (error) {
      if (!isExisting(error)) throw error;
      const holder = readHolder(path);
      if (holder && startOf(holder.pid) === holder.started && holder.started !== '')
        return { heldBy: holder.pid };
      rmSync(path, { force: true });
    }
  }
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

function readHolder(path: string): Holder | null {
  try {
    const holder: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof holder !== 'object' || holder === null || !('pid' in holder) || !('started' in holder))
      return null;
    return typeof holder.pid === 'number' && typeof holder.started === 'string'
      ? { pid: holder.pid, started: holder.started }
      : null;
  } catch {
    return null;
  }
}

/** Field 22 of /proc/PID/stat (proc(5)): clock ticks after boot. Empty when there is no such process; `alive` where there is no /proc. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return isAlive(pid) ? 'alive' : '';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
