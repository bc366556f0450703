// A clock that starts an hour ago and runs until it has caught up with the true one: an hour passes in a minute, and no time lies ahead.

import type { Clock } from '../domain/clock.js';

export interface FastClock extends Clock {
  /** A device is being asked: time stands still for a moment, so that an answer is as old as it would be at the true speed. */
  hold(): void;
  /** From now on it stands. */
  stop(): void;
}

const hourMs = 3_600_000;
const minuteMs = 60_000;
const tickMs = 20;
/** What a tick takes longer, this process was busy: at the true speed that is no time. */
const longestTickMs = 30;
/** Between two calls of one question there is less than this. */
const holdMs = 100;
/** What was held is made up for at this speed, then the minute is a little longer. */
const mostSpeed = 120;

/** @param real the true clock; it counts the minute, and afterwards both are the same. */
export function fastClock(real: Clock): FastClock {
  const realStart = real.now().getTime();
  const stopped = new AbortController();
  let shown = realStart - hourMs;
  let heldUntil = realStart;
  let isBehind = true;

  const tick = (fromMs: number): number => {
    const realMs = real.now().getTime();
    const passed = realMs < heldUntil ? 0 : Math.min(longestTickMs, realMs - fromMs);
    const left = Math.max(tickMs, realStart + minuteMs - fromMs);
    shown += passed * Math.min(mostSpeed, (fromMs + left - shown) / left);
    isBehind = shown < realMs - 1000;
    return realMs;
  };
  const run = async (): Promise<void> => {
    for (let last = realStart; isBehind; last = tick(last)) await real.sleep(tickMs, stopped.signal);
  };
  run().catch(() => undefined);

  const now = (): number => (isBehind ? shown : real.now().getTime());
  return {
    now: () => new Date(now()),
    hold() {
      heldUntil = real.now().getTime() + holdMs;
    },
    stop: () => stopped.abort(),
    async sleep(milliseconds, signal) {
      const until = now() + milliseconds;
      for (let left = milliseconds; left > 0; left = until - now()) {
        await real.sleep(isBehind ? Math.max(1, Math.min(tickMs, left)) : left, signal);
      }
    },
  };
}
