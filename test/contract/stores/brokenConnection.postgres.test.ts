// A server that is restarted in the middle of what is being done: that fails, the process lives, and the next statement is answered.

import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { StoreTrouble } from '../../../src/domain/storeTrouble.js';
import { testNow } from './engines.js';
import { openPostgresSchema } from './postgresSchema.js';

const postgres = process.env.TEST_DATABASE_URL ?? '';

it('a connection that the server ends between two statements of a transaction ends that transaction alone', async () => {
  const { database, drop } = await openPostgresSchema(postgres, testNow);
  const count = async (pid: number) => {
    const { rows } = await sql<{
      n: number;
    }>`select count(*) as n from pg_stat_activity where pid = ${pid}`.execute(database.urgent);
    return rows[0]?.n;
  };
  const cut = database.sql.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction);
    const pid = rows[0]?.pid ?? 0;
    await sql`select pg_terminate_backend(${pid})`.execute(database.urgent);
    await expect.poll(() => count(pid)).toBe(0);
    await sql`select 1`.execute(transaction);
  });
  await expect(cut).rejects.toBeInstanceOf(StoreTrouble);
  const { rows } = await sql<{ one: number }>`select 1 as one`.execute(database.sql);
  expect(rows).toEqual([{ one: 1 }]);
  await database.close();
  await expect(sql`select 1`.execute(database.sql)).rejects.toBeInstanceOf(StoreTrouble);
  await drop();
});
