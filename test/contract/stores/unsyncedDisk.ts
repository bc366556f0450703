// A disk that keeps for certain only what was synced: records what Node writes below one folder, and lays out what a power cut may leave.

import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { dirname, join, relative } from 'node:path';

/** Half a page of PostgreSQL: a page may reach the disk in part. */
const blockBytes = 4096;

interface Unsynced {
  /** Blocks as they were at the last sync; null where the file did not reach. */
  readonly blocks: Map<number, Buffer | null>;
  /** Size at the last sync; null when the file was not there. */
  readonly size: number | null;
}

export interface UnsyncedDisk {
  /** Of everything below the folder, as a power cut at this moment may leave it; \`keeps\` is asked for each block that was not synced. */
  cutTo(target: string, keeps: () => boolean): void;
}

/**
 * Replaces functions of \`node:fs\` in this process, for ever. A new file is kept once it was synced itself, as ext4 and XFS do; a removed one
 * may be there again until its folder is synced.
 * @param onChange after each change below the folder.
 */
export function recordDisk(root: string, onChange: () => void): UnsyncedDisk {
  const real = { ...fs };
  const open = new Map<number, string>();
  const unsynced = new Map<string, Unsynced>();
  const removed = new Map<string, Buffer>();
  const inside = (path: unknown): path is string => typeof path === 'string' && path.startsWith(root);
  const sizeOf = (path: string): number | null =>
    real.statSync(path, { throwIfNoEntry: false })?.size ?? null;

  const remember = (path: string, from: number, to: number): void => {
    const size = sizeOf(path);
    const entry = unsynced.get(path) ?? { blocks: new Map<number, Buffer | null>(), size };
    unsynced.set(path, entry);
    for (let block = Math.floor(from / blockBytes); block * blockBytes < to; block += 1)
      if (!entry.blocks.has(block)) entry.blocks.set(block, readBlock(path, block));
  };
  const readBlock = (path: string, block: number): Buffer | null => {
    if ((sizeOf(path) ?? 0) <= block * blockBytes) return null;
    const fd = real.openSync(path, 'r');
    const bytes = Buffer.alloc(blockBytes);
    const read = real.readSync(fd, bytes, 0, blockBytes, block * blockBytes);
    real.closeSync(fd);
    return bytes.subarray(0, read);
  };
  const synced = (path: string): void => {
    unsynced.delete(path);
    for (const gone of removed.keys()) if (dirname(gone) === path) removed.delete(gone);
  };
  const remove = (path: string): void => {
    if (!unsynced.has(path)) removed.set(path, real.readFileSync(path));
    unsynced.delete(path);
  };

  const replaced: Record<string, unknown> = {
    openSync(path: string, ...more: [number, number?]) {
      const fd = real.openSync(path, ...more);
      if (inside(path)) open.set(fd, path);
      return fd;
    },
    closeSync(fd: number) {
      open.delete(fd);
      real.closeSync(fd);
    },
    writeSync(fd: number, bytes: Uint8Array, offset: number, length: number, position: number) {
      const path = open.get(fd);
      if (path !== undefined) remember(path, position, position + length);
      const written = real.writeSync(fd, bytes, offset, length, position);
      if (path !== undefined) onChange();
      return written;
    },
    writeFileSync(path: string, ...more: [string]) {
      if (inside(path)) remember(path, 0, sizeOf(path) ?? 0);
      real.writeFileSync(path, ...more);
    },
    truncateSync(path: string, length: number) {
      if (inside(path)) remember(path, length, sizeOf(path) ?? 0);
      real.truncateSync(path, length);
      onChange();
    },
    ftruncateSync(fd: number, length: number) {
      const path = open.get(fd);
      if (path !== undefined) remember(path, length, sizeOf(path) ?? 0);
      real.ftruncateSync(fd, length);
    },
    unlinkSync(path: string) {
      if (inside(path)) remove(path);
      real.unlinkSync(path);
      onChange();
    },
    renameSync(from: string, to: string) {
      const moved = unsynced.get(from);
      real.renameSync(from, to);
      unsynced.delete(from);
      if (moved) unsynced.set(to, moved);
      onChange();
    },
    fsyncSync(fd: number) {
      real.fsyncSync(fd);
      synced(open.get(fd) ?? '');
    },
    fdatasyncSync(fd: number) {
      real.fdatasyncSync(fd);
      synced(open.get(fd) ?? '');
    },
    fdatasync(fd: number, done: (error: Error | null) => void) {
      const path = open.get(fd) ?? '';
      real.fdatasync(fd, (error) => {
        if (!error) synced(path);
        done(error);
      });
    },
  };
  Object.assign(fs, replaced);
  syncBuiltinESMExports();

  return {
    cutTo(target, keeps) {
      real.cpSync(root, target, { recursive: true });
      const at = (path: string): string => join(target, relative(root, path));
      for (const [path, bytes] of removed) if (keeps()) real.writeFileSync(at(path), bytes);
      for (const [path, { blocks, size }] of unsynced) {
        if (size === null && !keeps()) {
          real.rmSync(at(path), { force: true });
          continue;
        }
        const fd = real.openSync(at(path), 'r+');
        for (const [block, before] of blocks) {
          if (keeps()) continue;
          const start = block * blockBytes;
          real.writeSync(fd, before ?? Buffer.alloc(blockBytes), 0, undefined, start);
        }
        // What it had when it was synced last is there; what came behind it perhaps.
        if (size !== null && !keeps()) real.ftruncateSync(fd, size);
        real.closeSync(fd);
      }
    },
  };
}
