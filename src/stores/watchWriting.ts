// What a sweep changed, written down: the device, trusted states, periods, marks, and what has to be told.

import { type Kysely, sql, type Transaction } from 'kysely';
import type { Judged, KeptTunnel } from '../watch/known.js';
import type { Kept } from '../watch/store.js';
import { jsonText } from './json.js';
import type { Tables } from './tables.js';
import { rowsText } from './watchRows.js';

export async function writeJudged(
  database: Transaction<Tables>,
  { device, turn, at }: Kept,
  judged: Judged,
): Promise<void> {
  const { device: memory, tunnels, forgotten, changes, periods, marks, deviceChange } = judged;
  const isAnswered = memory.answeredAt === at;
  await database
    .updateTable('watch_devices')
    .set({
      kept_turn: turn,
      asked_at: at,
      answered_at: memory.answeredAt,
      rests_until: memory.restsUntil,
      unit: memory.unit,
      sweeps_of_unit: Math.min(memory.sweepsOfUnit, 1000),
      failures: memory.failures,
      reachable: memory.reachable,
      ...(isAnswered ? { rows: rowsText(memory.rows), earlier: sql<string>`rows` } : {}),
    })
    .where('device', '=', device)
    .execute();
  if (tunnels.length > 0) {
    await database
      .insertInto('watch_tunnels')
      .values(tunnels.map(tunnelRow))
      .onConflict((conflict) =>
        conflict.column('tunnel').doUpdateSet(({ ref }) => ({
          ours: ref('excluded.ours'),
          ours_name: ref('excluded.ours_name'),
          theirs: ref('excluded.theirs'),
          theirs_name: ref('excluded.theirs_name'),
          memory: ref('excluded.memory'),
        })),
      )
      .execute();
  }
  if (forgotten.length > 0) {
    await database
      .deleteFrom('watch_tunnels')
      .where('tunnel', 'in', [...forgotten])
      .execute();
  }
  await endPeriods(database, [
    ...forgotten.map((tunnel) => ({ tunnel, at })),
    ...periods.map(({ tunnel, from }) => ({ tunnel, at: from })),
  ]);
  await addPeriods(database, judged);
  await addMarkRows(database, marks);
  if (changes.length + marks.length > 0 || deviceChange !== null) {
    const body = { beforeAt: judged.beforeAt, unit: memory.unit, changes, marks, deviceChange };
    await database
      .insertInto('watch_untold')
      .values({ device, turn, at, told_at: at, body: jsonText(body) })
      .onConflict((conflict) => conflict.columns(['device', 'turn']).doNothing())
      .execute();
  }
}

function tunnelRow({ tunnel, ends, memory }: KeptTunnel) {
  const [ours, theirs] = ends;
  return {
    tunnel,
    ours: ours?.device ?? '',
    ours_name: ours?.name ?? '',
    theirs: theirs?.device ?? null,
    theirs_name: theirs?.name ?? null,
    memory: jsonText(memory),
  };
}

interface Ended {
  readonly tunnel: string;
  readonly at: string;
}

export async function endPeriods(database: Transaction<Tables>, ended: readonly Ended[]): Promise<void> {
  if (ended.length === 0) return;
  await sql`update watch_periods as period set to_at = greatest(period.from_at, ended.at)
    from jsonb_to_recordset(${jsonText(ended)}::jsonb) as ended (tunnel text, at timestamptz)
    where period.tunnel = ended.tunnel and period.to_at is null`.execute(database);
}

/** Two changes of one instant: the last one is what it was from then on. */
async function addPeriods(database: Transaction<Tables>, { periods }: Judged): Promise<void> {
  if (periods.length === 0) return;
  const last = new Map(periods.map((period) => [`${period.tunnel}\n${period.from}`, period]));
  await database
    .insertInto('watch_periods')
    .values(
      [...last.values()].map(({ tunnel, from, state, basis, planned }) => ({
        tunnel,
        from_at: from,
        to_at: null,
        state,
        basis,
        cause: null,
        confidence: null,
        trigger: null,
        planned,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['tunnel', 'from_at']).doUpdateSet(({ ref }) => ({
        to_at: ref('excluded.to_at'),
        state: ref('excluded.state'),
        basis: ref('excluded.basis'),
        planned: ref('excluded.planned'),
      })),
    )
    .execute();
}

export async function addMarkRows(database: Kysely<Tables>, marks: Judged['marks']): Promise<void> {
  if (marks.length === 0) return;
  await database
    .insertInto('watch_marks')
    .values([...marks])
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
