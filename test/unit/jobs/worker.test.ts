// The worker of one queue: what is taken is finished before a stop, and what the database refuses ends nothing.

import { describe, expect, it } from 'vitest';
import { startWorker, type WorkerParts } from '../../../src/jobs/worker.js';
import { createLogger } from '../../../src/support/logger.js';
import { ManualClock } from '../../support/manualClock.js';

type Boss = WorkerParts<string>['boss'];

const job = (id: string) => ({ id, name: 'looks', data: `data of ${id}`, expireInSeconds: 60 });

/** A queue whose every statement a test may hold up or refuse; it writes down what was done. */
function make(given: Partial<WorkerParts<string>> = {}, waiting: string[] = []) {
  const done: string[] = [];
  const clock = new ManualClock();
  const refused: string[] = [];
  let fetching: Promise<void> = Promise.resolve();
  const statement = (text: string): void => {
    if (refused.includes(text.split(' ')[0] ?? '')) throw new Error('the database is away');
    done.push(text);
  };
  const boss = {
    fetch: async () => {
      await fetching;
      const id = waiting.shift();
      return id === undefined ? [] : [job(id)];
    },
    complete: async (_: string, id: string) => statement(`complete ${id}`),
    fail: async (_: string, id: string, { message }: { message: string }) =>
      statement(`fail ${id}: ${message}`),
  } as unknown as Boss;
  const worker = startWorker<string>({
    ...{ boss, name: 'looks', pollMs: 5000, expireMs: 60_000, clock },
    logger: createLogger('silent'),
    run: async (data) => void done.push(`run ${data}`),
    ...given,
  });
  const holdFetching = (until: Promise<void>): void => {
    fetching = until;
  };
  return { worker, clock, done, waiting, refused, holdFetching };
}

/** What a test lets go when it wants. */
function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe('the jobs of a queue', () => {
  it('are run one after the other, and looked for again after a while', async () => {
    const { worker, clock, done, waiting } = make({}, ['a', 'b']);
    await clock.advance(0);
    expect(done).toEqual(['run data of a', 'complete a', 'run data of b', 'complete b']);
    waiting.push('c');
    await clock.advance(4000);
    expect(done).toHaveLength(4);
    await clock.advance(1000);
    expect(done.slice(4)).toEqual(['run data of c', 'complete c']);
    await worker.stop();
  });

  it('that fail, or take longer than their time, are given back with the reason', async () => {
    const run = (data: string) =>
      data === 'data of a' ? Promise.reject(new Error('no device')) : new Promise<void>(() => undefined);
    const { worker, clock, done } = make({ run }, ['a', 'b']);
    await clock.advance(60_000);
    expect(done).toEqual(['fail a: no device', 'fail b: looks took longer than 60000 ms']);
    await worker.stop();
  });

  it('go on after a database that was away when one of them was done', async () => {
    const { worker, clock, done, waiting, refused } = make({}, ['a']);
    refused.push('complete');
    await clock.advance(0);
    refused.length = 0;
    waiting.push('b');
    await clock.advance(5000);
    expect(done).toEqual(['run data of a', 'run data of b', 'complete b']);
    await worker.stop();
  });
});

describe('a stop', () => {
  it('waits for the job that was being taken, which is run and said to be done', async () => {
    const { worker, clock, done, waiting, holdFetching } = make();
    await clock.advance(0);
    const { opened, open } = gate();
    holdFetching(opened);
    waiting.push('a');
    await clock.advance(5000);
    let isOver = false;
    const stopped = worker.stop().then(() => {
      isOver = true;
    });
    await clock.advance(0);
    expect(isOver).toBe(false);
    open();
    await stopped;
    expect(done).toEqual(['run data of a', 'complete a']);
  });

  it('gives back a job that does not end, and does not wait for it for ever', async () => {
    const { worker, clock, done } = make({ run: () => new Promise<void>(() => undefined) }, ['a']);
    await clock.advance(0);
    const stopped = worker.stop();
    await clock.advance(10_000);
    await stopped;
    expect(done).toEqual(['fail a: stopped while it ran']);
  });
});
