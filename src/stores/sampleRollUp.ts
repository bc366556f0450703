// What is older is kept coarser: looks become quarters of an hour, those become hours, and one day they go.

import { type Kysely, sql } from 'kysely';
import { turn } from '../support/turns.js';
import { type Point, together } from '../watch/samples.js';
import { unpackSamples } from './sampleBody.js';
import { rowsOf, type SampleRow } from './sampleRows.js';
import type { Tables } from './tables.js';

export interface SampleDays {
  /** How long each look is kept. */
  readonly sampleDays: number;
  /** How long anything is. */
  readonly historyDays: number;
}

const dayMs = 86_400_000;
const quarterSeconds = 900;
const hourSeconds = 3600;
/** A picture of a month still shows what a quarter of an hour was. */
const quarterDays = 30;
/** So much is read of a device at once. */
const sliceMs = 6 * 3_600_000;
/** Rows that are summed up before others get their turn. */
const turnEvery = 20;

/** Safe to be stopped in between: each slice is replaced in one transaction. */
export async function rollUpSamples(
  database: Kysely<Tables>,
  { sampleDays, historyDays }: SampleDays,
  now: Date,
): Promise<void> {
  const ago = (days: number): number => now.getTime() - days * dayMs;
  await rollUp(database, 0, quarterSeconds, ago(sampleDays));
  await rollUp(database, quarterSeconds, hourSeconds, ago(Math.max(sampleDays, quarterDays)));
  const oldest = new Date(ago(historyDays)).toISOString();
  await database.deleteFrom('samples').where('at', '<', oldest).execute();
  await database.deleteFrom('looked').where('to_at', '<', oldest).execute();
  await database.deleteFrom('sample_series').where('used_at', '<', oldest).execute();
}

async function rollUp(database: Kysely<Tables>, from: number, to: number, beforeMs: number): Promise<void> {
  const step = to * 1000;
  const edge = Math.floor(beforeMs / step) * step;
  const { rows } = await sql<{ device: string; at: string }>`
    select device, min(at) as at from samples
    where step = ${from} and at < ${iso(edge)}::timestamptz group by device`.execute(database);
  for (const { device, at } of rows) {
    for (let begin = Math.floor(Date.parse(at) / step) * step; begin < edge; begin += sliceMs)
      await replace(database, device, { from, to }, begin, Math.min(begin + sliceMs, edge));
  }
}

async function replace(
  database: Kysely<Tables>,
  device: string,
  { from, to }: { readonly from: number; readonly to: number },
  begin: number,
  end: number,
): Promise<void> {
  const old = await database
    .selectFrom('samples')
    .select(['at', 'body'])
    .where('device', '=', device)
    .where('step', '=', from)
    .where('at', '>=', iso(begin))
    .where('at', '<', iso(end))
    .execute();
  // Summed up before the transaction, which keeps everybody else waiting where there is one session.
  const { rows, series } = await coarser(old, device, to);
  if (series.length === 0) return;
  await database.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('samples')
      .values([...rows])
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await transaction
      .deleteFrom('samples')
      .where('device', '=', device)
      .where('step', '=', from)
      .where('at', '>=', iso(begin))
      .where('at', '<', iso(end))
      .execute();
    await transaction
      .updateTable('sample_series')
      .set({ used_at: iso(end) })
      .where('id', 'in', [...series])
      .where('used_at', '<', iso(end))
      .execute();
  });
}

/** The same samples in steps of that many seconds. */
async function coarser(
  old: readonly { readonly at: string; readonly body: Uint8Array }[],
  device: string,
  step: number,
): Promise<{ readonly rows: readonly SampleRow[]; readonly series: readonly number[] }> {
  const points = new Map<string, Map<number, Point>>();
  for (const [index, { at: looked, body }] of old.entries()) {
    const at = iso(Math.floor(Date.parse(looked) / (step * 1000)) * step * 1000);
    const of = points.get(at) ?? new Map<number, Point>();
    points.set(at, of);
    for (const { series, ...sample } of unpackSamples(body)) {
      const before = of.get(series);
      const point = { ...sample, at, step };
      of.set(series, before ? together(before, point) : point);
    }
    if (index % turnEvery === 0) await turn();
  }
  const rows = [...points].flatMap(([at, of]) => {
    const packed = [...of].map(([series, point]) => ({ ...point, series }));
    return rowsOf(packed, { device, at, step });
  });
  return { rows, series: [...new Set([...points.values()].flatMap((of) => [...of.keys()]))] };
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
