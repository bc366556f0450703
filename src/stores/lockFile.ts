// One process a data folder: PGlite has no lock of its own, and two processes on one folder lose acknowledged rows.

import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  ftruncateSync,
  futimesSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs';
import type { Clock } from '../domain/clock.js';
import { systemClock } from '../support/clock.js';
import { type Holder, ownPlace, type Place, parseHolder, startOf, stateOf } from './holder.js';

export interface FolderLock {
  /** False from the moment on that another process took the folder, or somebody removed the file: nothing may be written then. */
  holds(): boolean;
  release(): void;
}

export interface LockParts {
  readonly pid: number;
  readonly clock: Clock;
  readonly place: Place;
  /** Asks the kernel for a lock on the open file; `unavailable` where nothing can ask. */
  readonly askKernel: (fd: number) => 'ours' | 'held' | 'unavailable';
  /** How often the holder touches the file. */
  readonly beatMs: number;
  /** An unknown holder that does not touch the file for this long is gone. */
  readonly quietMs: number;
}

const usual = { clock: systemClock, askKernel: askFlock, beatMs: 3_000, quietMs: 20_000 } as const;

/**
 * Takes the lock or says who holds it. The kernel's lock is what decides where there is one; the holder's heartbeat decides where there is
 * none (no flock(1), another machine on a network volume, before a reboot). In doubt the folder is not taken.
 * The file stays when it is released: a file that is removed and made again would be two locks.
 */
export async function lockFolder(
  path: string,
  given: Pick<LockParts, 'pid'> & Partial<LockParts>,
): Promise<FolderLock | { readonly heldBy: Holder | null }> {
  const parts: LockParts = { ...usual, place: ownPlace(), ...given };
  const fd = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  try {
    fchmodSync(fd, 0o600);
    const kernel = parts.askKernel(fd);
    if (kernel === 'held' || isReplaced(fd, path)) return refused(fd, path);
    const before = readHolder(path);
    if (before && !(await isGone(before, fd, path, kernel === 'ours', parts))) return refused(fd, path);
    const token = randomUUID();
    write(fd, {
      token,
      pid: parts.pid,
      started: startOf(parts.pid),
      ...parts.place,
      since: parts.clock.now().toISOString(),
      kernel: kernel === 'ours',
    });
    const holds = (): boolean => readHolder(path)?.token === token;
    // Without the kernel several may have found the same dead holder: the last one to write has it, all others see that now.
    if (kernel !== 'ours') await parts.clock.sleep(parts.beatMs);
    return holds() ? held(fd, holds, parts) : refused(fd, path);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function held(fd: number, holds: () => boolean, { clock, beatMs }: LockParts): FolderLock {
  const ended = new AbortController();
  const beat = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      futimesSync(fd, clock.now(), clock.now());
      await clock.sleep(beatMs, ended.signal);
    }
  };
  // Ends by the signal. A file that cannot be touched any more is found by the next write.
  beat().catch(() => undefined);
  return {
    holds,
    release() {
      if (ended.signal.aborted) return;
      ended.abort();
      if (holds()) ftruncateSync(fd, 0);
      closeSync(fd);
    },
  };
}

function refused(fd: number, path: string): { readonly heldBy: Holder | null } {
  closeSync(fd);
  return { heldBy: readHolder(path) };
}

async function isGone(
  holder: Holder,
  fd: number,
  path: string,
  locked: boolean,
  { place, clock, quietMs, beatMs }: LockParts,
): Promise<boolean> {
  const state = stateOf(holder, place, locked);
  if (state !== 'unknown') return state === 'gone';
  const touched = fstatSync(fd).mtimeMs;
  const until = clock.now().getTime() + quietMs;
  while (clock.now().getTime() < until) {
    await clock.sleep(Math.min(beatMs, quietMs) / 2);
    // By its path, so that a network volume is asked anew.
    if (isReplaced(fd, path) || statSync(path).mtimeMs !== touched) return false;
    if (readHolder(path)?.token !== holder.token) return false;
  }
  return true;
}

/** The lock belongs to the open file, which flock(1) gets from us and we keep: the kernel lets go when this process ends, however it ends. */
function askFlock(fd: number): 'ours' | 'held' | 'unavailable' {
  const { status } = spawnSync('flock', ['-n', '3'], { stdio: ['ignore', 'ignore', 'ignore', fd] });
  if (status === 0) return 'ours';
  return status === 1 ? 'held' : 'unavailable';
}

/** Written in place, in one write, so that the kernel's lock stays on the same file. */
function write(fd: number, holder: Holder): void {
  const text = JSON.stringify(holder);
  writeSync(fd, text, 0);
  ftruncateSync(fd, Buffer.byteLength(text));
}

function readHolder(path: string): Holder | null {
  try {
    return parseHolder(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

function isReplaced(fd: number, path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  const open = fstatSync(fd);
  return found?.ino !== open.ino || found.dev !== open.dev;
}
