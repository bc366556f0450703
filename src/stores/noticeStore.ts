// Notices in SQL: read, decided and written under one lock, together with the rows of the outbox that follow.

import { type Kysely, sql, type Transaction } from 'kysely';
import { noticeStream } from '../incidents/outbox.js';
import type { Notice } from '../notices/notice.js';
import type { NoticeRow, NoticeStore } from '../notices/store.js';
import { jsonText } from './json.js';
import { readNotice } from './noticeContent.js';
import { freshRow } from './outbox.js';
import type { Tables } from './tables.js';

/** Any number but that of the migrations; the same in every replica. */
const lockNumber = 7_241_990_114;

export function createNoticeStore(database: Kysely<Tables>): NoticeStore {
  const read = async (id: string): Promise<Notice | null> => {
    const row = await database.selectFrom('notices').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? readNotice(row.content, row.diagnosis) : null;
  };
  return {
    notice: read,
    async standing() {
      return (await openOf(database)).filter(({ phase }) => phase === 'standing');
    },
    async change(keys, at, decide) {
      await database.transaction().execute(async (transaction) => {
        await locked(transaction);
        const fresh = await freshOf(transaction, keys, at);
        if (keys.length > 0 && fresh.size === 0) return;
        const { notices, rows } = decide(await openOf(transaction), fresh);
        for (const notice of notices) await write(transaction, notice);
        for (const row of rows) await add(transaction, row, at);
      });
    },
    async posted(id, seq) {
      await database.transaction().execute(async (transaction) => {
        await locked(transaction);
        await transaction
          .updateTable('notices')
          .set({ content: sql`jsonb_set(content, '{posted}', to_jsonb(${seq}::integer))` })
          .where('id', '=', id)
          .execute();
      });
    },
    async keepDiagnosis(id, diagnosis) {
      await database
        .updateTable('notices')
        .set({ diagnosis: jsonText(diagnosis) })
        .where('id', '=', id)
        .where((where) => where.or([where('diagnosis', 'is', null), hasNoDecision]))
        .execute();
      return (await read(id))?.diagnosis ?? diagnosis;
    },
  };
}

/** One writer at a time over all replicas: a notice is written whole. */
async function locked(transaction: Transaction<Tables>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(lockNumber)})`.execute(transaction);
}

/** One that could not be made gives way to one that could. */
const hasNoDecision = sql<boolean>`diagnosis->>'decision' is null`;

/** What of it was never dealt with, remembered from now on. */
async function freshOf(
  transaction: Transaction<Tables>,
  keys: readonly string[],
  at: string,
): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set();
  const rows = await transaction
    .insertInto('seen')
    .values([...new Set(keys)].map((key) => ({ key, at })))
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('key')
    .execute();
  return new Set(rows.map(({ key }) => key));
}

async function openOf(transaction: Kysely<Tables>): Promise<readonly Notice[]> {
  const rows = await transaction
    .selectFrom('notices')
    .selectAll()
    .where('phase', '<>', 'over')
    .orderBy('opened_at')
    .orderBy('id')
    .execute();
  return rows.map(({ content, diagnosis }) => readNotice(content, diagnosis));
}

/** The diagnosis is kept apart: it comes while others change what it is of. */
async function write(
  transaction: Transaction<Tables>,
  { diagnosis: _apart, ...notice }: Notice,
): Promise<void> {
  const { id, phase } = notice;
  const content = jsonText(notice);
  const changed = { phase, changed_at: notice.changedAt, content };
  await transaction
    .insertInto('notices')
    .values({ id, opened_at: notice.openedAt, diagnosis: null, ...changed })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changed))
    .execute();
}

async function add(
  transaction: Transaction<Tables>,
  { notice, seq, part, reply, notBefore }: NoticeRow,
  at: string,
): Promise<void> {
  const stream = noticeStream(notice);
  const waits = notBefore === null ? {} : { claimed_at: at, claimed_until: notBefore };
  await transaction
    .insertInto('outbox')
    .values({
      ...freshRow,
      ...waits,
      key: part === 'post' ? stream : `${stream}:${part}:${seq}`,
      stream,
      seq,
      body: jsonText({ kind: 'notice', notice, part, reply }),
      at,
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
}
