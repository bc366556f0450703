// A backup as a file: packed, readable for its owner only, never over another one, and read back before anybody is told that it is there.

import { createWriteStream, type WriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PassThrough, type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { Problem } from '../../domain/problem.js';
import { fileTrouble, openRegularFile, writeTrouble } from '../../support/files.js';
import { splitAtNewlines } from '../../support/newlines.js';
import type { Database } from '../database.js';
import { type DumpFacts, dump } from './dump.js';
import { type Counted, difference, formatNumber, type Header, readLine, Tally } from './format.js';

/** What was read from a backup to its end. */
export interface BackupContents {
  readonly header: Header;
  readonly tables: Counted;
}

/** Packs a dump into the stream, at the speed of the database; the stream is ended. */
export async function packInto(
  database: Pick<Database, 'sql' | 'engine'>,
  facts: DumpFacts,
  into: NodeJS.WritableStream,
): Promise<void> {
  const packer = createGzip();
  const packed = pipeline(packer, into);
  // What goes wrong with the stream ends the dump, which else waits for it for ever.
  const failed = packed.then(() => new Promise<never>(() => undefined));
  const dumped = dump(database, facts, async (text) => {
    if (!packer.write(text))
      await Promise.race([new Promise((resolve) => packer.once('drain', resolve)), failed]);
  });
  try {
    await Promise.race([dumped, failed]);
    packer.end();
  } catch (error) {
    packer.destroy();
    await packed.catch(() => undefined);
    throw error;
  }
  await packed;
}

/** Each line of a packed backup. @throws Problem `backup-unusable` for what is no gzip, or ends too early. */
async function* linesOf(source: Readable): AsyncGenerator<string, void> {
  const unpacker = createGunzip();
  // What goes wrong on the way is met by whoever reads the lines.
  const unpacked = pipeline(source, unpacker).catch(() => undefined);
  try {
    yield* splitAtNewlines(unpacker);
  } catch (error) {
    if (error instanceof RangeError) throw unusable('it holds a line that is longer than any row');
    throw unusable('it is no packed backup, or a part of it is missing');
  } finally {
    // Whoever stops reading lets go of the file too.
    unpacker.destroy();
    await unpacked;
  }
}

/**
 * Reads all of it and gives each row to `take`, in order.
 * @throws Problem `backup-unusable` when it is not whole, whatever was given until then.
 */
export async function readBackup(
  source: Readable,
  take: {
    readonly header?: (header: Header) => Promise<void>;
    readonly row?: (table: string, row: string) => Promise<void>;
  } = {},
): Promise<BackupContents> {
  const tally = new Tally();
  let header: Header | null = null;
  let table: string | null = null;
  let end: Counted | null = null;
  for await (const text of linesOf(source)) {
    const line = readLine(text);
    if (line === null || end !== null) throw unusable('it is no backup of Tunnelmedic, or was changed');
    if (line.kind === 'header' && header === null) {
      if (line.format > formatNumber)
        throw unusable(
          `it was written by a newer version (${line.version}), in a form that this one does not know`,
        );
      header = line;
      await take.header?.(header);
    } else if (header === null) throw unusable('it is no backup of Tunnelmedic');
    else if (line.kind === 'table') {
      table = line.table;
      tally.begin(table);
    } else if (line.kind === 'end') end = line.tables;
    else if (line.kind === 'row' && table !== null) {
      tally.add(line.row);
      await take.row?.(table, line.row);
    } else throw unusable('it is no backup of Tunnelmedic, or was changed');
  }
  if (header === null) throw unusable('it is empty');
  if (end === null) throw unusable('its end is missing');
  const wrong = difference(end, tally.counted());
  if (wrong !== null) throw unusable(wrong);
  return { header, tables: end };
}

/** @throws Problem `backup-unusable` for a path that is no regular file. */
export async function openBackup(path: string): Promise<Readable> {
  const opened = await openRegularFile(path);
  if (!opened.ok) throw new Problem('backup-unusable', { file: path, detail: fileTrouble[opened.why] });
  return opened.handle.createReadStream();
}

/** Into a stream that cannot be read back: what goes there is read on its way. The stream is left open. */
export async function teeBackup(
  to: NodeJS.WritableStream,
  fill: (into: NodeJS.WritableStream) => Promise<void>,
): Promise<BackupContents> {
  const copy = new PassThrough();
  const reading = readBackup(copy);
  const through = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      to.write(chunk, () => copy.write(chunk, () => next()));
    },
    flush(next) {
      copy.end(next);
    },
  });
  through.resume();
  await Promise.all([fill(through), reading]);
  return await reading;
}

/**
 * Writes beside the place, reads it back, and gives it its name when it is whole and on the disk.
 * @throws Problem `backup-unwritable`.
 */
export async function writeBackup(
  path: string,
  fill: (into: WriteStream) => Promise<void>,
): Promise<BackupContents & { readonly bytes: number }> {
  const existing = await openRegularFile(path);
  if (existing.ok) await existing.handle.close();
  if (existing.ok || existing.why !== 'missing')
    throw unwritable(path, existing.ok ? 'it is there already' : fileTrouble[existing.why]);
  const part = `${path}.part`;
  try {
    await rm(part, { force: true });
    await fill(createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true }));
    const contents = await readBackup(await openBackup(part));
    const file = await open(part);
    const { size: bytes } = await file.stat();
    await file.close();
    await rename(part, path);
    const folder = await open(dirname(path));
    await folder.sync();
    await folder.close();
    return { ...contents, bytes };
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw written(path, error);
  }
}

function written(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || error instanceof Problem) return error;
  return unwritable(path, writeTrouble(error));
}

function unwritable(file: string, detail: string): Problem {
  return new Problem('backup-unwritable', { file, detail });
}

function unusable(detail: string): Problem {
  return new Problem('backup-unusable', { file: 'the backup', detail });
}
