// What was removed is gone from PGlite's files too: tables are written anew, and the log that still holds the old rows is cut.

import type { Database } from './database.js';
import { migrations, tablesOf } from './migrations.js';

/** Counters and times, nothing that people gave: what is new is written over what went, and rewriting them all would take long. */
const ofNobody: readonly string[] = ['samples', 'looked'];

/**
 * While people wait for acknowledgements: a statement of PGlite holds the event loop to its end, and writes a megabyte of long texts in
 * 20 to 50 ms; Slack waits for three seconds.
 */
export const mostWhileServing = 16 * 2 ** 20;
/** While the store is closed, which must be over before a supervisor loses patience. */
export const mostWhileClosing = 512 * 2 ** 20;

export interface Rewriting {
  /** Bytes of a table with its indexes and long values; a larger one is left. */
  readonly most: number;
  /** Leaves those that are not larger: they were written anew before. */
  readonly above?: number;
}

/**
 * A deleted or changed row stays readable in the file of its table until something is written over it; PGlite has no autovacuum.
 * @returns whether a table was left because of its size.
 */
export async function rewriteFiles(
  database: Pick<Database, 'executeSql'>,
  { most, above = -1 }: Rewriting,
): Promise<boolean> {
  const all = await tableSizes(database);
  const ours = tablesOf(migrations).filter((one) => !ofNobody.includes(one));
  const held = all.filter(({ name }) => ours.includes(name));
  const written = held.filter(({ bytes }) => bytes > above && bytes <= most).map(({ name }) => name);
  // One statement each: the event loop gets its turn in between. The others hold nothing that people gave, or are large; what is new is
  // written over what went.
  for (const { name } of all)
    await database.executeSql(
      written.includes(name) ? `vacuum full ${name}` : `vacuum (skip_database_stats) ${name}`,
    );
  await database.executeSql('vacuum (only_database_stats)');
  // The log goes on in a new segment; the checkpoint removes the ones before it, and the files that were replaced.
  await database.executeSql('select pg_switch_wal()');
  await database.executeSql('checkpoint');
  return held.some(({ bytes }) => bytes > most);
}

/** The smallest first. Of pg-boss and the catalog too; those of no other schema need their schema's name. */
async function tableSizes(
  database: Pick<Database, 'executeSql'>,
): Promise<readonly { readonly name: string; readonly bytes: number }[]> {
  const { rows } = await database.executeSql(
    `select oid::regclass::text as name, pg_total_relation_size(oid)::float8 as bytes from pg_class
     where relkind in ('r', 'm') and relpersistence = 'p' order by 2, 1`,
  );
  return rows as { name: string; bytes: number }[];
}
