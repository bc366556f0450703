// Makes the packed empty cluster that new databases are unpacked from, where the build has none for this PGlite yet: initdb's seconds, once.
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { openPgliteFolder } from '../dist/stores/pgliteFolder.js';
import { preparedClusterPath } from '../dist/stores/preparedCluster.js';

if (!existsSync(preparedClusterPath)) {
  const dataFolder = mkdtempSync(join(tmpdir(), 'tunnelmedic-cluster-'));
  try {
    const asText = (text) => text;
    // Opened and closed: packed while it runs, every new database would begin with a recovery.
    const made = await openPgliteFolder(
      { dataFolder, pid: process.pid },
      { timestamptz: asText, int8: asText },
    );
    await made.close();
    keep(await packed(join(dataFolder, 'store')));
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

/** PGlite packs the folder without starting PostgreSQL in it. */
async function packed(store) {
  rmSync(join(store, 'postmaster.pid'), { force: true });
  const lite = new PGlite({ fs: new NodeFS(store), noInitDb: true });
  await lite.waitReady;
  const archive = await lite.dumpDataDir('gzip');
  await lite.close();
  return Buffer.from(await archive.arrayBuffer());
}

/** Renamed, so that nobody finds a part of it; other versions' are of no use any more. */
function keep(archive) {
  const folder = dirname(preparedClusterPath);
  for (const name of readdirSync(folder)) if (/^cluster-.*\.tar\.gz/.test(name)) rmSync(join(folder, name));
  const part = `${preparedClusterPath}.${process.pid}`;
  writeFileSync(part, archive);
  renameSync(part, join(folder, basename(preparedClusterPath)));
}
