// What happens by itself: a handoff at each shift change, and forgetting what is old; shared by all replicas through pg-boss on the same database.

import PgBoss from 'pg-boss';
import type { Clock } from '../domain/clock.js';
import { changeAt, lastChange, nextChange, type ShiftChange, type TeamPlan } from '../shifts/change.js';
import type { Logger } from '../support/logger.js';

export interface JobParts {
  /** Runs SQL on the database that everything is kept in. */
  readonly executeSql: (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly teams: readonly TeamPlan[];
  /** Called at least once a change; a second call for the same change must do nothing. */
  readonly onShiftChange: (change: ShiftChange) => Promise<void>;
  /** Called once a day. */
  readonly onRetention: () => Promise<void>;
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

const handoffQueue = 'shift-change';
const retentionQueue = 'retention';
/** Telling a change is two rows in the database: a job that takes longer was left behind by a dead process. */
const expiry = { expireInSeconds: 30 } as const;
const retry = { retryLimit: 20, retryDelay: 5, retryBackoff: true } as const;
/** A change that nobody was there for is told late, but not when it is no news any more. */
const latestMs = 8 * 3_600_000;

/** Handoffs are single jobs at the exact instant, not cron lines: one that falls into an outage runs after it, and summer time is luxon's. */
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
  try {
    await planAndWork(boss, parts);
  } catch (error) {
    // Started half it would work beside the next try.
    await boss.stop({ graceful: false, wait: false }).catch(() => undefined);
    throw error;
  }
  return {
    async stop() {
      await boss.stop({ graceful: true, wait: true, timeout: 10_000 });
    },
  };
}

async function planAndWork(boss: PgBoss, parts: JobParts): Promise<void> {
  const { clock, teams } = parts;
  // `short`: of jobs with one key, one may wait.
  await boss.createQueue(handoffQueue, { name: handoffQueue, policy: 'short', ...retry });
  await boss.createQueue(retentionQueue, { name: retentionQueue, policy: 'short' });

  const plan = async (change: ShiftChange): Promise<void> => {
    await boss.send(
      handoffQueue,
      { team: change.team, at: change.at },
      {
        startAfter: new Date(change.at),
        singletonKey: `${change.team} ${change.at}`,
        retentionDays: 30,
        ...expiry,
        ...retry,
      },
    );
  };

  const polling = { pollingIntervalSeconds: parts.pollSeconds ?? 5 };
  await boss.work<{ team: string; at: string }>(handoffQueue, polling, async (found) => {
    for (const { data } of found) {
      const team = teams.find((one) => one.name === data.team);
      if (team === undefined) continue;
      // The database's clock may be ahead of ours.
      const now = new Date(Math.max(clock.now().getTime(), Date.parse(data.at)));
      // The job's own change, and the last one when others fell into the same outage. Where the configuration changed since, its
      // new times count.
      for (const at of new Set([data.at, lastChange(team, now).at])) {
        const change = changeAt(team, at);
        if (change !== null && now.getTime() - Date.parse(at) <= latestMs) await parts.onShiftChange(change);
      }
      await plan(nextChange(team, now));
    }
  });
  await boss.work(retentionQueue, polling, () => parts.onRetention());
  await boss.schedule(retentionQueue, '17 3 * * *');
  for (const team of teams) await plan(nextChange(team, clock.now()));
}
