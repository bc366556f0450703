// What waits to be sent: one queue a channel, in order; Slack's limits and outages delay it, they do not lose it.

import type { Clock } from '../domain/clock.js';
import type { Logger } from '../support/logger.js';
import { failureOf, SlackRefusal } from './failure.js';
import type { OutboxLimits } from './settings.js';

interface Waiting {
  readonly what: string;
  readonly since: number;
  readonly run: () => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: SlackRefusal) => void;
}

export class Outbox {
  readonly #queues = new Map<string, Waiting[]>();
  readonly #stopped = new AbortController();
  readonly #idle = new Set<() => void>();
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #limits: OutboxLimits;

  constructor(parts: { clock: Clock; logger: Logger; limits: OutboxLimits }) {
    this.#clock = parts.clock;
    this.#logger = parts.logger;
    this.#limits = parts.limits;
  }

  /**
   * Sends after everything that waits for the same channel. Tries again on rate limits (after Retry-After) and outages;
   * rejects with a SlackRefusal when Slack says no for good, when too much waits, or when it waited too long.
   */
  send<T>(channel: string, what: string, run: () => Promise<T>): Promise<T> {
    const queue = this.#queues.get(channel) ?? [];
    if (queue.length >= this.#limits.perChannel) return Promise.reject(new SlackRefusal('outbox_full'));
    return new Promise<T>((resolve, reject) => {
      const since = this.#clock.now().getTime();
      queue.push({ what, since, run, resolve: resolve as (value: unknown) => void, reject });
      if (this.#queues.has(channel)) return;
      this.#queues.set(channel, queue);
      void this.#work(channel, queue);
    });
  }

  /** How many messages wait, over all channels. */
  get waiting(): number {
    return [...this.#queues.values()].reduce((sum, queue) => sum + queue.length, 0);
  }

  /** Resolves when nothing waits. */
  idle(): Promise<void> {
    if (this.#queues.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.add(resolve));
  }

  /** Gives up what still waits. */
  close(): void {
    this.#stopped.abort(new SlackRefusal('stopped'));
  }

  async #work(channel: string, queue: Waiting[]): Promise<void> {
    for (let job = queue[0]; job !== undefined; job = queue[0]) {
      await this.#finish(job);
      queue.shift();
    }
    this.#queues.delete(channel);
    if (this.#queues.size > 0) return;
    for (const resolve of this.#idle) resolve();
    this.#idle.clear();
  }

  async #finish(job: Waiting): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        if (this.#stopped.signal.aborted) throw new SlackRefusal('stopped');
        job.resolve(await job.run());
        return;
      } catch (error) {
        const failure = failureOf(error);
        if (!failure.again) {
          if (failure.refusal.word === 'unexpected_error')
            this.#logger.error({ error, what: job.what }, 'send failed');
          job.reject(failure.refusal);
          return;
        }
        if (this.#clock.now().getTime() - job.since > this.#limits.maxAgeMs) {
          this.#logger.error({ what: job.what, why: failure.why }, 'given up after waiting too long');
          job.reject(new SlackRefusal('waited_too_long'));
          return;
        }
        if (attempt === 0)
          this.#logger.warn({ what: job.what, why: failure.why }, 'Slack is delayed; waiting');
        const doubled = Math.min(
          this.#limits.firstWaitMs * 2 ** Math.min(attempt, 16),
          this.#limits.lastWaitMs,
        );
        await this.#clock.sleep(failure.waitMs ?? doubled, this.#stopped.signal).catch(() => undefined);
      }
    }
  }
}
