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
