// At most so many calls at a time for each key, for example for each firewall.

import pLimit, { type LimitFunction } from 'p-limit';

export class KeyedLimiter {
  readonly #limits = new Map<string, LimitFunction>();
  readonly #concurrency: number;

  constructor(concurrency: number) {
    this.#concurrency = concurrency;
  }

  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    let limit = this.#limits.get(key);
    if (!limit) {
      limit = pLimit(this.#concurrency);
      this.#limits.set(key, limit);
    }
    return limit(work);
  }
}
