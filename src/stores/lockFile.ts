// One process a data folder: PGlite has no lock of its own, and two processes on one folder lose acknowledged rows.

import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

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
 * The file appears with its content at once (a hard link), and only one of several can move a dead holder's file away.
 * @returns the lock, or the pid of the living holder.
 */
export function lockFolder(path: string, pid: number): FolderLock | { readonly heldBy: number } {
  const own = `${path}.${randomUUID()}`;
  writeFileSync(own, JSON.stringify({ pid, started: startOf(pid) } satisfies Holder), { mode: 0o600 });
  try {
    while (!appears(own, path)) {
      const holder = readHolder(path);
      if (holder && lives(holder)) return { heldBy: holder.pid };
      moveAway(path);
    }
    return { release: () => rmSync(path, { force: true }) };
  } finally {
    rmSync(own, { force: true });
  }
}

function appears(own: string, path: string): boolean {
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Somebody may have replaced the dead holder since it was read: a living one is put back. */
function moveAway(path: string): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  const holder = readHolder(aside);
  if (holder && lives(holder)) appears(aside, path);
  rmSync(aside, { force: true });
}

function lives({ pid, started }: Holder): boolean {
  return started !== '' && startOf(pid) === started;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
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
