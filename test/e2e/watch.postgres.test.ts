// Two replicas on one PostgreSQL share the firewalls of a fleet; what one of them does is done by the other when it dies.

import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ended } from './guardedStage.js';
import { type OwnDatabase, openOwnDatabase } from './ownDatabase.js';
import { openTriageStage, type TriageStage } from './triageStage.js';
import { eventually } from './triageThread.js';

const everySeconds = 6;
let stage: TriageStage;
let database: OwnDatabase;
let replicas: ChildProcess[] = [];

beforeAll(async () => {
  database = await openOwnDatabase();
  stage = await openTriageStage({ databaseUrl: database.url, more: { watch: { everySeconds } } });
  replicas = [await stage.spawn('a'), await stage.spawn('b')];
});
afterAll(async () => {
  await stage.stop();
  await database.drop();
});

interface Device {
  readonly device: string;
  readonly turn: number;
  readonly answered_at: Date | null;
}

const devices = async () =>
  (await database.query(
    'select device, turn, answered_at from watch_devices',
  )) as readonly unknown[] as readonly Device[];

/** Every device was answered `more` times more often than then. */
const sweptAgain = async (before: readonly Device[], more: number): Promise<readonly Device[]> =>
  await eventually(
    async () => {
      const now = await devices();
      const turnOf = new Map(before.map(({ device, turn }) => [device, turn]));
      return now.length > 0 && now.every(({ device, turn }) => turn >= (turnOf.get(device) ?? 0) + more)
        ? now
        : null;
    },
    'every device is swept again',
    60_000,
  );

const asked = (fits: (command: string) => boolean): ReadonlyMap<string, number> =>
  new Map(
    stage.fleet.firewalls.map(({ name, requests }) => [
      name,
      requests.filter(({ command }) => fits(command)).length,
    ]),
  );

/** The table that every sweep begins with, and nothing else here asks for once the checks at the start are through with it. */
const flowTables = () => asked((command) => /<vpn><flow/.test(command) && !/tunnel-id/.test(command));

/** Each replica tries each request at its start, this one twice, and behind the flow tables. */
const startsAreChecked = () =>
  eventually(
    () => {
      const tried = asked((command) => command.includes('<security-policy-match>'));
      const active = [...flowTables()].filter(([, count]) => count > 0);
      return active.length > 3 && active.every(([name]) => (tried.get(name) ?? 0) >= 4);
    },
    'both replicas have checked the installation',
    60_000,
  );

describe('two replicas', () => {
  it('sweep every device once an interval', async () => {
    await startsAreChecked();
    // What the checks ask last is over an interval later.
    const first = await sweptAgain(await sweptAgain([], 1), 1);
    const begun = Date.now();
    const askedBefore = flowTables();
    const later = await sweptAgain(first, 3);
    const intervals = (Date.now() - begun) / 1000 / everySeconds;
    for (const { device, turn } of later) {
      const before = first.find((one) => one.device === device)?.turn ?? 0;
      expect(turn - before).toBeLessThanOrEqual(Math.ceil(intervals) + 1);
    }
    // By what the firewalls saw, too: nothing is asked by both.
    for (const [firewall, count] of flowTables()) {
      expect(count - (askedBefore.get(firewall) ?? 0)).toBeLessThanOrEqual(Math.ceil(intervals) + 1);
    }
  });

  it('of which one is killed: the other one sweeps all of them, within a minute', async () => {
    const [killed] = replicas;
    if (!killed) throw new Error('there is a replica');
    const killedAt = Date.now();
    await ended(killed, 'SIGKILL');
    const before = await devices();
    await sweptAgain(before, 2);
    expect(Date.now() - killedAt).toBeLessThan(60_000);
    const jobs = await database.query(
      `select (select count(*)::int from tunnelmedic_jobs.archive where name = 'watch') as archived,
        (select count(*)::int from tunnelmedic_jobs.job where name = 'watch' and state > 'active') as finished`,
    );
    expect(jobs).toEqual([{ archived: 0, finished: 0 }]);
  });

  it('keep the states of tunnels for whoever asks, and tell nobody what was found at the first look', async () => {
    const changes = await database.query(`select distinct state from watch_periods where to_at is null`);
    expect(changes.map(({ state }) => state)).toContain('up');
    expect(await database.query('select content from notices')).toEqual([]);
  });
});
