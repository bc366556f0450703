// A backup through the door for the terminal: the service alone may read its data folder, so it packs, and whoever asked writes the file.

import { createWriteStream, type WriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Logger } from '../support/logger.js';

/** Packs everything that is kept into the stream, and notes who asked. */
export type PackBackup = (into: WriteStream, user: string) => Promise<void>;

/** The path of such a request; `user` in its query. */
export const backupPath = '/backup';

/**
 * Packed into the data folder first, because the database is held meanwhile and must not wait for a terminal that somebody stopped.
 * An answer that ends too early says by that that there is none: why stands in the log.
 */
export async function sendBackup(
  reply: ServerResponse,
  user: string,
  parts: { readonly dataFolder: string; readonly pack: PackBackup; readonly log: Logger },
): Promise<void> {
  const path = join(parts.dataFolder, 'backup.part');
  reply.writeHead(200, { 'content-type': 'application/gzip', connection: 'close' });
  // At once: whoever asks knows by it that somebody listens.
  reply.flushHeaders();
  try {
    await rm(path, { force: true });
    await parts.pack(createWriteStream(path, { flags: 'wx', mode: 0o600 }), user);
    const packed = await open(path);
    // The open file is what is sent; nothing stays when this process dies meanwhile.
    await rm(path);
    await pipeline(packed.createReadStream(), reply);
  } catch (error) {
    if (!reply.destroyed) parts.log.error({ error }, 'a backup could not be made');
    await rm(path, { force: true });
    reply.destroy();
  }
}
