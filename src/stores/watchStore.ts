// What the watch knows, and what people said about it, in SQL.

import { type Kysely, type Selectable, sql } from 'kysely';
import { isCause } from '../domain/causes.js';
import { triggerMark } from '../watch/marks.js';
import { watchedOf } from '../watch/memory.js';
import type { Mark, Period, WatchedTunnel } from '../watch/state.js';
import type { Chosen, Mute, TimeSpan, WatchStore } from '../watch/store.js';
import { readTrigger } from './happening.js';
import { jsonText } from './json.js';
import type { Tables } from './tables.js';
import { isConfidence } from './verdictStore.js';
import { newestEnds } from './watchEnds.js';
import { watchSweeps } from './watchKeeping.js';
import { readMarkKind, readMemory, readState } from './watchRows.js';
import { addMarkRows } from './watchWriting.js';

export function createWatchStore(database: Kysely<Tables>): WatchStore {
  return {
    ...watchSweeps(database),
    states: (of) => statesOf(database, of ?? null),
    async state(tunnel) {
      const [state] = await statesOf(database, [tunnel]);
      return state ?? null;
    },
    newestEnds: (than) => newestEnds(database, than),
    async periods(tunnel, { from, to }) {
      let query = database
        .selectFrom('watch_periods')
        .selectAll()
        .where('from_at', '<', to)
        .where(({ or, eb }) => or([eb('to_at', 'is', null), eb('to_at', '>', from)]))
        .orderBy('from_at')
        .orderBy('tunnel');
      if (tunnel !== null) query = query.where('tunnel', '=', tunnel);
      return (await query.execute()).flatMap((row) => periodOf(row) ?? []);
    },
    async marks(tunnel, { from, to }: TimeSpan) {
      let query = database
        .selectFrom('watch_marks')
        .selectAll()
        .where('at', '>=', from)
        .where('at', '<', to)
        .orderBy('at')
        .orderBy('tunnel');
      if (tunnel !== null) query = query.where('tunnel', '=', tunnel);
      return (await query.execute()).flatMap((row): Mark[] => {
        const kind = readMarkKind(row.kind);
        return kind ? [{ ...row, kind }] : [];
      });
    },
    async mutes(at) {
      const rows = await database
        .selectFrom('watch_mutes')
        .selectAll()
        .where('from_at', '<=', at)
        .where('until_at', '>', at)
        .orderBy('until_at')
        .orderBy('tunnel')
        .execute();
      return rows.map(muteOf);
    },
    async chosen(tunnel) {
      const row = await database
        .selectFrom('watch_choices')
        .select('watched')
        .where('tunnel', '=', tunnel)
        .executeTakeFirst();
      return row?.watched ?? null;
    },
    async mute({ id, tunnel, by, from, until, why }) {
      await database
        .insertInto('watch_mutes')
        .values({ id, tunnel, by_id: by.id, by_name: by.name, from_at: from, until_at: until, why })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    },
    async unmute(tunnel, at) {
      const rows = await database
        .updateTable('watch_mutes')
        .set({ until_at: at })
        .where('tunnel', '=', tunnel)
        .where('until_at', '>', at)
        .returningAll()
        .execute();
      return rows.map(muteOf);
    },
    async choose({ tunnel, watched, by, at }) {
      const said = { watched, by_id: by.id, by_name: by.name, at };
      await database
        .insertInto('watch_choices')
        .values({ tunnel, ...said })
        .onConflict((conflict) => conflict.column('tunnel').doUpdateSet(said))
        .execute();
    },
    async choices() {
      const rows = await database.selectFrom('watch_choices').selectAll().orderBy('tunnel').execute();
      return rows.map(
        (row): Chosen => ({
          tunnel: row.tunnel,
          watched: row.watched,
          by: { id: row.by_id, name: row.by_name },
          at: row.at,
        }),
      );
    },
    addMarks: (marks) => addMarkRows(database, marks),
    async diagnosed(tunnel, from, { cause, confidence, trigger }) {
      const mark = trigger && triggerMark(tunnel, trigger);
      if (mark) await addMarkRows(database, [mark]);
      await database
        .updateTable('watch_periods')
        .set({ cause, confidence, trigger: trigger && jsonText(trigger) })
        .where('tunnel', '=', tunnel)
        .where('from_at', '=', from)
        .execute();
    },
    async setBack(tunnel, from, by) {
      await sql`
        update watch_periods set trigger = jsonb_set(trigger, '{setBack}', ${jsonText(by)}::jsonb)
        where tunnel = ${tunnel} and from_at = ${from} and trigger is not null`.execute(database);
    },
  };
}

async function statesOf(
  database: Kysely<Tables>,
  of: readonly string[] | null,
): Promise<readonly WatchedTunnel[]> {
  const { rows } = await sql<{ tunnel: string; memory: unknown; looked_at: string | null }>`
    select kept.tunnel, kept.memory, greatest(ours.answered_at, theirs.answered_at) as looked_at
    from watch_tunnels as kept
    left join watch_devices as ours on ours.device = kept.ours
    left join watch_devices as theirs on theirs.device = kept.theirs
    where ${of === null ? sql.lit(true) : sql`kept.tunnel in (select jsonb_array_elements_text(${jsonText(of)}::jsonb))`}
    order by kept.tunnel`.execute(database);
  return rows.flatMap((row) => {
    const memory = readMemory(row.memory);
    return memory ? [watchedOf(row.tunnel, memory, row.looked_at)] : [];
  });
}

function periodOf(row: Selectable<Tables['watch_periods']>): Period | null {
  const state = readState(row.state);
  if (state === null) return null;
  const { confidence } = row;
  return {
    tunnel: row.tunnel,
    state,
    from: row.from_at,
    to: row.to_at,
    basis: row.basis,
    cause: row.cause !== null && isCause(row.cause) ? row.cause : null,
    confidence: confidence !== null && isConfidence(confidence) ? confidence : null,
    trigger: readTrigger(row.trigger),
    planned: row.planned,
  };
}

function muteOf(row: Selectable<Tables['watch_mutes']>): Mute {
  return {
    id: row.id,
    tunnel: row.tunnel,
    by: { id: row.by_id, name: row.by_name },
    from: row.from_at,
    until: row.until_at,
    why: row.why,
  };
}
