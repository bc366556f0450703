// What was removed is gone from PGlite's files too: tables are written anew, and the log that still holds the old rows is cut.

import type { Database } from './database.js';
import { migrations, tablesOf } from './migrations.js';

/** Counters and times, nothing that people gave: what is new is written over what went, and rewriting them all would take long. */
const ofNobody: readonly string[] = ['samples', 'looked'];

/** A deleted or changed row stays readable in the file of its table until something is written over it; PGlite has no autovacuum. */
export async function rewriteFiles(database: Pick<Database, 'executeSql'>): Promise<void> {
  // One statement each: the event loop gets its turn in between.
  for (const table of tablesOf(migrations).filter((one) => !ofNobody.includes(one)))
    await database.executeSql(`vacuum full ${table}`);
  // pg-boss's tables and the catalog, which hold nothing that people gave.
  await database.executeSql('vacuum');
  // The log goes on in a new segment; the checkpoint removes the ones before it, and the files that were replaced.
  await database.executeSql('select pg_switch_wal()');
  await database.executeSql('checkpoint');
}
