// The system's clock: the only place that asks what time it is or waits.

import type { Clock } from '../domain/clock.js';
import { whenAborted } from './abort.js';

/** A timer of Node's that is set to more, 24.8 days, is over at once. */
const longestMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => new Date(),
  async sleep(milliseconds, signal) {
    let left = milliseconds;
    for (; left > longestMs; left -= longestMs) await rest(longestMs, signal);
    await rest(left, signal);
  },
};

function rest(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const timer = setTimeout(() => {
      stay();
      resolve();
    }, milliseconds);
    const stay = signal
      ? whenAborted(signal, () => {
          clearTimeout(timer);
          reject(signal.reason);
        })
      : () => undefined;
  });
}

/** A signal that aborts after the time; the timer never keeps the process alive. */
export function timeLimit(milliseconds: number): AbortSignal {
  return AbortSignal.timeout(Math.max(0, Math.ceil(milliseconds)));
}
