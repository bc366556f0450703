// A kept statement's plan was made for tables as large as they were: after ten minutes it is made anew.

import { expect, it } from 'vitest';
import { PgliteStatements } from '../../../src/stores/pgliteStatements.js';

it('plans a statement once in ten minutes', async () => {
  let elapsedMs = 0;
  const sent: string[] = [];
  const statements = new PgliteStatements(
    {
      runExclusive: (act) => act(),
      execProtocolStream: async (message) => {
        sent.push(Buffer.from(message).toString('latin1'));
        return [];
      },
      parsers: {},
      serializers: {},
    },
    () => elapsedMs,
  );
  const read = () => sent.filter((message) => message.includes('select 1')).length;
  for (const minutes of [0, 1, 9]) {
    elapsedMs = minutes * 60_000;
    await statements.run('select 1', []);
  }
  expect(read()).toBe(1);
  elapsedMs = 10 * 60_000;
  await statements.run('select 1', []);
  expect(read()).toBe(2);
  // The old one is closed.
  expect(sent.filter((message) => message.startsWith('C') && message.includes('Ss1\0'))).toHaveLength(1);
});
