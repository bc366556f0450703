// Many subjects that come again and again: one job each that waits for its moment, taken in batches and gone when it is done.

import type PgBoss from 'pg-boss';
import { systemClock } from '../support/clock.js';
import type { Logger } from '../support/logger.js';
import type { Due, RoundJob } from './job.js';
import { makeQueue, queueOf } from './queues.js';
import type { Worker } from './worker.js';

const lookMs = 1000;
/** Of all subjects together; what is slow must not keep the others from their moments. */
const mostAtOnce = 256;
const mostInBatch = 64;
const stopMs = 8000;
const keptMs = 24 * 3_600_000;

export async function startRounds(boss: PgBoss, job: RoundJob, logger: Logger): Promise<Worker> {
  const { name, expireInSeconds } = job;
  await makeQueue(boss, queueOf(job));
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  let atOnce = 0;

  async function plan(): Promise<void> {
    const moments = job.moments();
    if (moments.length === 0) return;
    await boss.insert(
      moments.map(({ of, at, inMs }) => ({
        name,
        data: { of, at },
        startAfter: startAfter(at, inMs),
        singletonKey: `${of} ${at}`,
        expireInSeconds,
        retryLimit: 0,
        // What fell into an outage is gone with it.
        keepUntil: new Date(systemClock.now().getTime() + inMs + keptMs).toISOString(),
      })),
    );
  }

  async function runBatch(ids: string[], due: readonly Due[]): Promise<void> {
    try {
      await job.run(due, stopping.signal);
    } catch (error) {
      logger.error({ error }, `${name} failed`);
    }
    // Not kept as finished: there are thousands of them an hour.
    await boss.deleteJob(name, ids);
  }

  async function take(): Promise<void> {
    while (atOnce < mostAtOnce && !stopping.signal.aborted) {
      const found = await boss.fetch<Due>(name, { batchSize: mostInBatch });
      if (found.length === 0) return;
      atOnce += found.length;
      const batch = runBatch(
        found.map(({ id }) => id),
        found.map(({ data }) => data),
      )
        .catch((error: unknown) => logger.error({ error }, `${name} could not be ended`))
        .finally(() => {
          atOnce -= found.length;
          running.delete(batch);
        });
      running.add(batch);
    }
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await plan();
        await take();
      } catch (error) {
        logger.error({ error }, `${name} could not be looked for`);
      }
      await systemClock.sleep(lookMs, stopping.signal).catch(() => undefined);
    }
  }

  const looping = loop();
  return {
    async stop() {
      stopping.abort();
      const over = new AbortController();
      const late = systemClock.sleep(stopMs, over.signal).catch(() => undefined);
      await Promise.race([looping.then(() => Promise.all(running)), late]);
      over.abort();
    },
  };
}

/** A wait, because the database's clock may be another one than ours; a time that is over by the true clock is due. */
function startAfter(at: string, inMs: number): string {
  return Date.parse(at) <= systemClock.now().getTime() ? at : `${Math.max(0, inMs / 1000)} seconds`;
}
