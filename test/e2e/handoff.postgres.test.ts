// Two replicas on one PostgreSQL tell a shift change once, also when the one that tells it is killed; either of them takes the confirmation.

import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  again,
  confirmed,
  handoffsIn,
  nextHandoff,
  openHandoffStage,
  quietHandoff,
  takeOver,
  takeOverButton,
  tunnelmedic,
} from './handoffStage.js';
import { type OwnDatabase, openOwnDatabase } from './ownDatabase.js';
import { eventually, type TriageStage } from './triageStage.js';

describe('a shift change of two replicas', () => {
  let stage: TriageStage;
  let replicas: ChildProcess[] = [];
  let database: OwnDatabase;

  beforeAll(async () => {
    database = await openOwnDatabase();
    stage = await openHandoffStage(database.url);
    replicas = [await stage.spawn('a'), await stage.spawn('b')];
  });
  afterAll(async () => {
    await stage.stop();
    await database.drop();
  });

  const rowsOf = async (stream: string) =>
    (await database.query('select stream, state, claimed_by, attempts from outbox order by seq')).filter(
      (row) => row.stream === stream,
    );
  const allSaid = (key: string) =>
    eventually(async () => {
      const rows = await rowsOf(key);
      return rows.length > 0 && rows.every((row) => row.state === 'posted');
    }, `everything of ${key} is said`);

  it('is told once, and planned once', async () => {
    const handoff = await nextHandoff(stage, Date.now());
    await allSaid(handoff.key);
    expect(again(stage.slack, handoff).message.ts).toBe(handoff.message.ts);
    const rows = await database.query(
      `select count(*)::int as waiting from tunnelmedic_jobs.job
        where name = 'shift-change' and state < 'active' and data->>'of' = 'netops'`,
    );
    expect(rows).toEqual([{ waiting: 1 }]);
  }, 200_000);

  it('is confirmed by one of four who click at once, at whichever replica', async () => {
    const handoff = handoffsIn(stage.slack).at(-1) ?? (await nextHandoff(stage, Date.now()));
    const button = takeOverButton(handoff.message);
    const people = ['ana', 'jonas', 'mei', 'sam'];
    const { ts } = handoff.message;
    await Promise.all(
      people.map((user) =>
        stage.slack.click({ user, channel: 'netops', ts, actionId: button?.actionId ?? '' }),
      ),
    );
    const { message } = await confirmed(stage.slack, handoff);
    const winner = /✅ Confirmed by (.+) at /.exec(message.text)?.[1] ?? '';
    const told = (user: string) =>
      stage.slack.ephemerals(user).filter((one) => /took over from the shift of netops/.test(one.text));
    await eventually(() => people.every((user) => told(user).length > 0), 'everybody is told');
    for (const user of people) {
      const isWinner = stage.slack.people.find((person) => person.name === user)?.realName === winner;
      const words = isWinner ? 'You took over' : `${winner} took over from the shift of netops before you`;
      expect(told(user).map((one) => one.text.includes(words))).toEqual([true]);
    }
    await allSaid(handoff.key);
    expect(again(stage.slack, handoff).message.text.match(/Confirmed by/g)).toHaveLength(1);
  }, 200_000);

  it('is told by the other one when the one that tells it is killed, once', async () => {
    await quietHandoff(stage.slack);
    await eventually(() => Date.now() % 60_000 > 15_000, 'a time between two changes');
    const begun = Date.now();
    const armed = stage.slack.calls.length;
    stage.slack.faults.next('chat.postMessage', { kind: 'hang' });
    await eventually(
      () => stage.slack.calls.slice(armed).some((call) => call.fault === 'hang'),
      'the first try',
      150_000,
    );
    const rows = await database.query(
      `select stream, claimed_by from outbox where state = 'posting' and stream like 'handoff:%'`,
    );
    const pid = Number(String(rows[0]?.claimed_by).split(' ')[1]);
    const holder = replicas.find((replica) => replica.pid === pid);
    expect(holder, `the process ${pid} holds it`).toBeDefined();
    if (holder) await stage.kill(holder);
    const handoff = await nextHandoff(stage, begun);
    const { message } = await takeOver(stage.slack, handoff, 'mei');
    expect(message.text).toContain('Confirmed by Mei Tanaka');
    await allSaid(handoff.key);
    const [posted] = await rowsOf(handoff.key);
    expect(posted?.claimed_by).not.toContain(` ${pid} `);
    expect(posted?.attempts).toBe(2);
    expect(again(stage.slack, handoff).message.ts).toBe(message.ts);
  }, 300_000);

  it('is asked for on a terminal while the service runs', async () => {
    const out = await tunnelmedic(stage, ['handoff', '--team', 'netops', '--json'], {
      DATABASE_URL: database.url,
    });
    expect(JSON.parse(out)).toMatchObject({ schema: 1, team: 'netops', startHere: [] });
  });
});
