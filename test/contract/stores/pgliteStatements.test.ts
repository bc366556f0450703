// Statements of the embedded database are read once and kept for a while; what they mean may change, and they are not kept without end.

import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openEmptyDatabase } from '../../support/emptyDatabase.js';

async function withDatabase(
  act: (database: Awaited<ReturnType<typeof openEmptyDatabase>>) => Promise<void>,
): Promise<void> {
  const database = await openEmptyDatabase();
  try {
    await act(database);
  } finally {
    await database.close();
  }
}

it('a statement is read once, with values of every kind, and again after tables changed', () =>
  withDatabase(async ({ sql: db, executeSql }) => {
    const read = async (): Promise<number> => {
      const kept = await sql<{ n: number }>`select count(*) as n from pg_prepared_statements`.execute(db);
      return kept.rows[0]?.n ?? 0;
    };
    await sql`create temporary table things (id bigint, words text[], body jsonb, at timestamptz)`.execute(
      db,
    );
    const at = new Date(Date.UTC(2026, 5, 1));
    const write = (id: number) =>
      sql`insert into things values (${id}, ${['a "b"', 'c,d']}::text[], ${JSON.stringify({ id })}::jsonb, ${at})`.execute(
        db,
      );
    const all = () => sql`select * from things order by id`.execute(db);
    expect((await write(1)).numAffectedRows).toBe(1n);
    await all();
    const before = await read();
    expect((await write(2)).numAffectedRows).toBe(1n);
    const row = { words: ['a "b"', 'c,d'], at: '2026-06-01T00:00:00.000Z' };
    expect((await all()).rows).toEqual([
      { id: 1, body: { id: 1 }, ...row },
      { id: 2, body: { id: 2 }, ...row },
    ]);
    expect(await read()).toBe(before);
    await sql`alter table things add column more integer default 7`.execute(db);
    expect((await all()).rows[0]).toMatchObject({ id: 1, more: 7 });
    await executeSql('begin; alter table things drop column words; commit');
    expect(Object.keys((await all()).rows[0] ?? {})).toEqual(['id', 'body', 'at', 'more']);
    await sql`drop table things`.execute(db);
  }));

it('a statement that fails says why, each time, and the ones after it are answered', () =>
  withDatabase(async ({ sql: db }) => {
    const divided = (by: number) => sql<{ n: number }>`select 6 / ${by}::integer as n`.execute(db);
    expect((await divided(3)).rows).toEqual([{ n: 2 }]);
    for (const _ of [1, 2]) await expect(divided(0)).rejects.toMatchObject({ code: '22012' });
    for (const _ of [1, 2])
      await expect(sql`select nothing`.execute(db)).rejects.toMatchObject({ code: '42703' });
    expect((await divided(2)).rows).toEqual([{ n: 3 }]);
    await expect(
      db.transaction().execute(async (trx) => {
        await sql`insert into seen (key, at) values ('one', now())`.execute(trx);
        await sql`select 1 / 0`.execute(trx);
      }),
    ).rejects.toMatchObject({ code: '22012' });
    expect((await sql`select key from seen`.execute(db)).rows).toEqual([]);
  }));

it('not more than a hundred are kept, those that were asked last', () =>
  withDatabase(async ({ sql: db }) => {
    for (let at = 0; at < 150; at += 1) {
      await sql.raw(`select ${at} as n`).execute(db);
      await sql`select 'asked again'`.execute(db);
    }
    const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(
      db,
    );
    const kept = rows.map(({ statement }) => statement);
    expect(kept.length).toBeLessThanOrEqual(101);
    expect(kept).toContain("select 'asked again'");
    expect(kept).toContain('select 149 as n');
    expect(kept).not.toContain('select 20 as n');
  }));
