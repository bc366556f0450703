// How often each of many may come: so many a minute, all of them at once if they like.

import type { Clock } from '../domain/clock.js';

/** Of those that came longest ago nothing is remembered. */
const mostKeys = 1000;

export class Rate {
  readonly #clock: Clock;
  readonly #perMinute: number;
  readonly #left = new Map<string, { readonly left: number; readonly at: number }>();

  constructor(clock: Clock, perMinute: number) {
    this.#clock = clock;
    this.#perMinute = perMinute;
  }

  /** @returns 0 when it may come now, else after how many seconds. */
  waitFor(key: string): number {
    const now = this.#clock.now().getTime();
    const { left, at } = this.#left.get(key) ?? { left: this.#perMinute, at: now };
    const sinceMs = Math.max(0, now - at);
    const filled = Math.min(this.#perMinute, left + (sinceMs / 60_000) * this.#perMinute);
    const may = filled >= 1;
    // The newest last.
    this.#left.delete(key);
    this.#left.set(key, { left: may ? filled - 1 : filled, at: now });
    if (this.#left.size > mostKeys) this.#left.delete(this.#left.keys().next().value ?? key);
    return may ? 0 : Math.ceil(((1 - filled) * 60) / this.#perMinute);
  }
}
