// Samples in SQL: one row a sweep of a device, only added; and one row a stretch of time in which it was looked at without a hole.

import { type Kysely, sql } from 'kysely';
import type { DeviceSamples, Point, SampleStore, Series } from '../watch/samples.js';
import type { TimeSpan } from '../watch/store.js';
import { type PackedSample, unpackSamples } from './sampleBody.js';
import { rowsOf } from './sampleRows.js';
import { type SeriesIds, seriesIds } from './sampleSeries.js';
import type { Tables } from './tables.js';

export function createSampleStore(database: Kysely<Tables>): SampleStore {
  const ids = seriesIds(database);
  return {
    async add(swept) {
      await addRows(database, ids, swept);
      await lengthen(database, swept);
    },
    series: (tunnel, span) => readSeries(database, tunnel, span),
    async looked(tunnel, { from, to }) {
      const rows = await database
        .selectFrom('looked')
        .select(['from_at', 'to_at'])
        .where('device', 'in', devicesOf(database, tunnel))
        .where('to_at', '>=', from)
        .where('from_at', '<=', to)
        .orderBy('from_at')
        .execute();
      return rows.map((row) => ({
        from: row.from_at < from ? from : row.from_at,
        to: row.to_at > to ? to : row.to_at,
      }));
    },
    async firstLook(tunnel) {
      const row = await database
        .selectFrom('looked')
        .select('from_at')
        .where('device', 'in', devicesOf(database, tunnel))
        .orderBy('from_at')
        .limit(1)
        .executeTakeFirst();
      return row?.from_at ?? null;
    },
  };
}

function devicesOf(database: Kysely<Tables>, tunnel: string) {
  return database.selectFrom('sample_series').select('device').where('tunnel', '=', tunnel);
}

async function addRows(
  database: Kysely<Tables>,
  ids: SeriesIds,
  { device, at, samples }: DeviceSamples,
): Promise<void> {
  if (samples.length === 0) return;
  const series = await ids(device, samples, at);
  const packed = samples.flatMap((sample) => {
    const id = series(sample);
    return id === null ? [] : [{ ...sample, series: id }];
  });
  await database
    .insertInto('samples')
    .values([...rowsOf(packed, { device, at, step: 0 })])
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The stretch that reaches to this look grows; where none does, one begins. */
async function lengthen(database: Kysely<Tables>, { device, at, holeMs }: DeviceSamples): Promise<void> {
  const reached = new Date(Date.parse(at) - holeMs).toISOString();
  await sql`
    insert into looked (device, from_at, to_at)
    select ${device}::text, coalesce((
      select from_at from looked
      where device = ${device}::text and to_at >= ${reached}::timestamptz and from_at <= ${at}::timestamptz
      order by from_at desc limit 1
    ), ${at}::timestamptz), ${at}::timestamptz
    on conflict (device, from_at) do update set to_at = greatest(looked.to_at, excluded.to_at)`.execute(
    database,
  );
}

interface Row {
  readonly id: number;
  readonly device: string;
  readonly name: string;
  readonly step: number;
  readonly at: string;
  readonly body: Uint8Array;
}

async function readSeries(
  database: Kysely<Tables>,
  tunnel: string,
  { from, to }: TimeSpan,
): Promise<readonly Series[]> {
  const { rows } = await sql<Row>`
    select sample_series.id, sample_series.device, sample_series.name, samples.step, samples.at, samples.body
    from sample_series join samples
      on samples.device = sample_series.device and samples.part = sample_series.id % samples.parts
    where sample_series.tunnel = ${tunnel}
      and samples.at >= ${from}::timestamptz and samples.at <= ${to}::timestamptz
    order by sample_series.id, samples.at`.execute(database);
  const found = new Map<number, { device: string; end: string; points: Point[] }>();
  for (const row of rows) {
    const one = found.get(row.id) ?? { device: row.device, end: row.name, points: [] };
    found.set(row.id, one);
    const sample = sampleOf(row.id, row.body);
    if (!sample) continue;
    const { series: _, ...point } = sample;
    one.points.push({ ...point, at: row.at, step: row.step });
  }
  return [...found.values()].filter(({ points }) => points.length > 0);
}

function sampleOf(id: number, body: Uint8Array): PackedSample | null {
  for (const sample of unpackSamples(body))
    if (sample.series >= id) return sample.series === id ? sample : null;
  return null;
}
