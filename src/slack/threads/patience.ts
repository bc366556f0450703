// How long one waits for the database before a person is told: one timer for all who began to wait in the same moment.

import type { Clock } from '../../domain/clock.js';

interface Waiting {
  readonly since: number;
  readonly over: Promise<void>;
  readonly stop: AbortController;
  count: number;
}

/** In a rush of thousands a timer each would cost more than the waiting. */
const momentMs = 50;

export class Patience {
  #newest: Waiting | null = null;
  readonly #clock: Clock;
  readonly #ms: number;

  constructor(clock: Clock, ms: number) {
    this.#clock = clock;
    this.#ms = ms;
  }

  /** `over` resolves when the time is up, a moment early at most; it never does after everybody ended their waiting. */
  begin(): { readonly over: Promise<void>; end(): void } {
    const now = this.#clock.now().getTime();
    const isSame = this.#newest && now >= this.#newest.since && now - this.#newest.since < momentMs;
    const waiting = isSame && this.#newest ? this.#newest : this.#start(now);
    waiting.count += 1;
    return {
      over: waiting.over,
      end: () => {
        waiting.count -= 1;
        if (waiting.count > 0) return;
        if (this.#newest === waiting) this.#newest = null;
        waiting.stop.abort();
      },
    };
  }

  #start(now: number): Waiting {
    const stop = new AbortController();
    const over = new Promise<void>((resolve) => {
      this.#clock.sleep(this.#ms, stop.signal).then(resolve, () => undefined);
    });
    this.#newest = { since: now, over, stop, count: 0 };
    return this.#newest;
  }
}
