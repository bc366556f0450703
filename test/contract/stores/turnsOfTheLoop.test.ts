// The embedded database answers in the thread of the loop: statements that come at once leave turns in between, so that sockets are read.

import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openEmptyDatabase } from '../../support/emptyDatabase.js';

it('many statements at once leave the loop a turn between every two of them, and what is urgent overtakes them', async () => {
  const database = await openEmptyDatabase();
  const order: string[] = [];
  let isOver = false;
  const loop = (): void => {
    order.push('loop');
    if (!isOver) setImmediate(loop);
  };
  setImmediate(loop);
  const renew = async (): Promise<void> => {
    await sql`update seen set at = now() where key = 'nobody'`.execute(database.sql);
    order.push('done');
  };
  const usual = Array.from({ length: 60 }, renew);
  const urgent = sql`select 1`.execute(database.urgent).then(() => order.push('urgent'));
  await Promise.all([...usual, urgent]);
  isOver = true;
  await database.close();
  expect(order.some((what, index) => what !== 'loop' && order[index + 1] === what)).toBe(false);
  expect(order.slice(0, order.indexOf('urgent')).filter((what) => what === 'done').length).toBeLessThan(5);
});
