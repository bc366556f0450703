// A signal that aborts when the asker leaves or the deadline of the question comes, by the injected clock.

import type { Clock } from '../domain/clock.js';
import { whenAborted } from './abort.js';

/** Why nothing waits any more. One for all questions: to make a new one, as Node.js does of itself, takes longer than to end the waiting. */
export const answered = new Error('answered');

/** @param done ends the waiting when the question is answered, so that nothing stays behind: no timer, nothing in the asker's signal */
export function clockDeadline(
  clock: Clock,
  outer: AbortSignal,
  deadlineMs: number,
  done: AbortController,
): AbortSignal {
  const own = new AbortController();
  const remainingMs = deadlineMs - clock.now().getTime();
  if (outer.aborted) own.abort(outer.reason);
  else if (remainingMs <= 0) own.abort();
  if (own.signal.aborted) return own.signal;
  const stay = whenAborted(outer, () => {
    own.abort(outer.reason);
    done.abort(outer.reason);
  });
  const wait = clock.sleep(remainingMs, done.signal).then(
    () => own.abort(),
    () => undefined,
  );
  void wait.then(stay);
  return own.signal;
}

/**
 * Runs with a signal that aborts when the asker leaves or the time is over, by the injected clock; no timer stays behind.
 * @returns what the work made of it, and whether the time was over before it ended.
 */
export async function withinTime<T>(
  clock: Clock,
  outer: AbortSignal,
  milliseconds: number,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<{ readonly value: T; readonly late: boolean }> {
  const done = new AbortController();
  const signal = clockDeadline(clock, outer, clock.now().getTime() + milliseconds, done);
  try {
    const value = await run(signal);
    return { value, late: signal.aborted && signal.reason !== outer.reason };
  } finally {
    done.abort(answered);
  }
}
