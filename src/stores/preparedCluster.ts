// An empty database with all our tables and the queues of all jobs that the build made once, packed: a new one is unpacked from it, where initdb and the steps of the schema take seconds and twice the memory.

import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { ownPath } from '../support/ownFiles.js';
import { migrations } from './migrations.js';

/** How scripts/prepare-cluster.mjs makes it. */
const making = 4;

/**
 * Where the build puts it. Its name carries what made it, so that another version's is never taken. All databases that come from it share
 * PostgreSQL's system identifier, which only matters between servers that send each other their log; PGlite sends it nowhere.
 */
export const preparedClusterPath = ownPath(
  `dist/prepared/cluster-${making}-${versionOfPglite()}-${checksumOfSteps()}.gz`,
);

/** A path is relative. What is not packed of a file, at its end, is zeros: nearly all of the log is. */
interface PackedFile {
  readonly path: string;
  readonly size: number;
  readonly packed: number;
}

/** Before the bytes of all files, one after the other, stands a line of JSON. A folder stands before what is in it. */
interface Contents {
  readonly folders: readonly string[];
  readonly files: readonly PackedFile[];
}

const zeros = Buffer.alloc(64 * 1024);

export interface PreparedCluster {
  /** As ordinary files that nobody else may read. @param before called before each of them; what it throws ends it. */
  unpack(folder: string, before: () => void): void;
}

/** @returns null where there is no whole one (gzip's checksum tells): then initdb runs. */
export function readPreparedCluster(path: string): PreparedCluster | null {
  let bytes: Buffer;
  try {
    bytes = gunzipSync(readFileSync(path), { chunkSize: 1024 * 1024 });
  } catch {
    return null;
  }
  const end = bytes.indexOf('\n');
  const { folders, files }: Contents = JSON.parse(bytes.toString('utf8', 0, end));
  return {
    unpack(folder, before) {
      for (const path of folders) mkdirSync(join(folder, path), { mode: 0o700 });
      let at = end + 1;
      for (const { path, size, packed: given } of files) {
        before();
        write(join(folder, path), bytes.subarray(at, at + given), size);
        at += given;
      }
    },
  };
}

/** Written to its end: a file with a hole would need room later, and a disk that is full then. */
function write(path: string, bytes: Buffer, size: number): void {
  const file = openSync(path, 'w', 0o600);
  try {
    for (let at = 0; at < size; )
      at +=
        at < bytes.length
          ? writeSync(file, bytes, at, bytes.length - at)
          : writeSync(file, zeros, 0, Math.min(zeros.length, size - at));
  } finally {
    closeSync(file);
  }
}

/** @param store a database that was closed, and that nobody opened since: packed while it runs, each new one would begin with a recovery. */
export function packCluster(store: string): Buffer {
  const entries = readdirSync(store, { withFileTypes: true, recursive: true })
    .map((entry) => ({ entry, path: relative(store, join(entry.parentPath, entry.name)) }))
    // PostgreSQL's own lock is of the process that ended.
    .filter(({ path }) => path !== 'postmaster.pid')
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const folders = entries.filter(({ entry }) => entry.isDirectory()).map(({ path }) => path);
  const paths = entries.filter(({ entry }) => entry.isFile()).map(({ path }) => path);
  const found = paths.map((path) => ({ path, bytes: readFileSync(join(store, path)) }));
  const files = found.map(({ path, bytes }) => ({ path, size: bytes.length, packed: lengthToZeros(bytes) }));
  const contents: Contents = { folders, files };
  return gzipSync(
    Buffer.concat([
      Buffer.from(`${JSON.stringify(contents)}\n`),
      ...found.map(({ bytes }, index) => bytes.subarray(0, files[index]?.packed)),
    ]),
  );
}

function lengthToZeros(bytes: Buffer): number {
  let length = bytes.length;
  while (length > 0 && bytes[length - 1] === 0) length -= 1;
  return length;
}

/** Of the steps that made its tables. */
function checksumOfSteps(): string {
  return createHash('sha256').update(JSON.stringify(migrations)).digest('hex').slice(0, 12);
}

function versionOfPglite(): string {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const found: { version: string } = JSON.parse(
    readFileSync(join(dirname(entry), '../package.json'), 'utf8'),
  );
  return found.version;
}
