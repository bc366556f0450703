// What happens by itself: a handoff at each shift change, and forgetting what is old; shared by all replicas through pg-boss on the same database.

import PgBoss from 'pg-boss';
import type { Clock } from '../domain/clock.js';
import type { Logger } from '../support/logger.js';
import { changeAt, nextChange, type ShiftChange, type TeamPlan } from './shiftChanges.js';

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
}

export interface Jobs {
  /** Waits for the job that runs now. */
  stop(): Promise<void>;
}

const handoffQueue = 'shift-change';
const retentionQueue = 'retention';
/** A change that nobody was there for is told late, but not when it is no news any more. */
const latestMs = 8 * 3_600_000;

/** Handoffs are single jobs at the exact instant, not cron lines: one that falls into an outage runs after it, and summer time is luxon's. */
export async function startJobs(parts: JobParts): Promise<Jobs> {
  const { clock, logger, teams } = parts;
  const boss = new PgBoss({
    db: { executeSql: (text, values) => parts.executeSql(text, values) },
    schema: parts.schema ?? 'tunnelmedic_jobs',
    deleteAfterDays: 2,
  });
  boss.on('error', (error) => logger.error({ error }, 'a job could not be looked for'));
  await boss.start();
  // `short`: of jobs with one key, one may wait.
  const retry = { retryLimit: 20, retryDelay: 15, retryBackoff: true } as const;
  await boss.createQueue(handoffQueue, { name: handoffQueue, policy: 'short', ...retry });
  await boss.createQueue(retentionQueue, { name: retentionQueue, policy: 'short' });

  const plan = async (change: ShiftChange): Promise<void> => {
    await boss.send(
      handoffQueue,
      { team: change.team, at: change.at },
      { startAfter: new Date(change.at), singletonKey: `${change.team} ${change.at}`, retentionDays: 30 },
    );
  };

  const polling = { pollingIntervalSeconds: parts.pollSeconds ?? 5 };
  await boss.work<{ team: string; at: string }>(handoffQueue, polling, async (found) => {
    for (const { data } of found) {
      const team = teams.find((one) => one.name === data.team);
      // The configuration changed since: its new times have jobs of their own.
      const change = team ? changeAt(team, data.at) : null;
      if (team === undefined) continue;
      if (change !== null && clock.now().getTime() - Date.parse(data.at) <= latestMs)
        await parts.onShiftChange(change);
      await plan(nextChange(team, clock.now()));
    }
  });
  await boss.work(retentionQueue, polling, () => parts.onRetention());
  await boss.schedule(retentionQueue, '17 3 * * *');
  for (const team of teams) await plan(nextChange(team, clock.now()));

  return {
    async stop() {
      await boss.stop({ graceful: true, wait: true, timeout: 10_000 });
    },
  };
}
