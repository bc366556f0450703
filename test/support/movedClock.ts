// True time, moved ahead or back by a test: for what waits on sockets and databases, which no clock that stands still can wait for.

import type { Clock } from '../../src/domain/clock.js';
import { systemClock } from '../../src/support/clock.js';

export class MovedClock implements Clock {
  #aheadMs: number;

  constructor(aheadMs = 0) {
    this.#aheadMs = aheadMs;
  }

  now(): Date {
    return new Date(systemClock.now().getTime() + this.#aheadMs);
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    await systemClock.sleep(milliseconds, signal);
  }

  moveAhead(milliseconds: number): void {
    this.#aheadMs += milliseconds;
  }
}
