// How the queue of each kind of job is made, and those of all jobs beforehand: pg-boss takes longer to make its tables than a database takes to open.

import PgBoss from 'pg-boss';
import type { Job } from './job.js';

export interface Queue {
  readonly name: string;
  readonly kind: 'daily' | 'timed' | 'round';
}

/** Where pg-boss's own tables stand. */
export const jobSchema = 'tunnelmedic_jobs';

export const retry = { retryLimit: 20, retryDelay: 5, retryBackoff: true } as const;

/** `short`: of jobs with one key, one may wait. So every replica may plan, and none of them has to live on. */
const optionsOf = {
  daily: { policy: 'short' },
  timed: { policy: 'short', ...retry },
  round: { policy: 'short', retryLimit: 0 },
} as const;

/** pg-boss's own, of what cron lines plan; it makes it when it starts. */
const ofSchedules = '__pgboss__send-it';

export function queueOf(job: Job): Queue {
  const { name } = job;
  if ('cron' in job) return { name, kind: 'daily' };
  return { name, kind: 'moments' in job ? 'round' : 'timed' };
}

/** Nothing is changed where it is there. */
export async function makeQueue(boss: PgBoss, { name, kind }: Queue): Promise<void> {
  await boss.createQueue(name, { name, ...optionsOf[kind] });
}

/** Makes pg-boss's tables with these queues, as if it had never looked at them. @param executeSql of a database that has none of them. */
export async function makeQueuesBeforehand(
  executeSql: (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }>,
  queues: readonly Queue[],
): Promise<void> {
  const boss = new PgBoss({ db: { executeSql }, schema: jobSchema, supervise: false, schedule: false });
  await boss.start();
  await boss.createQueue(ofSchedules);
  for (const queue of queues) await makeQueue(boss, queue);
  await boss.stop({ graceful: false, wait: false });
}
