// What is to be sent: one queue a channel, in order, whoever sends; Slack's limits and outages delay it, they do not lose it.

import type { Clock } from '../domain/clock.js';
import type { Logger } from '../support/logger.js';
import { PassingTrouble, refusalOf, SlackRefusal } from './failure.js';
import type { QueueLimits } from './settings.js';

interface Waiting {
  readonly what: string;
  /** For how long its channel has rested since it came; not by the clock on the wall, which may be set. */
  waitedMs: number;
  /** Tried until it is sent; else once, and whoever wrote it down comes again. */
  readonly patient: boolean;
  readonly run: () => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Channel {
  readonly jobs: Waiting[];
  /** While Slack takes nothing there; `from` in milliseconds since the epoch. Null: it does not rest. */
  rest: { readonly from: number; readonly ms: number } | null;
  working: boolean;
}

export class SendQueue {
  readonly #channels = new Map<string, Channel>();
  readonly #stopped = new AbortController();
  readonly #idle = new Set<() => void>();
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #limits: QueueLimits;

  constructor(parts: { clock: Clock; logger: Logger; limits: QueueLimits }) {
    this.#clock = parts.clock;
    this.#logger = parts.logger;
    this.#limits = parts.limits;
  }

  /**
   * Sends after everything that waits for the same channel. Tries again on rate limits (after Retry-After) and outages;
   * rejects with a SlackRefusal when Slack says no for good, when too much waits, or when it waited too long.
   */
  send<T>(channel: string, what: string, run: () => Promise<T>): Promise<T> {
    const jobs = this.#channels.get(channel)?.jobs ?? [];
    if (jobs.length >= this.#limits.perChannel) return Promise.reject(new SlackRefusal('queue_full'));
    return this.#add(channel, what, true, run);
  }

  /**
   * The same once, for what is written down and comes again: it takes its turn, and rejects with PassingTrouble when Slack cannot take it,
   * at once while the channel rests.
   */
  async sendOnce<T>(channel: string, what: string, run: () => Promise<T>): Promise<T> {
    const rest = this.#restOf(channel);
    if (rest > 0) throw resting(rest);
    return await this.#add(channel, what, false, run);
  }

  /** How many messages wait, over all channels. */
  get waiting(): number {
    return [...this.#channels.values()].reduce((sum, { jobs }) => sum + jobs.length, 0);
  }

  /** Resolves when nothing waits. */
  idle(): Promise<void> {
    if (this.waiting === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.add(resolve));
  }

  /** Gives up what still waits. */
  close(): void {
    this.#stopped.abort(new SlackRefusal('stopped'));
  }

  #restOf(channel: string): number {
    const rest = this.#channels.get(channel)?.rest ?? null;
    if (rest === null) return 0;
    const passed = this.#clock.now().getTime() - rest.from;
    // One that has yet to begin was written before a clock was set back.
    return passed < 0 ? 0 : Math.max(0, rest.ms - passed);
  }

  #add<T>(name: string, what: string, patient: boolean, run: () => Promise<T>): Promise<T> {
    const channel = this.#channels.get(name) ?? { jobs: [], rest: null, working: false };
    this.#channels.set(name, channel);
    return new Promise<T>((resolve, reject) => {
      const waitedMs = 0;
      channel.jobs.push({
        what,
        waitedMs,
        patient,
        run,
        resolve: resolve as (value: unknown) => void,
        reject,
      });
      if (!channel.working) void this.#work(name, channel);
    });
  }

  async #work(name: string, channel: Channel): Promise<void> {
    channel.working = true;
    for (let job = channel.jobs[0]; job !== undefined; job = channel.jobs[0]) {
      await this.#finish(job, name, channel);
      const at = channel.jobs.indexOf(job);
      if (at >= 0) channel.jobs.splice(at, 1);
    }
    channel.working = false;
    if (this.#restOf(name) === 0) this.#channels.delete(name);
    if (this.waiting > 0) return;
    for (const resolve of this.#idle) resolve();
    this.#idle.clear();
  }

  async #finish(job: Waiting, name: string, channel: Channel): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        await this.#rest(name, channel);
        if (this.#stopped.signal.aborted) throw job.patient ? new SlackRefusal('stopped') : resting(0);
        job.resolve(await job.run());
        return;
      } catch (error) {
        if (!(error instanceof PassingTrouble)) {
          const refusal = refusalOf(error);
          if (refusal !== error) this.#logger.error({ error, what: job.what }, 'send failed');
          job.reject(refusal);
          return;
        }
        this.#delay(channel, error, attempt);
        if (!job.patient) {
          job.reject(error);
          return;
        }
        if (job.waitedMs > this.#limits.maxAgeMs) {
          this.#logger.error({ what: job.what, why: error.message }, 'given up after waiting too long');
          job.reject(new SlackRefusal('waited_too_long'));
          return;
        }
        if (attempt === 0)
          this.#logger.warn({ what: job.what, why: error.message }, 'Slack is delayed; waiting');
      }
    }
  }

  /** The channel rests, for everybody who sends there; what is written down does not wait with it. */
  #delay(channel: Channel, trouble: PassingTrouble, attempt: number): void {
    const doubled = Math.min(this.#limits.firstWaitMs * 2 ** Math.min(attempt, 16), this.#limits.lastWaitMs);
    const waitMs = trouble.waitMs ?? doubled;
    channel.rest = { from: this.#clock.now().getTime(), ms: waitMs };
    const [first, ...others] = channel.jobs;
    channel.jobs.splice(
      0,
      channel.jobs.length,
      ...(first ? [first] : []),
      ...others.filter((job) => job.patient),
    );
    for (const job of others) if (!job.patient) job.reject(resting(waitMs));
  }

  async #rest(name: string, { jobs }: Channel): Promise<void> {
    const restMs = this.#restOf(name);
    if (restMs === 0) return;
    await this.#clock.sleep(restMs, this.#stopped.signal).catch(() => undefined);
    for (const job of jobs) job.waitedMs += restMs;
  }
}

function resting(waitMs: number): PassingTrouble {
  return new PassingTrouble('the channel rests', waitMs, false);
}
