// Remarks and handoffs in SQL.

import type { Kysely, Selectable } from 'kysely';
import { handoffStream } from '../incidents/outbox.js';
import type { HandoffContent, KeptHandoff, ShiftStore } from '../shifts/store.js';
import { readContent, writeContent } from './handoffContent.js';
import { freshRow } from './outbox.js';
import type { Tables } from './tables.js';

export function createShiftStore(database: Kysely<Tables>): ShiftStore {
  const handoff = (key: string): Promise<KeptHandoff | null> => handoffOf(database, key);
  const content = async (key: string): Promise<HandoffContent | null> => {
    const row = await database
      .selectFrom('handoffs')
      .select('content')
      .where('key', '=', key)
      .executeTakeFirst();
    return row?.content ? readContent(row.content) : null;
  };
  return {
    handoff,
    content,
    async addRemark({ id, team, text, by, at, link }) {
      await database
        .insertInto('remarks')
        .values({ id, team, text, by_id: by.id, by_name: by.name, at, done_at: null, done_by: null, link })
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
        link: row.link,
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
        .values({ key, team, from_at: from, to_at: to, ...unplaced })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .returning('key')
        .executeTakeFirst();
      return row !== undefined;
    },
    async keepContent(key, given) {
      await database
        .updateTable('handoffs')
        .set({ content: writeContent(given) })
        .where('key', '=', key)
        .where('content', 'is', null)
        .execute();
      // Read back also when it is ours: what is posted is exactly what will be drawn again.
      return (await content(key)) ?? given;
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
      return await database.transaction().execute(async (transaction) => {
        const result = await transaction
          .updateTable('handoffs')
          .set({ confirmed_by: by.name, confirmed_by_id: by.id, confirmed_at: at })
          .where('key', '=', key)
          .where('confirmed_at', 'is', null)
          .executeTakeFirst();
        // The same transaction: whenever the process dies, the message will lose its button.
        if (result.numUpdatedRows > 0n)
          await transaction
            .insertInto('outbox')
            .values({
              ...freshRow,
              key: `${handoffStream(key)}:confirmed`,
              stream: handoffStream(key),
              seq: 1,
              body: JSON.stringify({ kind: 'confirmed', handoff: key }),
              at,
            })
            .execute();
        const standing = await handoffOf(transaction, key);
        return { first: standing?.confirmedBy?.id === by.id, handoff: standing };
      });
    },
  };
}

const unplaced = {
  channel: null,
  ts: null,
  confirmed_by: null,
  confirmed_at: null,
  confirmed_by_id: null,
  content: null,
} as const;

async function handoffOf(database: Kysely<Tables>, key: string): Promise<KeptHandoff | null> {
  const row = await database.selectFrom('handoffs').selectAll().where('key', '=', key).executeTakeFirst();
  return row ? toHandoff(row) : null;
}

function toHandoff(row: Selectable<Tables['handoffs']>): KeptHandoff {
  const { confirmed_by: name, confirmed_by_id: id } = row;
  return {
    key: row.key,
    team: row.team,
    from: row.from_at,
    to: row.to_at,
    channel: row.channel,
    ts: row.ts,
    // The id was not kept from the beginning.
    confirmedBy: name === null ? null : { id: id ?? '', name },
    confirmedAt: row.confirmed_at,
  };
}
