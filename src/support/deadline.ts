// A signal that aborts when the asker leaves or the deadline of the question comes, by the injected clock.

import type { Clock } from '../domain/clock.js';
import { firstOf } from './abort.js';

/** Why nothing waits any more. One for all questions: to make a new one, as Node.js does of itself, takes longer than to end the waiting. */
export const answered = new Error('answered');

/** @param done ends the waiting when the question is answered, so that nothing stays behind: no timer, nothing in the asker's signal */
export function clockDeadline(
  clock: Clock,
  outer: AbortSignal,
  deadlineMs: number,
  done: AbortSignal,
): AbortSignal {
  const late = new AbortController();
  const remainingMs = deadlineMs - clock.now().getTime();
  if (remainingMs <= 0) late.abort();
  const either = firstOf([outer, late.signal]);
  if (either.signal.aborted) return either.signal;
  const over = firstOf([either.signal, done]);
  const wait = clock.sleep(remainingMs, over.signal).then(
    () => late.abort(),
    () => undefined,
  );
  void wait.then(() => {
    over.letGo();
    either.letGo();
  });
  return either.signal;
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
  const signal = clockDeadline(clock, outer, clock.now().getTime() + milliseconds, done.signal);
  try {
    const value = await run(signal);
    return { value, late: signal.aborted && signal.reason !== outer.reason };
  } finally {
    done.abort(answered);
  }
}
