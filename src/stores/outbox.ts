// The outbox in SQL: one unsaid row a stream is free at a time, and claims skip what another replica holds.

import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { OutboxBody, OutboxRow, OutboxStore } from '../incidents/outbox.js';
import type { Tables } from './tables.js';

const text = z.string();
const body = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('event') }),
  z.strictObject({
    kind: z.literal('handoff'),
    handoff: text,
    team: text,
    from: text,
    to: text,
    channel: text,
    outgoing: z.array(text),
    incoming: z.array(text),
  }),
  z.strictObject({ kind: z.literal('confirmed'), handoff: text }),
]) satisfies z.ZodType<OutboxBody>;

interface ClaimedRow {
  readonly id: number;
  readonly key: string;
  readonly stream: string;
  readonly seq: number;
  readonly body: unknown;
  readonly at: string;
  readonly attempts: number;
  readonly was: string;
}

export function createOutboxStore(database: Kysely<Tables>): OutboxStore {
  const mine = (id: number, owner: string) =>
    database.updateTable('outbox').where('id', '=', id).where('claimed_by', '=', owner);
  return {
    async add({ key, stream, body, at }) {
      const row = await database
        .insertInto('outbox')
        .values({ ...freshRow, key, stream, seq: 0, body: JSON.stringify(body), at })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
    async claim(owner, now, until, limit) {
      const { rows } = await sql<ClaimedRow>`
        with free as (
          select id, state as was from outbox o
          where state in ('waiting', 'posting') and (claimed_until is null or claimed_until <= ${now})
            and not exists (select 1 from outbox b where b.stream = o.stream and b.seq < o.seq and b.state in ('waiting', 'posting'))
          order by id limit ${limit} for update skip locked
        )
        update outbox set state = 'posting', claimed_by = ${owner}, claimed_until = ${until}, attempts = outbox.attempts + 1
        from free where outbox.id = free.id
        returning outbox.id, outbox.key, outbox.stream, outbox.seq, outbox.body, outbox.at, outbox.attempts, free.was`.execute(
        database,
      );
      return rows.map(toRow).sort((a, b) => a.id - b.id);
    },
    async keep(id, owner, until) {
      const result = await mine(id, owner)
        .set({ claimed_until: until })
        .where('state', '=', 'posting')
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },
    async posted(id, owner, place) {
      await mine(id, owner)
        .set({ state: 'posted', channel: place?.channel ?? null, ts: place?.ts ?? null, claimed_until: null })
        .execute();
    },
    async refused(id, owner) {
      await mine(id, owner).set({ state: 'refused', claimed_until: null }).execute();
    },
    async later(id, owner, notBefore, begun) {
      const state = begun ? 'posting' : 'waiting';
      await mine(id, owner).set({ state, claimed_until: notBefore }).execute();
    },
    async release(stream) {
      await database
        .updateTable('outbox')
        .set({ claimed_until: null })
        .where('stream', '=', stream)
        .where('state', '=', 'waiting')
        .execute();
    },
    async placeOf(key) {
      const row = await database
        .selectFrom('outbox')
        .select(['channel', 'ts'])
        .where('key', '=', key)
        .executeTakeFirst();
      return row?.channel && row.ts ? { channel: row.channel, ts: row.ts } : null;
    },
    async forgetHolders() {
      await database
        .updateTable('outbox')
        .set({ claimed_until: null })
        .where('state', '=', 'posting')
        .execute();
    },
  };
}

/** A row that nobody holds and that stands nowhere yet. */
export const freshRow = {
  channel: null,
  state: 'waiting',
  claimed_until: null,
  claimed_by: null,
  ts: null,
} as const;

function toRow({ was, ...row }: ClaimedRow): OutboxRow {
  return { ...row, body: body.parse(row.body), begun: was === 'posting' };
}
