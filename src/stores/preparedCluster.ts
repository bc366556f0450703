// An empty cluster of PostgreSQL that the build made once, packed: a new database is unpacked from it, where initdb takes seconds and twice the memory.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/**
 * Where the build puts it. Its name carries PGlite's version, so that another one's is never taken. All databases that come from it share
 * PostgreSQL's system identifier, which only matters between servers that send each other their log; PGlite sends it nowhere.
 */
export const preparedClusterPath = fileURLToPath(
  new URL(`../../dist/stores/cluster-${versionOfPglite()}.tar.gz`, import.meta.url),
);

/** @returns a tar archive, or null where there is no whole one: then initdb runs. */
export function readPreparedCluster(path: string): Blob | null {
  try {
    // Unpacked here, because gzip's checksum tells a whole archive from a part of one; PGlite would take the part.
    return new Blob([gunzipSync(readFileSync(path))], { type: 'application/x-tar' });
  } catch {
    return null;
  }
}

function versionOfPglite(): string {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const found: { version: string } = JSON.parse(
    readFileSync(join(dirname(entry), '../package.json'), 'utf8'),
  );
  return found.version;
}
