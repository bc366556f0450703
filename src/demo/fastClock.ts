// A clock that starts an hour ago and runs until it has caught up with the true one: an hour passes in a minute, and no time lies ahead.

import type { Clock } from '../domain/clock.js';

const speed = 60;
const hourMs = 3_600_000;

/** @param real the true clock; it counts the minute, and afterwards both are the same. */
export function fastClock(real: Clock): Clock {
  const realStart = real.now().getTime();
  const start = realStart - hourMs;
  /** Then both clocks show the same. */
  const end = realStart + hourMs / (speed - 1);
  const at = (realMs: number): number => Math.min(realMs, start + (realMs - realStart) * speed);
  return {
    now: () => new Date(at(real.now().getTime())),
    async sleep(milliseconds, signal) {
      const now = real.now().getTime();
      const fastLeft = Math.max(0, end - at(now));
      const fastPart = Math.min(milliseconds, fastLeft);
      await real.sleep(fastPart / speed + (milliseconds - fastPart), signal);
    },
  };
}
