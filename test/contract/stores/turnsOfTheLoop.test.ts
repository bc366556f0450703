// The embedded database answers in the thread of the loop: statements that come at once leave turns in between, so that sockets are read.

import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openEmptyDatabase } from '../../support/emptyDatabase.js';

it('many writes at once leave the loop a turn between every two of them, and what is urgent overtakes them', async () => {
  const database = await openEmptyDatabase();
  const order: string[] = [];
  let isOver = false;
  const loop = (): void => {
    order.push('loop');
    if (!isOver) setImmediate(loop);
  };
  setImmediate(loop);
  const write = async (index: number): Promise<void> => {
    const key = `note ${index}`;
    await database.sql.insertInto('seen').values({ key, at: '2026-03-01T10:00:00.000Z' }).execute();
    order.push('written');
  };
  const writes = Array.from({ length: 60 }, (_, index) => write(index));
  const urgent = sql`select 1`.execute(database.urgent).then(() => order.push('urgent'));
  await Promise.all([...writes, urgent]);
  isOver = true;
  await database.close();
  expect(order.some((what, index) => what !== 'loop' && order[index + 1] === what)).toBe(false);
  expect(order.slice(0, order.indexOf('urgent')).filter((what) => what === 'written').length).toBeLessThan(5);
});
