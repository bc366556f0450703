// What every device showed when it was last asked, by whichever replica, in SQL.

import { type Kysely, sql } from 'kysely';
import type { NewestEnds } from '../watch/swept.js';
import { jsonText } from './json.js';
import type { Tables } from './tables.js';
import { readRow } from './watchRows.js';

interface Row {
  readonly device: string;
  readonly tunnel: string;
  readonly row: unknown;
}

/** Rows are read only where somebody asked later than `than` says: one device may have thousands. */
export async function newestEnds(
  database: Kysely<Tables>,
  than: ReadonlyMap<string, string>,
): Promise<readonly NewestEnds[]> {
  const devices = await database
    .selectFrom('watch_devices')
    .select(['device', 'answered_at', 'reachable'])
    .orderBy('device')
    .execute();
  const answered = devices.flatMap(({ device, answered_at: at, reachable }) =>
    at === null ? [] : [{ device, at, reachable }],
  );
  const newer = answered
    .filter(({ device, at }) => isNewer(at, than.get(device)))
    .map(({ device }) => device);
  const ends = new Map<string, { tunnel: string; row: NonNullable<ReturnType<typeof readRow>> }[]>(
    newer.map((device) => [device, []]),
  );
  for (const { device, tunnel, row } of newer.length > 0 ? await rowsOf(database, newer) : []) {
    const read = readRow(row);
    if (read) ends.get(device)?.push({ tunnel, row: read });
  }
  return answered.map((one) => ({ ...one, ends: ends.get(one.device) ?? null }));
}

function isNewer(at: string, than: string | undefined): boolean {
  return than === undefined || Date.parse(at) > Date.parse(than);
}

async function rowsOf(database: Kysely<Tables>, devices: readonly string[]): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select kept.device, ends.tunnel, kept.rows -> ends.name as row
    from watch_devices as kept join (
      select ours as device, ours_name as name, tunnel from watch_tunnels
      union all select theirs, theirs_name, tunnel from watch_tunnels where theirs is not null
    ) as ends on ends.device = kept.device
    where kept.device in (select jsonb_array_elements_text(${jsonText(devices)}::jsonb))
    order by kept.device, ends.tunnel`.execute(database);
  return rows;
}
