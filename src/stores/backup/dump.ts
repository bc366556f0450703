// A whole database as lines of text, all of one moment: rows as PostgreSQL itself writes them in JSON, so that no value is read by us.

import { type Kysely, sql } from 'kysely';
import type { Database } from '../database.js';
import { appliedSteps, knownSteps } from '../migrate.js';
import { tablesOf } from '../migrations.js';
import type { Tables } from '../tables.js';
import { formatNumber, type Line, Tally, writeLine } from './format.js';

/** Told before the lines, and of what they were made. */
export interface DumpFacts {
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Of the program. */
  readonly version: string;
}

/** A document may have some MB: few rows at a time keep the memory small. */
const rowsAtOnce = 100;

/**
 * Calls `take` for each piece of the dump, in order; each ends with a line end. Everything is read in one transaction, so that nothing that
 * happens meanwhile is half in it; with PGlite everybody else waits for as long as it lasts, so `take` must not wait for people.
 */
export async function dump(
  { sql: database, engine }: Pick<Database, 'sql' | 'engine'>,
  facts: DumpFacts,
  take: (text: string) => Promise<void>,
): Promise<void> {
  await database
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (transaction) => {
      const steps = await appliedSteps(transaction);
      const header: Line = { kind: 'header', format: formatNumber, engine, steps, ...facts };
      await take(writeLine(header));
      const tally = new Tally();
      for (const table of tablesOf(knownSteps(steps))) {
        tally.begin(table);
        await take(writeLine({ kind: 'table', table }));
        for await (const rows of rowsOf(transaction, table)) {
          for (const row of rows) tally.add(row);
          await take(`${rows.join('\n')}\n`);
        }
      }
      await take(writeLine({ kind: 'end', tables: tally.counted() }));
    });
}

/** JSON objects, one row each, without line ends; the same text for the same row on every engine. */
export async function* rowsOf(
  transaction: Kysely<Tables>,
  table: string,
): AsyncGenerator<readonly string[], void> {
  // What a server or an address may set otherwise changes how a value is written.
  await sql`set local timezone = 'UTC'`.execute(transaction);
  await sql`set local bytea_output = 'hex'`.execute(transaction);
  const all = sql`select row_to_json(one)::text as row from ${sql.table(table)} as one`;
  await sql`declare whole no scroll cursor for ${all}`.execute(transaction);
  for (;;) {
    const { rows } = await sql<{
      row: string;
    }>`fetch forward ${sql.lit(rowsAtOnce)} from whole`.execute(transaction);
    if (rows.length === 0) break;
    yield rows.map(({ row }) => row);
  }
  await sql`close whole`.execute(transaction);
}
