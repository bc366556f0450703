// Runs the declared jobs through pg-boss on the database that everything is kept in, so that replicas share them.

import PgBoss from 'pg-boss';
import type { Logger } from '../support/logger.js';
import type { DailyJob, Due, Job, TimedJob } from './job.js';
import { type Rounds, startRounds } from './rounds.js';

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

const retry = { retryLimit: 20, retryDelay: 5, retryBackoff: true } as const;

/** What waits of an older version names its team. */
type Waiting = { readonly at: string } & ({ readonly of: string } | { readonly team: string });

export async function startJobs(parts: JobParts): Promise<Jobs> {
  const { logger } = parts;
  const boss = new PgBoss({
    db: { executeSql: (text, values) => parts.executeSql(text, values) },
    schema: parts.schema ?? 'tunnelmedic_jobs',
    deleteAfterDays: 2,
    maintenanceIntervalSeconds: parts.maintenanceSeconds ?? 20,
  });
  boss.on('error', (error) => logger.error({ error }, 'a job could not be looked for'));
  await boss.start();
  const rounds: Rounds[] = [];
  const polling = { pollingIntervalSeconds: parts.pollSeconds ?? 5 };
  try {
    for (const job of parts.jobs) {
      if ('cron' in job) await everyDay(boss, job, polling);
      else if ('moments' in job) rounds.push(await startRounds(boss, job, logger));
      else await atInstants(boss, job, polling);
    }
  } catch (error) {
    // Started half it would work beside the next try.
    await Promise.all(rounds.map((one) => one.stop()));
    await boss.stop({ graceful: false, wait: false }).catch(() => undefined);
    throw error;
  }
  return {
    async stop() {
      await Promise.all(rounds.map((one) => one.stop()));
      await boss.stop({ graceful: true, wait: true, timeout: 10_000 });
    },
  };
}

type Polling = { readonly pollingIntervalSeconds: number };

async function everyDay(boss: PgBoss, { name, cron, run }: DailyJob, polling: Polling): Promise<void> {
  await boss.createQueue(name, { name, policy: 'short' });
  await boss.work(name, polling, () => run());
  await boss.schedule(name, cron);
}

/** Single jobs at the exact instant, not cron lines: one that falls into an outage runs after it. */
async function atInstants(boss: PgBoss, job: TimedJob, polling: Polling): Promise<void> {
  const { name, expireInSeconds } = job;
  // `short`: of jobs with one key, one may wait.
  await boss.createQueue(name, { name, policy: 'short', ...retry });
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
  await boss.work<Waiting>(name, polling, async (found) => {
    for (const { data } of found) {
      const next = await job.run({ of: 'of' in data ? data.of : data.team, at: data.at });
      if (next !== null) await plan(next);
    }
  });
  for (const due of job.first()) await plan(due);
}
