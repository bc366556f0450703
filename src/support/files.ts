// Files of people and devices: opened without waiting, only regular ones, read within a bound, with a reason when they cannot be.

import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { codeOf } from './errorCode.js';

export type FileTrouble = 'missing' | 'forbidden' | 'directory' | 'special' | 'too-large' | 'failed';

export type OpenedFile =
  | { readonly ok: true; readonly handle: FileHandle; readonly bytes: number }
  | { readonly ok: false; readonly why: FileTrouble };

export type FileText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly why: FileTrouble };

export type FileBytes =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly why: FileTrouble };

/**
 * A plain open of a pipe waits until somebody writes, on a thread that the end of the process waits for; so nothing is opened
 * with waiting, and what is no regular file is closed again at once.
 */
const reading = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/** Opens a regular file for reading; the caller closes the handle. Every reader of a file that somebody named comes through here. */
export async function openRegularFile(path: string): Promise<OpenedFile> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(path, reading);
    const stat = await handle.stat();
    if (stat.isFile()) return { ok: true, handle, bytes: stat.size };
    await handle.close();
    return { ok: false, why: stat.isDirectory() ? 'directory' : 'special' };
  } catch (error) {
    await handle?.close().catch(() => undefined);
    return { ok: false, why: reason(error) };
  }
}

/** Reads a file from its beginning, `mostBytes` of it at most. */
export async function readStart(path: string, mostBytes: number): Promise<FileBytes> {
  const opened = await openRegularFile(path);
  if (!opened.ok) return opened;
  try {
    // The size is only a first guess: files of /proc have none, and a log may grow meanwhile.
    let buffer = Buffer.alloc(Math.min(mostBytes, Math.max(opened.bytes + 1, 64 * 1024)));
    let filled = 0;
    for (;;) {
      const { bytesRead } = await opened.handle.read(buffer, filled, buffer.length - filled, null);
      filled += bytesRead;
      if (bytesRead === 0 || filled === mostBytes) return { ok: true, bytes: buffer.subarray(0, filled) };
      if (filled === buffer.length) buffer = grown(buffer, mostBytes);
    }
  } catch (error) {
    return { ok: false, why: reason(error) };
  } finally {
    await opened.handle.close();
  }
}

/** Reads a text file of at most `maxBytes`. */
export async function readSmallFile(path: string, maxBytes = 1024 * 1024): Promise<FileText> {
  const read = await readStart(path, maxBytes + 1);
  if (!read.ok) return read;
  return read.bytes.length > maxBytes
    ? { ok: false, why: 'too-large' }
    : { ok: true, text: textOf(read.bytes) };
}

/** The same without a promise, for what is loaded once at the start. */
export function readSmallFileNow(path: string, maxBytes = 1024 * 1024): FileText {
  let file: number | null = null;
  try {
    file = openSync(path, reading);
    const stat = fstatSync(file);
    if (!stat.isFile()) return { ok: false, why: stat.isDirectory() ? 'directory' : 'special' };
    const buffer = Buffer.alloc(Math.min(maxBytes, stat.size) + 1);
    let filled = 0;
    for (let count = -1; count !== 0 && filled < buffer.length; filled += count)
      count = readSync(file, buffer, filled, buffer.length - filled, null);
    if (filled > maxBytes) return { ok: false, why: 'too-large' };
    return { ok: true, text: textOf(buffer.subarray(0, filled)) };
  } catch (error) {
    return { ok: false, why: reason(error) };
  } finally {
    if (file !== null) closeSync(file);
  }
}

function grown(buffer: Buffer, mostBytes: number): Buffer<ArrayBuffer> {
  const larger = Buffer.alloc(Math.min(mostBytes, buffer.length * 2));
  buffer.copy(larger);
  return larger;
}

function textOf(bytes: Buffer): string {
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

function reason(error: unknown): FileTrouble {
  const code = (error as { code?: unknown }).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'missing';
  if (code === 'EACCES' || code === 'EPERM') return 'forbidden';
  // A socket cannot be opened at all; a device without its driver neither.
  if (code === 'ENXIO' || code === 'ENODEV') return 'special';
  return code === 'EISDIR' ? 'directory' : 'failed';
}

/** In words for a sentence that begins with the file's name. */
export const fileTrouble: Readonly<Record<FileTrouble, string>> = {
  missing: 'it is not there',
  forbidden: 'this user may not read it',
  directory: 'it is a folder',
  special: 'it is not a regular file',
  'too-large': 'it is larger than a file of this kind can be',
  failed: 'it cannot be read',
};

/**
 * Writes a file of ours beside its place and gives it its name once it is on the disk, so that a full disk or a stop in the middle
 * leaves what was there. One that is there keeps its mode and owner, and stays where a link leads. Rejects with the system's error.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const place = await realpath(path).catch(() => path);
  const before = await stat(place).catch(() => null);
  const part = `${place}.new`;
  try {
    await rm(part, { force: true });
    const file = await open(part, 'wx', 0o600);
    try {
      await file.writeFile(text);
      if (before) {
        await file.chmod(before.mode & 0o777);
        await file.chown(before.uid, before.gid);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, place);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Why the system does not let this be written, in words for the end of a sentence. */
export function writeTrouble(error: unknown): string {
  return writeTroubles[codeOf(error)] ?? 'the system refuses it';
}

const writeTroubles: Readonly<Record<string, string>> = {
  ENOENT: 'its folder is not there',
  ENOTDIR: 'its folder is not there',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'that file system is read-only',
  ENOSPC: 'there is no space left',
  EDQUOT: 'the quota is used up',
};
