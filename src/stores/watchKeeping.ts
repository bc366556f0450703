// The sweeps in SQL: who may ask a device, and what a sweep made of it, each in one transaction.

import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { type DeviceMemory, newDevice } from '../watch/device.js';
import { type EndPlace, endKey, type KeptRow, type KeptTunnel, type Known } from '../watch/known.js';
import type { Kept, WatchStore } from '../watch/store.js';
import { jsonText } from './json.js';
import type { Tables } from './tables.js';
import { readMemory, readRow, readRows, readUntold } from './watchRows.js';
import { endPeriods, writeJudged } from './watchWriting.js';

type Sweeps = Pick<WatchStore, 'claim' | 'keep' | 'untold' | 'told' | 'forgetOthers'>;

export function watchSweeps(database: Kysely<Tables>): Sweeps {
  return {
    async claim(devices, { now, leaseMs, gapMs }) {
      const before = (ms: number): string => new Date(Date.parse(now) - ms).toISOString();
      // A time that lies ahead was written before our clock was set back.
      const { rows } = await sql<{ device: string; turn: number }>`
        insert into watch_devices as kept (device, turn, begun_at)
        select device, 1, ${now}::timestamptz from jsonb_array_elements_text(${JSON.stringify(devices)}::jsonb) as device
        order by device
        on conflict (device) do update set turn = kept.turn + 1, begun_at = excluded.begun_at
        where (kept.kept_turn = kept.turn or kept.begun_at <= ${before(leaseMs)} or kept.begun_at > ${before(-leaseMs)})
          and (kept.asked_at is null or kept.asked_at <= ${before(gapMs)} or kept.asked_at > ${before(-gapMs)})
          and (kept.rests_until is null or kept.rests_until <= ${now} or kept.asked_at > ${now})
        returning device, turn`.execute(database);
      return new Map(rows.map(({ device, turn }) => [device, turn]));
    },
    async keep(kept, judge) {
      return await database.transaction().execute(async (transaction) => {
        const row = await transaction
          .selectFrom('watch_devices')
          .selectAll()
          .where('device', '=', kept.device)
          .forUpdate()
          .executeTakeFirst();
        if (!row || row.kept_turn >= kept.turn) return null;
        const judged = judge(await knownOf(transaction, kept, row));
        await writeJudged(transaction, kept, judged);
        return judged;
      });
    },
    async untold(now, olderThanMs) {
      const before = new Date(Date.parse(now) - olderThanMs).toISOString();
      const after = new Date(Date.parse(now) + olderThanMs).toISOString();
      const { rows } = await sql<Selectable<Tables['watch_untold']>>`
        update watch_untold set told_at = ${now} where (device, turn) in (
          select device, turn from watch_untold where told_at <= ${before} or told_at > ${after}
          order by turn limit 50 for update skip locked)
        returning *`.execute(database);
      return rows.flatMap((row) => {
        const body = readUntold(row.body);
        return body ? [{ device: row.device, turn: row.turn, at: row.at, ...body }] : [];
      });
    },
    async told({ device, turn }) {
      await database
        .deleteFrom('watch_untold')
        .where('device', '=', device)
        .where('turn', '=', turn)
        .execute();
    },
    async forgetOthers(devices, at) {
      const json = JSON.stringify(devices);
      await database.transaction().execute(async (transaction) => {
        const { rows } = await sql<{ tunnel: string }>`
          delete from watch_tunnels where ours not in (select jsonb_array_elements_text(${json}::jsonb))
          returning tunnel`.execute(transaction);
        await endPeriods(
          transaction,
          rows.map(({ tunnel }) => ({ tunnel, at })),
        );
        await sql`delete from watch_devices where device not in (select jsonb_array_elements_text(${json}::jsonb))`.execute(
          transaction,
        );
      });
    },
  };
}

async function knownOf(
  database: Transaction<Tables>,
  { device, at, tunnels, others }: Kept,
  row: Selectable<Tables['watch_devices']>,
): Promise<Known> {
  // By their keys: an "or" of these would read the tunnels of the whole fleet at each sweep.
  const { rows } = await sql<Selectable<Tables['watch_tunnels']>>`
    select * from watch_tunnels where tunnel in (
      select tunnel from watch_tunnels where ours = ${device}
      union select tunnel from watch_tunnels where theirs = ${device}
      union select jsonb_array_elements_text(${JSON.stringify(tunnels)}::jsonb)
    ) order by tunnel for update`.execute(database);
  const kept = rows.flatMap((one) => keptTunnel(one) ?? []);
  const ends = [...others, ...kept.flatMap((one) => one.ends)].filter((end) => end.device !== device);
  const names = [...new Set([...tunnels, ...kept.map((one) => one.tunnel)])];
  return {
    device: deviceOf(row),
    tunnels: kept,
    others: await otherRows(database, ends),
    ...(await people(database, names, at)),
  };
}

function keptTunnel(row: Selectable<Tables['watch_tunnels']>): KeptTunnel | null {
  const memory = readMemory(row.memory);
  if (!memory) return null;
  const ours = { device: row.ours, name: row.ours_name };
  const hasOther = row.theirs !== null && row.theirs_name !== null;
  const ends = hasOther ? [ours, { device: row.theirs ?? '', name: row.theirs_name ?? '' }] : [ours];
  return { tunnel: row.tunnel, ends, memory };
}

function deviceOf(row: Selectable<Tables['watch_devices']>): DeviceMemory {
  if (row.kept_turn === 0) return newDevice;
  return {
    answeredAt: row.answered_at,
    unit: row.unit,
    sweepsOfUnit: row.sweeps_of_unit,
    failures: row.failures,
    reachable: row.reachable,
    restsUntil: row.rests_until,
    rows: readRows(row.rows),
  };
}

/** Of each device only the rows that are meant: one may have thousands. */
async function otherRows(
  database: Transaction<Tables>,
  ends: readonly EndPlace[],
): Promise<readonly KeptRow[]> {
  const wanted = [...new Map(ends.map((end) => [endKey(end), end])).values()];
  if (wanted.length === 0) return [];
  const { rows } = await sql<{ device: string; name: string; row: unknown; earlier: unknown; at: string }>`
    select kept.device, wanted.name, kept.rows -> wanted.name as row, kept.earlier -> wanted.name as earlier, kept.answered_at as at
    from jsonb_to_recordset(${jsonText(wanted)}::jsonb) as wanted (device text, name text)
    join watch_devices as kept on kept.device = wanted.device
    where kept.answered_at is not null`.execute(database);
  return rows.flatMap(({ device, name, at, ...found }) => {
    const row = readRow(found.row);
    return row ? [{ device, name, at, row, before: readRow(found.earlier) }] : [];
  });
}

async function people(
  database: Transaction<Tables>,
  tunnels: readonly string[],
  at: string,
): Promise<Pick<Known, 'muted' | 'asked'>> {
  const names = sql`(select jsonb_array_elements_text(${JSON.stringify(tunnels)}::jsonb))`;
  const { rows } = await sql<{ tunnel: string; watched: boolean | null }>`
    select tunnel, null::boolean as watched from watch_mutes where from_at <= ${at} and until_at > ${at} and tunnel in ${names}
    union all
    select tunnel, watched from watch_choices where tunnel in ${names}`.execute(database);
  return {
    muted: new Set(rows.filter(({ watched }) => watched === null).map(({ tunnel }) => tunnel)),
    asked: new Map(
      rows.flatMap(({ tunnel, watched }) => (watched === null ? [] : [[tunnel, watched] as const])),
    ),
  };
}
