// A clock that stands still until a test moves it; sleepers wake in order.

import type { Clock } from '../../../src/domain/clock.js';

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

export class ManualClock implements Clock {
  #now: number;
  #sleepers: Sleeper[] = [];

  constructor(start = '2026-03-01T12:00:00.000Z') {
    this.#now = Date.parse(start);
  }

  now(): Date {
    return new Date(this.#now);
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const sleeper: Sleeper = { until: this.#now + milliseconds, wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', () => {
        this.#sleepers = this.#sleepers.filter((item) => item !== sleeper);
        reject(signal.reason);
      });
    });
  }

  /** Moves time and wakes who is due; lets what they started run first. */
  async advance(milliseconds: number): Promise<void> {
    await settle();
    this.#now += milliseconds;
    const due = this.#sleepers.filter((sleeper) => sleeper.until <= this.#now);
    this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.until > this.#now);
    for (const sleeper of due) sleeper.wake();
    await settle();
  }

  /** Runs a question to its end, moving time only while somebody sleeps. */
  async finish<T>(question: Promise<T>): Promise<T> {
    let over = false;
    const watched = question.finally(() => {
      over = true;
    });
    watched.catch(() => undefined);
    for (let round = 0; round < 200 && !over; round += 1) {
      await settle();
      const next = this.#sleepers.map((sleeper) => sleeper.until).sort((a, b) => a - b)[0];
      if (!over && next !== undefined) await this.advance(Math.max(0, next - this.#now));
    }
    return await watched;
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
