// Alerts in SQL: a row a delivery, claimed together by one process at a time, so that what belongs together is decided once.

import { type Kysely, sql, type Transaction } from 'kysely';
import type { AlertOutcome, AlertRow, AlertStore, NewAlert, Said } from '../alerts/store.js';
import { withoutSecrets } from '../alerts/withoutSecrets.js';
import { alertContent, deliveryOf, identityOf, readAlert } from './alertContent.js';
import { gathered } from './gathered.js';
import { jsonText } from './json.js';
import { isFree } from './lease.js';
import { freshRow } from './outbox.js';
import { createSeenKeys } from './seenKeys.js';
import type { Tables } from './tables.js';

/** Any number but those of the others; the same in every replica. */
const lockNumber = 7_241_990_116;
/** Rows in one statement. */
const together = 250;
const mostAtOnce = 4000;
/** Whoever delivers again after a fault does so within minutes; what comes later repeats an alert that still burns. */
const redelivered = '10 minutes';

const free = { claimed_at: null, claimed_until: null, claimed_by: null } as const;

interface Kept extends NewAlert {
  readonly at: string;
  readonly dueAt: string;
}

interface Row {
  readonly id: string;
  readonly round: number;
  readonly received_at: string;
  readonly last_at: string;
  readonly chosen: string | null;
  readonly outcome: AlertOutcome | null;
  readonly incident: string | null;
  readonly attempts: number;
  readonly content: unknown;
}

/** @param urgent for keeping: whoever sent it waits for the answer. */
export function createAlertStore(database: Kysely<Tables>, urgent: Kysely<Tables> = database): AlertStore {
  const keep = gathered(together, (alerts: readonly Kept[]) => insert(urgent, alerts));
  return {
    async keep(alerts, { at, dueAt }) {
      const kept = await Promise.all(alerts.map((one) => keep({ ...one, at, dueAt })));
      return kept.filter(Boolean).length;
    },
    async claim(owner, now, until) {
      return await database.transaction().execute((transaction) => claim(transaction, owner, now, until));
    },
    async claimBegun(owner, now, until) {
      const { rows } = await sql<Row>`
        with left_behind as (
          select id from alerts where state = 'begun' and due_at <= ${now} and ${isFree(now)} limit ${mostAtOnce} for update skip locked
        )
        ${taken(owner, now, until)}`.execute(database);
      return rows.map(toRow);
    },
    async hold(owner, now, until) {
      await database
        .updateTable('alerts')
        .set({ claimed_at: now, claimed_until: until })
        .where('claimed_by', '=', owner)
        .where('state', '<>', 'done')
        .execute();
    },
    async begun(ids, owner, at, led) {
      if (ids.length === 0) return;
      await ours(database, ids, owner)
        .set({ ...free, state: 'begun', due_at: at, attempts: 0, ...(led ?? { incident: null }) })
        .execute();
    },
    async done(ends, owner, at, said) {
      if (ends.length === 0) return;
      await database.transaction().execute(async (transaction) => {
        for (const outcome of new Set(ends.map((end) => end.outcome))) {
          const ids = ends.filter((end) => end.outcome === outcome).map(({ id }) => id);
          await ours(transaction, ids, owner)
            .set({ ...free, state: 'done', worked_at: at, outcome })
            .execute();
        }
        if (said !== null) await say(transaction, said, at);
      });
    },
    async later(ids, owner, dueAt) {
      if (ids.length === 0) return;
      await ours(database, ids, owner)
        .set({ ...free, due_at: dueAt, attempts: 0 })
        .execute();
    },
    async choose(id, tunnel, at, said) {
      return await database.transaction().execute(async (transaction) => {
        const result = await transaction
          .updateTable('alerts')
          .set((row) => ({ tunnel, state: 'waiting', due_at: at, attempts: 0, round: row('round', '+', 1) }))
          .where('id', '=', id)
          .where('tunnel', 'is', null)
          .where('state', '=', 'done')
          .executeTakeFirst();
        const isChosen = result.numUpdatedRows > 0n;
        if (isChosen) await say(transaction, said, at);
        return isChosen;
      });
    },
    async row(id) {
      const { rows } = await sql<Row>`select ${columns} from alerts where id = ${id}`.execute(database);
      return rows.map(toRow)[0] ?? null;
    },
    async forgetHolders() {
      await database.updateTable('alerts').set(free).where('state', '<>', 'done').execute();
    },
  };
}

function ours(database: Kysely<Tables>, ids: readonly string[], owner: string) {
  return database.updateTable('alerts').where('id', 'in', ids).where('claimed_by', '=', owner);
}

