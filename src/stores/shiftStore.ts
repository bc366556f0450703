// Remarks and handoffs in SQL.

import type { Kysely, Selectable } from 'kysely';
import type { KeptHandoff, ShiftStore } from '../incidents/shift.js';
import type { Tables } from './tables.js';

export function createShiftStore(database: Kysely<Tables>): ShiftStore {
  const handoff = async (key: string): Promise<KeptHandoff | null> => {
    const row = await database.selectFrom('handoffs').selectAll().where('key', '=', key).executeTakeFirst();
    return row ? toHandoff(row) : null;
  };
  return {
    handoff,
    async addRemark({ id, team, text, by, at }) {
      await database
        .insertInto('remarks')
        .values({ id, team, text, by_id: by.id, by_name: by.name, at, done_at: null, done_by: null })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    },
    async openRemarks(team) {
      const rows = await database
        .selectFrom('remarks')
        .selectAll()
        .where('team', '=', team)
        .where('done_at', 'is', null)
        .orderBy('at')
        .orderBy('id')
        .execute();
      return rows.map((row) => ({
        id: row.id,
        team: row.team,
        text: row.text,
        by: { id: row.by_id, name: row.by_name },
        at: row.at,
      }));
    },
    async tickOff(id, by, at) {
      const result = await database
        .updateTable('remarks')
        .set({ done_at: at, done_by: by.name })
        .where('id', '=', id)
        .where('done_at', 'is', null)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },
    async claimHandoff({ key, team, from, to }) {
      const row = await database
        .insertInto('handoffs')
        .values({
          key,
          team,
          from_at: from,
          to_at: to,
          channel: null,
          ts: null,
          confirmed_by: null,
          confirmed_at: null,
        })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .returning('key')
        .executeTakeFirst();
      return row !== undefined;
    },
    async placeHandoff(key, channel, ts) {
      await database.updateTable('handoffs').set({ channel, ts }).where('key', '=', key).execute();
    },
    async lastHandoff(team) {
      const row = await database
        .selectFrom('handoffs')
        .selectAll()
        .where('team', '=', team)
        .orderBy('to_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row ? toHandoff(row) : null;
    },
    async confirm(key, by, at) {
      const result = await database
        .updateTable('handoffs')
        .set({ confirmed_by: by.name, confirmed_at: at })
        .where('key', '=', key)
        .where('confirmed_at', 'is', null)
        .executeTakeFirst();
      return { first: result.numUpdatedRows > 0n, handoff: await handoff(key) };
    },
  };
}

function toHandoff(row: Selectable<Tables['handoffs']>): KeptHandoff {
  return {
    key: row.key,
    team: row.team,
    from: row.from_at,
    to: row.to_at,
    channel: row.channel,
    ts: row.ts,
    confirmedBy: row.confirmed_by,
    confirmedAt: row.confirmed_at,
  };
}
