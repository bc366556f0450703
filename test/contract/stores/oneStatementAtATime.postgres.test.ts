// A connection does one statement after the other: the driver warns of whoever puts a second one behind, and its next version refuses it.

import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { testNow } from './engines.js';
import { openPostgresSchema } from './postgresSchema.js';

const postgres = process.env.TEST_DATABASE_URL ?? '';

const warnings: string[] = [];
const note = (warning: Error) => void warnings.push(warning.message);
beforeEach(() => void process.on('warning', note));
afterEach(() => void process.off('warning', note));

it('nobody puts a statement behind another one on a connection: new connections, refused statements, transactions that fail', async () => {
  const { database, drop } = await openPostgresSchema(postgres, testNow);
  const refused = (of: typeof database.sql) => sql`select 1 / 0`.execute(of).catch(() => undefined);
  const many = Array.from({ length: 24 }, (_, index) => index);
  for (const _round of ['on new connections', 'on used ones']) {
    await Promise.all([
      ...many.map(() => database.executeSql('select pg_sleep(0.01)')),
      ...many.map(() => database.executeSql('select 1 / 0').catch(() => undefined)),
      ...many.map(() => refused(database.sql)),
      ...many.map(() =>
        database.sql
          .transaction()
          .execute(refused)
          .catch(() => undefined),
      ),
      ...many.map(() => sql`select 1`.execute(database.urgent)),
    ]);
  }
  await database.close();
  await drop();
  expect(warnings).toEqual([]);
});
