// A number for each end of each tunnel, so that a sample need not carry names.

import type { Kysely } from 'kysely';
import type { Tables } from './tables.js';

interface EndNames {
  readonly tunnel: string;
  /** The tunnel's name on the device. */
  readonly end: string;
}

/** @returns what gives the number of each of these ends of a device, those that are new too. */
export type SeriesIds = (
  device: string,
  ends: readonly EndNames[],
  at: string,
) => Promise<(end: EndNames) => number | null>;

const dayMs = 86_400_000;

export function seriesIds(database: Kysely<Tables>): SeriesIds {
  const known = new Map<string, { readonly day: number; readonly ids: Map<string, number> }>();
  return async (device, ends, at) => {
    // What nobody used for long is removed one day, so what is remembered here is read anew each day.
    const day = Math.floor(Date.parse(at) / dayMs);
    const remembered = known.get(device);
    const ids = remembered?.day === day ? remembered.ids : new Map<string, number>();
    const missing = ends.filter((end) => !ids.has(keyOf(end)));
    if (missing.length > 0) {
      await read(database, device, ids);
      const unknown = missing.filter((end) => !ids.has(keyOf(end)));
      if (unknown.length > 0) {
        await database
          .insertInto('sample_series')
          .values(unknown.map(({ tunnel, end }) => ({ device, tunnel, name: end, used_at: at })))
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        await read(database, device, ids);
      }
    }
    known.set(device, { day, ids });
    return (end) => ids.get(keyOf(end)) ?? null;
  };
}

async function read(database: Kysely<Tables>, device: string, into: Map<string, number>): Promise<void> {
  const rows = await database
    .selectFrom('sample_series')
    .select(['id', 'tunnel', 'name'])
    .where('device', '=', device)
    .execute();
  for (const { id, tunnel, name } of rows) into.set(keyOf({ tunnel, end: name }), id);
}

function keyOf({ tunnel, end }: EndNames): string {
  return `${tunnel}\n${end}`;
}