async function say(
  transaction: Transaction<Tables>,
  { key, stream, body, once }: Said,
  at: string,
): Promise<void> {
  if (once !== null && !(await createSeenKeys(transaction).claim(once, at))) return;
  await transaction
    .insertInto('outbox')
    .values({ ...freshRow, key, stream, seq: body.part === 'post' ? 0 : 1, body: jsonText(body), at })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
}

/** Whether each of them waits now. */
async function insert(database: Kysely<Tables>, alerts: readonly Kept[]): Promise<readonly boolean[]> {
  const ids = alerts.map(({ alert }) => deliveryOf(alert));
  const rows = new Map(alerts.map((one, index) => [ids[index] ?? '', rowOf(ids[index] ?? '', one)]));
  const waits = await database
    .insertInto('alerts')
    .values([...rows.values()])
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({
        last_at: sql`greatest(alerts.last_at, excluded.last_at)`,
        times: sql`alerts.times + 1`,
        state: sql`case when ${again} then 'waiting' else alerts.state end`,
        round: sql`case when ${again} then alerts.round + 1 else alerts.round end`,
        attempts: sql`case when ${again} then 0 else alerts.attempts end`,
        due_at: sql`case when ${again} then excluded.due_at else alerts.due_at end`,
      }),
    )
    .returning(['id', 'state'])
    .execute();
  const waiting = new Set(waits.filter(({ state }) => state === 'waiting').map(({ id }) => id));
  return ids.map((id) => waiting.has(id));
}

/** It burns on long after it was worked off, or the other message of the same alert came in between. */
const again = sql`alerts.state = 'done' and (
  alerts.worked_at <= excluded.last_at - ${sql.lit(redelivered)}::interval
  or exists (
    select 1 from alerts other
    where other.alert = alerts.alert and other.status <> alerts.status and other.last_at > alerts.last_at
  ))`;

function rowOf(id: string, { at, dueAt, ...told }: Kept) {
  const { alert } = told;
  return {
    id,
    alert: identityOf(alert),
    status: alert.status,
    received_at: at,
    last_at: at,
    due_at: dueAt,
    state: 'waiting' as const,
    content: alertContent({ ...told, alert: withoutSecrets(alert) }),
  };
}

const isHeld = (now: string) => sql<boolean>`not ${isFree(now)}`;

async function claim(
  transaction: Transaction<Tables>,
  owner: string,
  now: string,
  until: string,
): Promise<readonly AlertRow[]> {
  await sql`select pg_advisory_xact_lock(${sql.lit(lockNumber)})`.execute(transaction);
  const waiting = transaction.selectFrom('alerts').select('id').where('state', '=', 'waiting').limit(1);
  if (await waiting.where(isHeld(now)).executeTakeFirst()) return [];
  if (!(await waiting.where('due_at', '<=', now).executeTakeFirst())) return [];
  const which = sql`attempts < 2 order by received_at limit ${mostAtOnce}`;
  const all = await take(transaction, which, owner, now, until);
  // What ends the process each time is found when it is alone.
  return all.length > 0
    ? all
    : await take(transaction, sql`true order by attempts limit 1`, owner, now, until);
}

async function take(
  transaction: Transaction<Tables>,
  which: ReturnType<typeof sql>,
  owner: string,
  now: string,
  until: string,
): Promise<readonly AlertRow[]> {
  const { rows } = await sql<Row>`
    with left_behind as (select id from alerts where state = 'waiting' and ${which} for update)
    ${taken(owner, now, until)}`.execute(transaction);
  return rows.map(toRow).toSorted((a, b) => a.receivedAt.localeCompare(b.receivedAt));
}

/** What a person chose counts for every message of the same alert. */
const columns = sql`alerts.id, alerts.round, alerts.received_at, alerts.last_at, alerts.outcome, alerts.incident, alerts.attempts, alerts.content,
  coalesce(alerts.tunnel, (
    select other.tunnel from alerts other where other.alert = alerts.alert and other.tunnel is not null
    order by other.last_at desc limit 1
  )) as chosen`;

function taken(owner: string, now: string, until: string) {
  return sql`
    update alerts set claimed_by = ${owner}, claimed_at = ${now}, claimed_until = ${until}, attempts = alerts.attempts + 1
    from left_behind where alerts.id = left_behind.id returning ${columns}`;
}

function toRow({ received_at, last_at, chosen, content, ...row }: Row): AlertRow {
  const { id, round, outcome, incident, attempts } = row;
  const times = { receivedAt: received_at, lastAt: last_at };
  return { ...readAlert(content), ...times, id, round, tunnel: chosen, outcome, incident, attempts };
}
