// What PGlite brings beside its program is where PostgreSQL looks for it: time zones, libraries, dictionaries.

import { expect, it } from 'vitest';
import { openEmptyDatabase } from '../../support/emptyDatabase.js';

it.each([
  [
    'a time zone',
    `select to_char(timestamptz '2026-07-01 10:00Z' at time zone 'America/Argentina/Ushuaia', 'HH24:MI') as found`,
    '07:00',
  ],
  ['all time zones', 'select count(*)::int > 550 as found from pg_timezone_names', true],
  [
    'a library and its dictionary',
    `select to_tsvector('pg_catalog.english', 'the broken tunnels')::text as found`,
    "'broken':2 'tunnel':3",
  ],
  ['what an extension may be', `select count(*)::int as found from pg_available_extensions`, 1],
])('%s', async (_what, text, found) => {
  const database = await openEmptyDatabase();
  expect((await database.executeSql(text)).rows).toEqual([{ found }]);
  await database.close();
});
