// Makes the packed empty cluster that new databases are unpacked from, where the build has none for this PGlite yet: initdb's seconds, once.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packCluster, preparedClusterPath } from '../dist/stores/preparedCluster.js';

if (!existsSync(preparedClusterPath)) {
  // PGlite is loaded for this alone.
  const { openPgliteFolder } = await import('../dist/stores/pgliteFolder.js');
  const dataFolder = mkdtempSync(join(tmpdir(), 'tunnelmedic-cluster-'));
  try {
    const asText = (text) => text;
    const made = await openPgliteFolder(
      { dataFolder, pid: process.pid },
      { timestamptz: asText, int8: asText },
    );
    await made.close();
    keep(packCluster(join(dataFolder, 'store')));
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

/** Renamed, so that nobody finds a part of it; other versions' are of no use any more. */
function keep(packed) {
  const folder = dirname(preparedClusterPath);
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (/^cluster-.*gz/.test(name)) rmSync(join(folder, name));
  const part = join(folder, `part-${process.pid}.gz`);
  writeFileSync(part, packed);
  renameSync(part, preparedClusterPath);
}
