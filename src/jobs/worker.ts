// Takes the jobs of one queue one after the other. pg-boss's own worker does not wait for the statement that says a job is done: where the
// database was away, or closed at a stop, that failure was nobody's and ended the process.

import type PgBoss from 'pg-boss';
import type { Clock } from '../domain/clock.js';
import type { Logger } from '../support/logger.js';

export interface Worker {
  /** Takes nothing new, and waits for the job that is taken or runs, for a while. */
  stop(): Promise<void>;
}

export interface WorkerParts<T> {
  readonly boss: Pick<PgBoss, 'fetch' | 'complete' | 'fail'>;
  readonly name: string;
  readonly pollMs: number;
  /** A run that takes longer counts as failed, and is tried again. */
  readonly expireMs: number;
  readonly run: (data: T) => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly stopMs?: number;
}

export function startWorker<T>(parts: WorkerParts<T>): Worker {
  const { boss, name, pollMs, expireMs, clock, logger, stopMs = 10_000 } = parts;
  const stopping = new AbortController();
  let taken: string | null = null;

  async function finish({ id, data }: PgBoss.Job<T>): Promise<void> {
    taken = id;
    const done = new AbortController();
    const late = clock.sleep(expireMs, done.signal).then(
      () => {
        throw new Error(`${name} took longer than ${expireMs} ms`);
      },
      () => undefined,
    );
    try {
      const failure = await Promise.race([parts.run(data), late]).then(
        () => null,
        (error: unknown) => ({ error }),
      );
      if (failure === null) await boss.complete(name, id);
      else {
        logger.error(failure, `${name} failed; it is tried again`);
        await boss.fail(name, id, reasonOf(failure.error));
      }
    } finally {
      done.abort();
      taken = null;
    }
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      let found = 0;
      try {
        const jobs = await boss.fetch<T>(name);
        found = jobs.length;
        for (const job of jobs) await finish(job);
      } catch (error) {
        logger.error({ error }, `${name} could not be looked for, or not be ended`);
        found = 0;
      }
      if (found === 0) await clock.sleep(pollMs, stopping.signal).catch(() => undefined);
    }
  }

  const looping = loop();
  return {
    async stop() {
      stopping.abort();
      const over = new AbortController();
      const late = clock.sleep(stopMs, over.signal).catch(() => undefined);
      await Promise.race([looping, late]);
      over.abort();
      // Another process need not wait until its time is over.
      if (taken !== null)
        await boss
          .fail(name, taken, { message: 'stopped while it ran' })
          .catch((error: unknown) => logger.error({ error }, `${name} could not be given back`));
    },
  };
}

function reasonOf(error: unknown): { readonly message: string } {
  return { message: error instanceof Error ? error.message : String(error) };
}
