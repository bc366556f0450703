// Where bytes come from: a file or standard input, gzip or plain; read into a buffer that is used again and again.

import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Problem } from '../../domain/problem.js';

export interface ByteSource {
  /** Fills the buffer from `offset`; answers how many bytes came, 0 at the end. */
  read(into: Buffer, offset: number): Promise<number>;
  close(): Promise<void>;
}

/** @throws Problem `input-missing` or `input-unreadable`, with the file's name as the person typed it. */
export async function fileSource(path: string): Promise<ByteSource> {
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new Problem('input-missing', { file: path });
    throw new Problem('input-unreadable', {
      file: path,
      detail: error.code === 'EACCES' ? 'permission is denied' : 'it cannot be opened',
      hint: 'Check the path and its permissions.',
    });
  });
  if ((await handle.stat()).isDirectory()) {
    await handle.close();
    throw new Problem('input-unreadable', {
      file: path,
      detail: 'it is a folder',
      hint: 'Name the files in it.',
    });
  }
  const magic = Buffer.alloc(2);
  const { bytesRead } = await handle.read(magic, 0, 2, 0);
  if (bytesRead === 2 && magic[0] === 0x1f && magic[1] === 0x8b)
    return gzipSource(handle.createReadStream({ start: 0, highWaterMark: 1 << 20 }), path);
  let position = 0;
  return {
    async read(into, offset) {
      const result = await handle.read(into, offset, into.length - offset, position);
      position += result.bytesRead;
      return result.bytesRead;
    },
    close: () => handle.close(),
  };
}

function gzipSource(compressed: Readable, name: string): ByteSource {
  const plain = compressed.pipe(createGunzip({ chunkSize: 1 << 18 }));
  compressed.on('error', (error) => plain.destroy(error));
  return streamSource(plain, name, () => compressed.destroy());
}

/** Any stream of bytes. What is left of a piece waits for the next read; nothing else is kept. */
export function streamSource(stream: Readable, name: string, onClose: () => void = () => {}): ByteSource {
  const pieces = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer | string>;
  let rest: Buffer = Buffer.alloc(0);
  return {
    async read(into, offset) {
      if (rest.length === 0) {
        const next = await pieces.next().catch(() => {
          throw new Problem('input-unreadable', {
            file: name,
            detail: 'it ends in the middle or is damaged',
            hint: 'Copy it again.',
          });
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
      stream.destroy();
      onClose();
    },
  };
}
