// What runs at the moment: counted, so that a stop can wait for it, and bounded, so that acknowledging stays quick.

import pLimit, { type LimitFunction } from 'p-limit';
import type { Clock } from '../domain/clock.js';

/** How long nothing may arrive before work begins, and how often that is looked at: half a second at most. */
const LOOK_MS = 10;
const MOST_LOOKS = 50;

export class Running {
  readonly #abort = new AbortController();
  readonly #work = new Set<Promise<void>>();
  readonly #limit: LimitFunction;
  #quiet: Promise<void> | null = null;
  #arrivals = 0;
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  readonly #onBegin: () => () => void;

  constructor(parts: {
    clock: Clock;
    atATime: number;
    onError: (error: unknown) => void;
    /** Called when work is taken on; what it gives is called when that work ended, unless a stop cut it off. */
    onBegin?: () => () => void;
  }) {
    this.#clock = parts.clock;
    this.#limit = pLimit(parts.atATime);
    this.#onError = parts.onError;
    this.#onBegin = parts.onBegin ?? (() => () => undefined);
  }

  /** Runs after the acknowledgements that are due now; never rejects to the caller. */
  start(work: (signal: AbortSignal) => Promise<void>): void {
    this.#quiet ??= this.#rush();
    this.#arrivals += 1;
    const ended = this.#onBegin();
    const run = this.#limit(async () => {
      await this.#quiet;
      await work(this.#abort.signal);
    })
      .catch(this.#onError)
      .finally(() => {
        // What was cut off did not end: an act is done by whoever comes next.
        if (!this.#abort.signal.aborted) ended();
        this.#work.delete(run);
      });
    this.#work.add(run);
  }

  /** A rush: while more and more arrives, everything waits, so that each is acknowledged before the first is worked on. */
  async #rush(): Promise<void> {
    for (let look = 0; look < MOST_LOOKS; look += 1) {
      const before = this.#arrivals;
      await this.#clock.sleep(LOOK_MS);
      if (this.#arrivals === before) break;
    }
    this.#quiet = null;
  }

  get count(): number {
    return this.#work.size;
  }

  /** Waits for what runs; aborts what still runs after the time. True when everything ended by itself. */
  async drain(timeoutMs: number): Promise<boolean> {
    const done = new AbortController();
    const ended = this.#all().then(() => true);
    const late = this.#clock.sleep(timeoutMs, done.signal).then(
      () => false,
      () => true,
    );
    const inTime = await Promise.race([ended, late]);
    if (!inTime) this.#abort.abort(new Error('stopping'));
    done.abort();
    return inTime;
  }

  async #all(): Promise<void> {
    while (this.#work.size > 0) await Promise.allSettled([...this.#work]);
  }
}
