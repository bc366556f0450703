// The outbox in SQL: in each lane one unsaid row a stream is free at a time, and claims skip what another replica holds.

import { type Kysely, sql } from 'kysely';
import * as z from 'zod';
import { type AlertAnswer, quietOutcomes } from '../domain/alertAnswer.js';
import type {
  Lane,
  MessagePlace,
  OutboxBody,
  OutboxRow,
  OutboxStore,
  OutgoingBody,
  OutgoingLane,
} from '../incidents/outbox.js';
import { isFree } from './lease.js';
import type { Tables } from './tables.js';

const text = z.string();
const link = text.nullable();
const alertAnswer = z.discriminatedUnion('about', [
  z.strictObject({
    about: z.literal('quiet'),
    alerts: z.array(
      z.strictObject({ name: text, link, tunnel: text, outcome: z.enum(quietOutcomes), says: text }),
    ),
  }),
  z.strictObject({
    about: z.literal('several'),
    alert: text,
    name: text,
    link,
    why: text,
    tunnels: z.array(text),
    chosen: z.strictObject({ tunnel: text, by: text }).nullable(),
  }),
  z.strictObject({ about: z.literal('none'), name: text, source: text, link, why: text }),
]) satisfies z.ZodType<AlertAnswer>;
const chatBody = z.discriminatedUnion('kind', [
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
  z.strictObject({
    kind: z.literal('notice'),
    notice: text,
    part: z.enum(['post', 'redraw', 'explain']),
    reply: text.nullable(),
  }),
  z.strictObject({
    kind: z.literal('alert'),
    channel: text,
    threadTs: text.nullable(),
    part: z.enum(['post', 'redraw']),
    answer: alertAnswer,
  }),
]) satisfies z.ZodType<OutboxBody>;

const outgoingBody = z.strictObject({
  kind: z.literal('incident'),
  incident: text,
}) satisfies z.ZodType<OutgoingBody>;

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

/** What is to be said in the chat. */
export function createOutboxStore(database: Kysely<Tables>): OutboxStore {
  return storeOf(database, 'chat', chatBody);
}

/** What is to be told to one system outside. */
export function createOutgoingStore(database: Kysely<Tables>, lane: OutgoingLane): OutboxStore<OutgoingBody> {
  return storeOf(database, lane, outgoingBody);
}

function storeOf<Body>(database: Kysely<Tables>, lane: Lane, schema: z.ZodType<Body>): OutboxStore<Body> {
  const toRow = ({ was, ...row }: ClaimedRow): OutboxRow<Body> => ({
    ...row,
    body: schema.parse(row.body),
    begun: was === 'posting',
  });
  const unsaid = sql`lane = ${lane} and state in ('waiting', 'posting')`;
  const mine = (id: number, owner: string) =>
    database.updateTable('outbox').where('id', '=', id).where('claimed_by', '=', owner);
  return {
    async add({ key, stream, body, at }) {
      const row = await database
        .insertInto('outbox')
        .values({ ...freshRow, lane, key, stream, seq: 0, body: JSON.stringify(body), at })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
    async claim(owner, now, until, limit) {
      // The head of each stream by its index, one step a stream, however many rows wait behind it.
      const { rows } = await sql<ClaimedRow>`
        with recursive heads as (
          (select stream, id from outbox where ${unsaid} order by stream, seq, id limit 1)
          union all
          select next.stream, next.id from heads cross join lateral
            (select stream, id from outbox where ${unsaid} and stream > heads.stream order by stream, seq, id limit 1) next
        ), free as (
          select id, state as was from outbox where id in (select id from heads) and ${unsaid} and ${isFree(now)}
          order by id limit ${limit} for update skip locked
        )
        ${claimed(owner, now, until)}`.execute(database);
      return rows.map(toRow).sort((a, b) => a.id - b.id);
    },
    async keep(id, owner, now, until) {
      const result = await mine(id, owner)
        .set({ claimed_at: now, claimed_until: until })
        .where('state', '=', 'posting')
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },
    async posted(id, owner, place) {
      await sql`with ${said(id, owner, place)} ${shown}`.execute(database);
    },
    async postedAndNext(id, owner, place, now, until) {
      const { rows } = await sql<ClaimedRow>`
        with ${said(id, owner, place)}, drawn as (${shown}), free as (
          select outbox.id, outbox.state as was from said join lateral (
            select id from outbox where stream = said.stream and ${unsaid} and (seq, id) > (said.seq, said.id) order by seq, id limit 1
          ) head on true join outbox on outbox.id = head.id
          where outbox.state in ('waiting', 'posting') and ${isFree(now)} for update of outbox skip locked
        )
        ${claimed(owner, now, until)}`.execute(database);
      return rows.map(toRow)[0] ?? null;
    },
    async refused(id, owner) {
      await sql`with said as (
          update outbox set state = 'refused', claimed_until = null
          where id = ${id} and claimed_by = ${owner} returning stream, seq
        ) ${shown}`.execute(database);
    },
    async later(id, owner, now, notBefore, begun) {
      const state = begun ? 'posting' : 'waiting';
      await mine(id, owner).set({ state, claimed_at: now, claimed_until: notBefore }).execute();
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
        .where('lane', '=', lane)
        .where('state', '=', 'posting')
        .execute();
    },
  };
}

/** A card was perhaps placed while its incident was written to, and missed that: whatever is said shows in it, too. */
const shown = sql`
  update cards set newest_seq = greatest(cards.newest_seq, said.seq) from said where cards.incident = said.stream`;

function said(id: number, owner: string, place: MessagePlace | null) {
  return sql`said as (
    update outbox set state = 'posted', channel = ${place?.channel ?? null}, ts = ${place?.ts ?? null}, claimed_until = null
    where id = ${id} and claimed_by = ${owner} returning id, stream, seq
  )`;
}

/** Takes the rows of `free`. */
function claimed(owner: string, now: string, until: string) {
  return sql`
    update outbox set state = 'posting', claimed_by = ${owner}, claimed_at = ${now}, claimed_until = ${until}, attempts = outbox.attempts + 1
    from free where outbox.id = free.id
    returning outbox.id, outbox.key, outbox.stream, outbox.seq, outbox.body, outbox.at, outbox.attempts, free.was`;
}

/** A row that nobody holds and that stands nowhere yet. */
export const freshRow = {
  lane: 'chat',
  channel: null,
  state: 'waiting',
  claimed_at: null,
  claimed_until: null,
  claimed_by: null,
  ts: null,
} as const;
