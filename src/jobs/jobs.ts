// Runs the declared jobs through pg-boss on the database that everything is kept in, so that replicas share them.

import PgBoss from 'pg-boss';
import { systemClock } from '../support/clock.js';
import type { Logger } from '../support/logger.js';
import type { DailyJob, Due, Job, TimedJob } from './job.js';
import { jobSchema, makeQueue, queueOf, retry } from './queues.js';
import { startRounds } from './rounds.js';
import { startWorker, type Worker, type WorkerParts } from './worker.js';

export interface JobParts {
  /** Runs SQL on the database that everything is kept in. */
  readonly executeSql: (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }>;
  readonly logger: Logger;
  readonly jobs: readonly Job[];
  /** pg-boss's own tables stand in this schema. */
  readonly schema?: string;
  readonly pollSeconds?: number;
  /** How often jobs are looked for that a dead process left behind. */
  readonly maintenanceSeconds?: number;
}

export interface Jobs {
  /** Waits for the job that runs now. */
  stop(): Promise<void>;
}

/** What waits of an older version names its team. */
type Waiting = { readonly at: string } & ({ readonly of: string } | { readonly team: string });

export async function startJobs(parts: JobParts): Promise<Jobs> {
  const { logger } = parts;
  let isOver = false;
  const boss = new PgBoss({
    db: {
      // Of its own upkeep pg-boss leaves statements behind that nobody waits for: after the end their failure would be nobody's.
      executeSql: (text, values) => (isOver ? never() : parts.executeSql(text, values)),
    },
    schema: parts.schema ?? jobSchema,
    deleteAfterDays: 2,
    maintenanceIntervalSeconds: parts.maintenanceSeconds ?? 20,
  });
  boss.on('error', (error) => logger.error({ error }, 'a job could not be looked for'));
  await boss.start();
  const running: Worker[] = [];
  const pollMs = (parts.pollSeconds ?? 5) * 1000;
  const work: Work = (name, expireInSeconds, run) => {
    const expireMs = expireInSeconds * 1000;
    running.push(startWorker({ boss, name, pollMs, expireMs, run, clock: systemClock, logger }));
  };
  try {
    for (const job of parts.jobs) {
      if ('cron' in job) await everyDay(boss, job, work);
      else if ('moments' in job) running.push(await startRounds(boss, job, logger));
      else await atInstants(boss, job, work);
    }
  } catch (error) {
    // Started half it would work beside the next try.
    await Promise.all(running.map((one) => one.stop()));
    await boss.stop({ graceful: false, wait: false }).catch(() => undefined);
    isOver = true;
    throw error;
  }
  return {
    async stop() {
      await Promise.all(running.map((one) => one.stop()));
      await boss.stop({ graceful: true, wait: true, timeout: 10_000 });
      isOver = true;
    },
  };
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

type Work = <T>(name: string, expireInSeconds: number, run: WorkerParts<T>['run']) => void;

/** Nobody waits for what runs once a day. */
const dailyExpireInSeconds = 900;

async function everyDay(boss: PgBoss, job: DailyJob, work: Work): Promise<void> {
  const { name, cron, run } = job;
  await makeQueue(boss, queueOf(job));
  work(name, dailyExpireInSeconds, run);
  await boss.schedule(name, cron);
}

/** Single jobs at the exact instant, not cron lines: one that falls into an outage runs after it. */
async function atInstants(boss: PgBoss, job: TimedJob, work: Work): Promise<void> {
  const { name, expireInSeconds } = job;
  await makeQueue(boss, queueOf(job));
  const plan = async ({ of, at }: Due): Promise<void> => {
    await boss.send(
      name,
      { of, at },
      {
        startAfter: new Date(at),
        singletonKey: `${of} ${at}`,
        retentionDays: 30,
        expireInSeconds,
        ...retry,
      },
    );
  };
  work<Waiting>(name, expireInSeconds, async (data) => {
    const next = await job.run({ of: 'of' in data ? data.of : data.team, at: data.at });
    if (next !== null) await plan(next);
  });
  for (const due of job.first()) await plan(due);
}
