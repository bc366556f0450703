// A thread for the test of threads: it answers, fails and ends as it is told.

import { threadId } from 'node:worker_threads';
import { answerCalls } from '../../../src/support/workerThread.js';

export const calls = {
  whoAmI: () => threadId,
  add: (a: number, b: number) => a + b,
  fail: (why: string) => {
    throw new Error(why);
  },
  end: () => process.exit(3),
};

answerCalls(calls);
