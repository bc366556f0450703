// The system's clock: the only place that asks what time it is or waits.

import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../domain/clock.js';

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: async (milliseconds, signal) => {
    try {
      await wait(milliseconds, undefined, signal ? { signal } : {});
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    }
  },
};

/** A signal that aborts after the time; the timer never keeps the process alive. */
export function timeLimit(milliseconds: number): AbortSignal {
  return AbortSignal.timeout(Math.max(0, Math.ceil(milliseconds)));
}
