// Where bytes come from: a file or standard input, gzip or plain; read into a buffer that is used again and again.

import type { Readable } from 'node:stream';
import { Problem } from '../../domain/problem.js';
import { type FileTrouble, fileTrouble, openRegularFile } from '../../support/files.js';
import { GzipFault, greatestRatio, gunzipped } from '../../support/gunzip.js';

export interface ByteSource {
  /** Fills the buffer from `offset`; answers how many bytes came, 0 at the end. */
  read(into: Buffer, offset: number): Promise<number>;
  close(): Promise<void>;
}

/** @throws Problem `input-missing` or `input-unreadable`, with the file's name as the person typed it. */
export async function fileSource(path: string): Promise<ByteSource> {
  const opened = await openRegularFile(path);
  if (!opened.ok && opened.why === 'missing') throw new Problem('input-missing', { file: path });
  if (!opened.ok)
    throw new Problem('input-unreadable', {
      file: path,
      detail: fileTrouble[opened.why],
      hint: hintFor(opened.why),
    });
  const { handle } = opened;
  // A disk or a share that fails is met at the first bytes as well as later.
  const broken = (): never => {
    throw new Problem('input-unreadable', {
      file: path,
      detail: fileTrouble.failed,
      hint: 'Copy it again.',
    });
  };
  const magic = Buffer.alloc(2);
  const { bytesRead } = await handle.read(magic, 0, 2, 0).catch(async () => {
    await handle.close();
    return broken();
  });
  if (bytesRead === 2 && magic[0] === 0x1f && magic[1] === 0x8b)
    return gzipSource(handle.createReadStream({ start: 0, highWaterMark: 1 << 20 }), path);
  let position = 0;
  return {
    async read(into, offset) {
      const result = await handle.read(into, offset, into.length - offset, position).catch(broken);
      position += result.bytesRead;
      return result.bytesRead;
    },
    close: () => handle.close(),
  };
}

function hintFor(why: FileTrouble): string {
  if (why === 'directory') return 'Name the files in it.';
  if (why === 'special') return 'Write what it holds into a file, or pipe it in: `-` reads standard input.';
  return 'Check the path and its permissions.';
}

function gzipSource(packed: Readable, name: string): ByteSource {
  return streamSource(gunzipped(packed), name, () => packed.destroy());
}

/** Any stream of bytes. What is left of a piece waits for the next read; nothing else is kept. */
export function streamSource(
  stream: AsyncIterable<Buffer | string>,
  name: string,
  onClose: () => void = () => {},
): ByteSource {
  const pieces = stream[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  return {
    async read(into, offset) {
      if (rest.length === 0) {
        const next = await pieces.next().catch((error: unknown) => {
          throw new Problem('input-unreadable', { file: name, ...brokenWords(error) });
        });
        if (next.done) return 0;
        rest = typeof next.value === 'string' ? Buffer.from(next.value) : next.value;
        if (rest.length === 0) return this.read(into, offset);
      }
      const length = rest.copy(into, offset);
      rest = rest.subarray(length);
      return length;
    },
    async close() {
      onClose();
      await pieces.return?.();
    },
  };
}

function brokenWords(error: unknown): { readonly detail: string; readonly hint: string } {
  if (error instanceof GzipFault && error.why === 'bomb')
    return {
      detail: `it unpacks to more than ${greatestRatio} times its size, which no log does`,
      hint: 'Unpack it yourself and look at it first.',
    };
  return { detail: 'it ends in the middle or is damaged', hint: 'Copy it again.' };
}
