// What was acted on already: Slack delivers events again, and fingers click twice.

import type { Clock } from '../domain/clock.js';

/** A store that several replicas share implements the same port; see src/stores. */
export interface SeenKeys {
  /** True for exactly one caller a key. `at` is ISO 8601. */
  claim(key: string, at: string): Promise<boolean>;
}

/** In memory: keys are kept for the time, at most so many, oldest out first. */
export class MemorySeenKeys implements SeenKeys {
  readonly #seen = new Map<string, number>();
  readonly #clock: Clock;
  readonly #ttlMs: number;
  readonly #most: number;

  constructor(clock: Clock, ttlMs = 4 * 3_600_000, most = 20_000) {
    this.#clock = clock;
    this.#ttlMs = ttlMs;
    this.#most = most;
  }

  async claim(key: string): Promise<boolean> {
    const now = this.#clock.now().getTime();
    for (const [old, until] of this.#seen) {
      if (until > now && this.#seen.size <= this.#most) break;
      this.#seen.delete(old);
    }
    if (this.#seen.has(key)) return false;
    this.#seen.set(key, now + this.#ttlMs);
    return true;
  }

  get size(): number {
    return this.#seen.size;
  }
}

/** One answer at a time for one click target, and a short rest after it: a double click is one click. */
export class ClickGuard {
  readonly #busyUntil = new Map<string, number>();
  readonly #clock: Clock;
  readonly #restMs: number;

  constructor(clock: Clock, restMs = 1500) {
    this.#clock = clock;
    this.#restMs = restMs;
  }

  /** False while the same thing is being done, or was just begun. */
  enter(key: string): boolean {
    const now = this.#clock.now().getTime();
    const until = this.#busyUntil.get(key);
    if (until !== undefined && this.#isBusy(until, now)) return false;
    for (const [old, end] of this.#busyUntil) if (!this.#isBusy(end, now)) this.#busyUntil.delete(old);
    this.#busyUntil.set(key, Number.POSITIVE_INFINITY);
    return true;
  }

  /** An end further away than the rest is long was written before the clock was set back. */
  #isBusy(until: number, now: number): boolean {
    return until === Number.POSITIVE_INFINITY || (until > now && until <= now + this.#restMs);
  }

  /** @param begunAtMs when `enter` allowed it; the rest counts from there. */
  leave(key: string, begunAtMs: number): void {
    this.#busyUntil.set(key, begunAtMs + this.#restMs);
  }
}
