// Two replicas on one PostgreSQL act as one bot, also while one of them is killed; ten people are in one incident at once.

import type { ChildProcess } from 'node:child_process';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, IncidentThread, openTriageStage, partner, type TriageStage } from './triageStage.js';

const url = process.env.TEST_DATABASE_URL ?? '';

describe('two replicas on one PostgreSQL', () => {
  let stage: TriageStage;
  let thread: IncidentThread;
  let replicas: ChildProcess[] = [];
  let database: pg.Client;
  const schema = `replicas_${process.pid}`;

  beforeAll(async () => {
    expect(url, 'TEST_DATABASE_URL is needed').not.toBe('');
    database = new pg.Client({ connectionString: url });
    await database.connect();
    await database.query(`create schema ${schema}`);
    const own = new URL(url);
    own.searchParams.set('options', `-c search_path=${schema}`);
    stage = await openTriageStage({ databaseUrl: own.toString() });
    thread = new IncidentThread(stage.slack);
    replicas = [await stage.spawn('a'), await stage.spawn('b')];
  }, 180_000);
  afterAll(async () => {
    await stage.stop();
    await database.query(`drop schema ${schema} cascade`);
    await database.query('drop schema if exists tunnelmedic_jobs cascade');
    await database.end();
  }, 60_000);

  const keys = () =>
    thread.messages.flatMap((message) => {
      const payload = (message.metadata as { event_payload?: { key?: string } } | undefined)?.event_payload;
      return payload?.key === undefined ? [] : [payload.key];
    });

  it('open one incident when ten people open it at once', async () => {
    const people = ['ana', 'jonas', 'mei', 'sam'];
    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        stage.slack.typeCommand({
          user: people[index % people.length] ?? 'ana',
          channel: 'netops',
          text: `/ipsec triage ${partner}`,
        }),
      ),
    );
    await thread.says(/Which product terminates the tunnel/);
    expect(stage.slack.messages('netops').filter((one) => /Incident inc-/.test(one.text))).toHaveLength(1);
  }, 180_000);

  it('act once on a click that is delivered to both', async () => {
    stage.slack.faults.duplicateClicks(1);
    await thread.click('Take it', 'mei');
    await thread.says(/Mei Tanaka took it/);
    await eventually(async () => {
      const { rows } = await database.query(
        `select count(*)::int as left from ${schema}.outbox where state <> 'posted'`,
      );
      return rows[0]?.left === 0;
    });
    expect(thread.texts.filter((text) => /took it/.test(text))).toHaveLength(1);
  }, 180_000);

  it('keep ten notes of ten people, each once and in order', async () => {
    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        stage.slack.typeCommand({
          user: ['ana', 'jonas', 'mei', 'sam'][index % 4] ?? 'ana',
          channel: 'netops',
          text: `/ipsec incident ${thread.id} note number ${index}`,
        }),
      ),
    );
    for (const index of Array.from({ length: 10 }, (_, at) => at))
      await thread.says(new RegExp(`noted: number ${index}\\.`));
    expect(keys()).toEqual([...new Set(keys())]);
    const order = keys().map((key) => Number(key.split(':').at(-1)));
    expect(order).toEqual([...order].sort((a, b) => a - b));
  }, 180_000);

  it('finish what the killed one had acknowledged', async () => {
    const [first, second] = replicas;
    const clicked = thread.click('strongswan', 'jonas');
    await clicked;
    // Whichever of them has it: the other one, and the one that comes back, finish it.
    if (first) await stage.kill(first);
    await thread.says(/Jonas Weber answered peer\.vendor: strongswan/);
    await thread.says(/What does the log of Globex show/);
    if (second) await stage.kill(second);
    replicas = [await stage.spawn('c')];
    await thread.fill('Note', { text: 'after both were killed' }, 'sam');
    await thread.says(/Sam Okoye noted: after both were killed/);
    expect(keys()).toEqual([...new Set(keys())]);
  }, 240_000);
});
