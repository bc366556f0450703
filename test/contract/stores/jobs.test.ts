// Jobs run once for all replicas, late rather than never, on every engine.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ShiftChangeParts, shiftChangeJob } from '../../../src/capabilities/handoff/job.js';
import type { RoundJob } from '../../../src/jobs/job.js';
import { type JobParts, type Jobs, startJobs } from '../../../src/jobs/jobs.js';
import type { ShiftChange } from '../../../src/shifts/change.js';
import type { Database } from '../../../src/stores/database.js';
import { systemClock } from '../../../src/support/clock.js';
import { createLogger } from '../../../src/support/logger.js';
import { MovedClock } from '../../support/movedClock.js';
import { engines } from './engines.js';

/** Changes two hours ago and in ten hours, whenever the test runs. */
const daily = { name: 'net', zone: 'UTC', starts: [clockTime(-2), clockTime(10)] };

function clockTime(inHours: number): string {
  return new Date(Date.now() + inHours * 3_600_000).toISOString().slice(11, 16);
}

describe.each(engines)('jobs on $name', ({ open }) => {
  let database: Database;
  let drop: () => Promise<void>;
  let running: Jobs[] = [];
  const schema = `jobs_${Math.random().toString(36).slice(2)}`;

  beforeEach(async () => {
    ({ database, drop } = await open());
  });
  afterEach(async () => {
    await Promise.all(running.map((jobs) => jobs.stop()));
    running = [];
    await database.executeSql(`drop schema if exists ${schema} cascade`);
    await database.close();
    await drop();
  });

  const start = async ({
    clock = systemClock,
    teams = [daily],
    tell = async () => undefined,
    ...given
  }: Partial<JobParts & ShiftChangeParts>): Promise<void> => {
    running.push(
      await startJobs({
        executeSql: (text, values) => database.executeSql(text, values),
        logger: createLogger('silent'),
        jobs: [shiftChangeJob({ clock, teams, tell })],
        schema,
        pollSeconds: 0.5,
        ...given,
      }),
    );
  };

  /** By one that plans and takes nothing: jobs wait in the database's own time, which cannot be moved. */
  const planned = (clock: MovedClock, teams: ShiftChangeParts['teams'] = [daily]): Promise<void> =>
    start({
      clock,
      teams,
      executeSql: async (text, values) =>
        /skip locked/i.test(text) ? { rows: [] } : await database.executeSql(text, values),
    });

  const waiting = async (): Promise<number> => {
    const { rows } = await database.executeSql(
      `select count(*)::int as waiting from ${schema}.job where name = 'shift-change' and state < 'active'`,
    );
    return (rows[0] as { waiting: number }).waiting;
  };
  const until = async (happened: () => Promise<boolean>): Promise<void> => {
    const end = Date.now() + 50_000;
    while (!(await happened())) {
      if (Date.now() > end) throw new Error('It did not happen.');
      await systemClock.sleep(50);
    }
  };

  it('a change that fell into an outage is told once after it, by one of two replicas, and the next one waits', async () => {
    const changes: ShiftChange[] = [];
    const tell = async (change: ShiftChange) => void changes.push(change);
    await planned(new MovedClock(-13 * 3_600_000));
    await start({ tell });
    await start({ tell });
    // The job that told it plans the next one, and nothing else waits: there is none that could tell it again.
    await until(async () => changes.length > 0 && (await waiting()) === 1);
    expect(changes).toHaveLength(1);
    expect(Date.parse(changes[0]?.at ?? '') - Date.parse(changes[0]?.from ?? '')).toBe(12 * 3_600_000);
  });

  it('the last of several changes that fell into one outage is told, and none that is no news any more', async () => {
    const changes: ShiftChange[] = [];
    const tell = async (change: ShiftChange) => void changes.push(change);
    const shifts = { ...daily, starts: [clockTime(-2), clockTime(-12), clockTime(4)] };
    await planned(new MovedClock(-13 * 3_600_000), [shifts]);
    await start({ teams: [shifts], tell });
    await until(async () => (await waiting()) === 1 && changes.length > 0);
    expect(changes).toHaveLength(1);
    expect(Date.parse(changes[0]?.at ?? '') - Date.parse(changes[0]?.from ?? '')).toBe(10 * 3_600_000);
  });

  it('a change whose process died while it told it is told soon after', async () => {
    const changes: ShiftChange[] = [];
    const tell = async (change: ShiftChange) => void changes.push(change);
    await planned(new MovedClock(-13 * 3_600_000));
    // As a process leaves it that was killed a minute ago.
    await database.executeSql(
      `update ${schema}.job set state = 'active', started_on = now() - interval '1 minute' where name = 'shift-change'`,
    );
    await start({ tell, maintenanceSeconds: 1 });
    await until(async () => changes.length > 0);
    expect(changes).toHaveLength(1);
  });

  it('is planned once, however many replicas start', async () => {
    await start({});
    await start({});
    const { rows } = await database.executeSql(
      `select count(*)::int as waiting from ${schema}.job where name = 'shift-change'`,
    );
    expect(rows).toEqual([{ waiting: 1 }]);
  });

  it('rounds come again and again, each moment once for two replicas, and go on when one of them dies; none is kept', async () => {
    const ran: string[] = [];
    const round = (): RoundJob => ({
      name: 'round',
      expireInSeconds: 5,
      moments() {
        const now = Date.now();
        const next = Math.ceil(now / 1000) * 1000;
        return ['a', 'b'].flatMap((of) =>
          [next, next + 1000].map((at) => ({ of, at: new Date(at).toISOString(), inMs: at - now })),
        );
      },
      run: async (due) => void ran.push(...due.map(({ of, at }) => `${of} ${at}`)),
    });
    await start({ jobs: [round()] });
    await start({ jobs: [round()] });
    await until(async () => ran.length >= 6);
    await running.shift()?.stop();
    const before = ran.length;
    await until(async () => ran.length >= before + 6);
    expect(ran).toEqual([...new Set(ran)]);
    expect(new Set(ran.map((one) => one.slice(0, 1)))).toEqual(new Set(['a', 'b']));
    const { rows } = await database.executeSql(
      `select (select count(*)::int from ${schema}.job where name = 'round') as kept,
        (select count(*)::int from ${schema}.archive where name = 'round') as archived`,
    );
    const { kept, archived } = rows[0] as { kept: number; archived: number };
    expect(archived).toBe(0);
    expect(kept).toBeLessThanOrEqual(8);
  });
});
