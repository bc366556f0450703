// A bounded cache over node-cache: values are kept beyond their freshness, so that the reader can be told how old they are.

import NodeCache from 'node-cache';
import type { Clock } from '../domain/clock.js';

export interface CacheOptions {
  readonly clock: Clock;
  /** The oldest entry leaves when one more would be kept. */
  readonly maxEntries: number;
  /** How long a value is kept at all; it is fresh for the shorter time given to `set`. */
  readonly keepSeconds: number;
  /** Between 0 and 1; freshness is shortened by up to a tenth, so that entries of one moment do not all expire at once. */
  readonly random: () => number;
}

export interface CacheHit<T> {
  readonly value: T;
  readonly ageMs: number;
  readonly fresh: boolean;
}

interface Kept<T> {
  readonly value: T;
  readonly storedAt: number;
  readonly freshUntil: number;
}

/** Values are handed out as they are (no clones): callers treat them as frozen. */
export class TtlCache<T> {
  readonly #store: NodeCache;
  readonly #options: CacheOptions;
  /** Its keys in the order of insertion: the store would write all of them out to name the first. */
  readonly #order = new Set<string>();

  constructor(options: CacheOptions) {
    this.#options = options;
    this.#store = new NodeCache({
      useClones: false,
      stdTTL: ttlOf(options.keepSeconds),
      checkperiod: 60,
    });
    this.#store.on('del', (key: string) => this.#order.delete(key));
  }

  get(key: string): CacheHit<T> | null {
    const kept = this.#store.get<Kept<T>>(key);
    if (!kept) return null;
    const now = this.#options.clock.now().getTime();
    return {
      value: kept.value,
      ageMs: Math.max(0, now - kept.storedAt),
      // One of a time to come was kept before a clock was set back: nobody knows how old it is.
      fresh: now >= kept.storedAt && now < kept.freshUntil,
    };
  }

  /**
   * @param freshMs 0 keeps the value only as a stale one.
   * @param keepSeconds of this value, where it is not to be kept as long as the others.
   * @param ageMs how old it is already.
   */
  set(key: string, value: T, freshMs: number, keepSeconds = this.#options.keepSeconds, ageMs = 0): void {
    const now = this.#options.clock.now().getTime() - ageMs;
    if (!this.#store.has(key)) this.#makeRoom();
    const jitter = 1 - this.#options.random() / 10;
    this.#store.del(key);
    const kept = { value, storedAt: now, freshUntil: now + freshMs * jitter };
    this.#store.set<Kept<T>>(key, kept, ttlOf(keepSeconds));
    this.#order.add(key);
  }

  get size(): number {
    return this.#order.size;
  }

  clear(): void {
    this.#store.flushAll();
    this.#order.clear();
  }

  /** Stops the timer that removes what has expired. */
  close(): void {
    this.#store.close();
    this.clear();
  }

  /** `set` inserts anew, so the first is the oldest. */
  #makeRoom(): void {
    if (this.#order.size < this.#options.maxEntries) return;
    const [oldest] = this.#order;
    if (oldest !== undefined) this.#store.del(oldest);
  }
}

/** The store takes 0 for ever. */
function ttlOf(keepSeconds: number): number {
  return Math.max(1, Math.ceil(keepSeconds));
}
