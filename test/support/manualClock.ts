// A clock that stands still until a test moves it; sleepers wake in order, each at its own time, those of one moment together.

import type { Clock } from '../../src/domain/clock.js';

interface Sleeper {
  at: number;
  readonly wake: () => void;
}

export class ManualClock implements Clock {
  #now: number;
  readonly #sleepers = new Set<Sleeper>();

  constructor(start = '2026-03-01T12:00:00.000Z') {
    this.#now = Date.parse(start);
  }

  now(): Date {
    return new Date(this.#now);
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.#sleepers.delete(sleeper);
        reject(signal?.reason);
      };
      const wake = () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      const sleeper: Sleeper = { at: this.#now + milliseconds, wake };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /** Moves time and wakes who is due; lets what runs, and what they start, come to rest. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      await settle();
      const at = this.#nextAt();
      if (at > end) break;
      this.#now = Math.max(this.#now, at);
      for (const due of [...this.#sleepers].filter((one) => one.at === at)) {
        this.#sleepers.delete(due);
        due.wake();
      }
    }
    this.#now = end;
  }

  /** The clock on the wall is set, back or ahead; who sleeps sleeps on for as long as they had left. */
  set(byMs: number): void {
    this.#now += byMs;
    for (const sleeper of this.#sleepers) sleeper.at += byMs;
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
      const leftMs = this.#nextAt() - this.#now;
      if (!over && Number.isFinite(leftMs)) await this.advance(Math.max(0, leftMs));
    }
    return await watched;
  }

  #nextAt(): number {
    return Math.min(...[...this.#sleepers].map((one) => one.at));
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
