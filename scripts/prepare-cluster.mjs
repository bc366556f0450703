// Makes the packed empty database that new ones are unpacked from, where the build has none of this PGlite and these tables yet: initdb's seconds, once.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packCluster, preparedClusterPath } from '../dist/stores/preparedCluster.js';

/** The two databases that new ones would be copied from, of which there is only ours; and the log of how the tables were made. */
const lessToPack = [
  ...['template0', 'template1'].flatMap((name) => [
    `alter database ${name} is_template false`,
    `drop database ${name}`,
  ]),
  'select pg_switch_wal()',
  'checkpoint',
];

if (!existsSync(preparedClusterPath)) {
  // PGlite and pg-boss are loaded for this alone.
  const { openDatabase } = await import('../dist/stores/database.js');
  const { prepareJobs } = await import('../dist/app/preparedJobs.js');
  const dataFolder = mkdtempSync(join(tmpdir(), 'tunnelmedic-cluster-'));
  try {
    const made = await openDatabase({ dataFolder, pid: process.pid }, () => new Date());
    await prepareJobs(made.executeSql);
    for (const statement of lessToPack) await made.executeSql(statement);
    await made.close();
    keep(packCluster(join(dataFolder, 'store')));
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

/** Renamed, so that nobody finds a part of it; those of other versions are of no use any more. */
function keep(packed) {
  const folder = dirname(preparedClusterPath);
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (/^cluster-.*gz/.test(name)) rmSync(join(folder, name));
  const part = join(folder, `part-${process.pid}.gz`);
  writeFileSync(part, packed);
  renameSync(part, preparedClusterPath);
}
