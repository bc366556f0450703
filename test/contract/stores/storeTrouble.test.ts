// Whether a failed statement is told as trouble of the database, which passes, or as a fault of the statement, the same way on every engine.

import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { StoreTrouble } from '../../../src/domain/storeTrouble.js';
import type { Database } from '../../../src/stores/database.js';
import { engines, withDatabase } from './engines.js';

describe.each(engines)('on $name', ({ open }) => {
  let database: Database;
  withDatabase(open, (opened) => {
    database = opened;
  });
  const failureOf = async (run: Promise<unknown>): Promise<unknown> =>
    await run.then(
      () => null,
      (error: unknown) => error,
    );
  const raised = (code: string) =>
    sql.raw(`do $$ begin raise exception 'as it says' using errcode = '${code}'; end $$`);

  it.each([
    ['a full disk', '53100'],
    ['a server that shuts down', '57P01'],
    ['a deadlock', '40P01'],
    ['a standby', '25006'],
    ['a disk that fails', '58030'],
  ])('%s passes, and its words stay readable', async (_, code) => {
    const failure = await failureOf(raised(code).execute(database.sql));
    expect(failure).toBeInstanceOf(StoreTrouble);
    expect(failure).toMatchObject({ message: 'as it says', cause: { code } });
  });

  it.each([
    ['a division by zero', '22012'],
    ['a second row of one key', '23505'],
    ['a table that is not there', '42P01'],
  ])('%s is a fault of the statement', async (_, code) => {
    for (const of of [database.sql, database.urgent]) {
      const failure = await failureOf(raised(code).execute(of));
      expect(failure).not.toBeInstanceOf(StoreTrouble);
      expect(failure).toMatchObject({ code });
    }
  });

  it('in a transaction it is told the same way, and the next statement is answered', async () => {
    const transaction = database.sql.transaction().execute((one) => raised('53100').execute(one));
    expect(await failureOf(transaction)).toBeInstanceOf(StoreTrouble);
    expect((await sql<{ one: number }>`select 1 as one`.execute(database.sql)).rows).toEqual([{ one: 1 }]);
  });
});
