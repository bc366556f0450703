// Small files, read with a bound and with a reason when they cannot be.

import { open } from 'node:fs/promises';

export type FileText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly why: 'missing' | 'forbidden' | 'directory' | 'too-large' | 'failed' };

/** Reads a text file of at most `maxBytes`. */
export async function readSmallFile(path: string, maxBytes = 1024 * 1024): Promise<FileText> {
  let handle: Awaited<ReturnType<typeof open>> | null = null;
  try {
    handle = await open(path, 'r');
    const stat = await handle.stat();
    if (stat.isDirectory()) return { ok: false, why: 'directory' };
    const buffer = Buffer.alloc(maxBytes + 1);
    let filled = 0;
    while (filled <= maxBytes) {
      const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, null);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    if (filled > maxBytes) return { ok: false, why: 'too-large' };
    return { ok: true, text: buffer.toString('utf8', 0, filled).replace(/^\uFEFF/, '') };
  } catch (error) {
    return { ok: false, why: reason(error) };
  } finally {
    await handle?.close();
  }
}

function reason(error: unknown): 'missing' | 'forbidden' | 'directory' | 'failed' {
  const code = (error as { code?: unknown }).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'missing';
  if (code === 'EACCES' || code === 'EPERM') return 'forbidden';
  return code === 'EISDIR' ? 'directory' : 'failed';
}

/** In words for a sentence that begins with the file's name. */
export const fileTrouble = {
  missing: 'it is not there',
  forbidden: 'this user may not read it',
  directory: 'it is a directory',
  'too-large': 'it is larger than a file of this kind can be',
  failed: 'it cannot be read',
} as const;
