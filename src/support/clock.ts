// The system's clock: the only place that asks what time it is or waits.

import type { Clock } from '../domain/clock.js';
import { whenAborted } from './abort.js';

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
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
    }),
};

/** A signal that aborts after the time; the timer never keeps the process alive. */
export function timeLimit(milliseconds: number): AbortSignal {
  return AbortSignal.timeout(Math.max(0, Math.ceil(milliseconds)));
}
