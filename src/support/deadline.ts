// A signal that aborts when the asker leaves or the deadline of the question comes, by the injected clock.

import type { Clock } from '../domain/clock.js';

/** @param done ends the waiting when the question is answered, so that no timer stays behind */
export function clockDeadline(
  clock: Clock,
  outer: AbortSignal,
  deadlineMs: number,
  done: AbortSignal,
): AbortSignal {
  const late = new AbortController();
  const remainingMs = deadlineMs - clock.now().getTime();
  if (remainingMs <= 0) late.abort();
  else {
    clock.sleep(remainingMs, AbortSignal.any([outer, done])).then(
      () => late.abort(),
      () => undefined,
    );
  }
  return AbortSignal.any([outer, late.signal]);
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
  const late = clockDeadline(clock, done.signal, clock.now().getTime() + milliseconds, done.signal);
  try {
    const value = await run(AbortSignal.any([outer, late]));
    return { value, late: late.aborted };
  } finally {
    done.abort();
  }
}
