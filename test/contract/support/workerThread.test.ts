// A thread beside the event loop answers in order, and what ends it ends nothing else.

import { threadId } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { WorkerThread } from '../../../src/support/workerThread.js';
import type { calls } from './threadUnderTest.js';

const thread = new WorkerThread<typeof calls>(new URL('./threadUnderTest.ts', import.meta.url));
afterAll(() => thread.close());

describe('a thread beside the event loop', () => {
  it('answers with what its functions give, in a thread of its own', async () => {
    const [sum, id, other] = await Promise.all([
      thread.call('add', 1, 2),
      thread.call('whoAmI'),
      thread.call('whoAmI'),
    ]);
    expect(sum).toBe(3);
    expect(id).toBe(other);
    expect(id).not.toBe(threadId);
  });

  it('tells a failure to whoever asked', async () => {
    await expect(thread.call('fail', 'no such thing')).rejects.toThrow('no such thing');
    expect(await thread.call('add', 2, 2)).toBe(4);
  });

  it('fails the call that ends it, and does the next one in a new thread', async () => {
    const before = await thread.call('whoAmI');
    const ended = thread.call('end');
    const after = thread.call('whoAmI');
    await expect(ended).rejects.toThrow('end ended its thread');
    expect(await after).not.toBe(before);
  });
});
