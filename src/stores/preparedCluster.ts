// An empty database with all our tables that the build made once, packed: a new one is unpacked from it, where initdb and the steps of the schema take seconds and twice the memory.

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { ownPath } from '../support/ownFiles.js';
import { migrations } from './migrations.js';

/** How scripts/prepare-cluster.mjs makes it. */
const making = 2;

/**
 * Where the build puts it. Its name carries what made it, so that another version's is never taken. All databases that come from it share
 * PostgreSQL's system identifier, which only matters between servers that send each other their log; PGlite sends it nowhere.
 */
export const preparedClusterPath = ownPath(
  `dist/prepared/cluster-${making}-${versionOfPglite()}-${checksumOfSteps()}.gz`,
);

/** Before the bytes of all files, one after the other, stands a line of JSON. Paths are relative; a folder stands before what is in it. */
interface Contents {
  readonly folders: readonly string[];
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

export interface PreparedCluster {
  /** As ordinary files that nobody else may read. @param before called before each of them; what it throws ends it. */
  unpack(folder: string, before: () => void): void;
}

/** @returns null where there is no whole one (gzip's checksum tells): then initdb runs. */
export function readPreparedCluster(path: string): PreparedCluster | null {
  let packed: Buffer;
  try {
    packed = gunzipSync(readFileSync(path), { chunkSize: 1024 * 1024 });
  } catch {
    return null;
  }
  const end = packed.indexOf('\n');
  const { folders, files }: Contents = JSON.parse(packed.toString('utf8', 0, end));
  return {
    unpack(folder, before) {
      for (const path of folders) mkdirSync(join(folder, path), { mode: 0o700 });
      let at = end + 1;
      for (const { path, size } of files) {
        before();
        writeFileSync(join(folder, path), packed.subarray(at, at + size), { mode: 0o600 });
        at += size;
      }
    },
  };
}

/** @param store a database that was closed, and that nobody opened since: packed while it runs, each new one would begin with a recovery. */
export function packCluster(store: string): Buffer {
  const found = readdirSync(store, { withFileTypes: true, recursive: true })
    .map((entry) => ({ entry, path: relative(store, join(entry.parentPath, entry.name)) }))
    // PostgreSQL's own lock is of the process that ended.
    .filter(({ path }) => path !== 'postmaster.pid')
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const folders = found.filter(({ entry }) => entry.isDirectory()).map(({ path }) => path);
  const paths = found.filter(({ entry }) => entry.isFile()).map(({ path }) => path);
  const bytes = paths.map((path) => readFileSync(join(store, path)));
  const contents: Contents = {
    folders,
    files: paths.map((path, index) => ({ path, size: bytes[index]?.length ?? 0 })),
  };
  return gzipSync(Buffer.concat([Buffer.from(`${JSON.stringify(contents)}\n`), ...bytes]));
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
