// An outage of the database in the log: one line when it begins, one when it is over, and no stack of each call that failed.

import { Writable } from 'node:stream';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { Outage, type OutageNews } from '../../../src/stores/outage.js';
import { tellingApart, toldApart } from '../../../src/stores/toldApart.js';
import { createLogger } from '../../../src/support/logger.js';

const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
const deadlock = Object.assign(new Error('deadlock detected'), { code: '40P01' });

let nowMs = 0;
let told: string[] = [];
const news: OutageNews = {
  begun: (why) => told.push(`begun: ${why}`),
  over: ({ seconds, failures }) => told.push(`over: ${seconds} s, ${failures} failures`),
};
const outage = () => new Outage(() => new Date(nowMs), news);
beforeEach(() => {
  nowMs = Date.parse('2026-11-30T12:00:00Z');
  told = [];
});

function poolWhere(connect: () => Promise<PostgresPoolClient>): PostgresPool {
  return { connect, end: async () => undefined };
}

async function failureOf(run: () => Promise<unknown>): Promise<unknown> {
  return await run().then(
    () => null,
    (error: unknown) => error,
  );
}

describe('an outage of the database', () => {
  it('is told once with its cause, and once when it is over, however many calls fail meanwhile', async () => {
    const one = outage();
    const pool = toldApart(
      poolWhere(() => Promise.reject(refused)),
      one,
    );
    for (let call = 0; call < 40; call += 1) {
      nowMs += 1000;
      expect(await failureOf(() => pool.connect())).toMatchObject({ name: 'StoreTrouble', isTold: true });
    }
    nowMs += 1000;
    await tellingApart(one, async () => 'answered');
    await tellingApart(one, async () => 'answered');
    expect(told).toEqual(['begun: nobody answers at its address', 'over: 40 s, 40 failures']);
  });

  it('that comes and goes is told once a minute, and never without its end', async () => {
    const one = outage();
    for (let second = 0; second < 150; second += 1) {
      nowMs += 1000;
      await failureOf(() => tellingApart(one, () => Promise.reject(refused)));
      await tellingApart(one, async () => 'answered');
    }
    expect(told.filter((line) => line.startsWith('begun'))).toHaveLength(3);
    expect(told.filter((line) => line.startsWith('over'))).toHaveLength(3);
  });

  it('is none where one transaction was rolled back', async () => {
    const failure = await failureOf(() => tellingApart(outage(), () => Promise.reject(deadlock)));
    expect(failure).toMatchObject({ name: 'StoreTrouble', isTold: false });
    expect(told).toEqual([]);
  });
});

describe('the log', () => {
  it('leaves out what only says that the outage goes on, and keeps every other line', async () => {
    let written = '';
    const into = new Writable({
      write(chunk, _encoding, done) {
        written += String(chunk);
        done();
      },
    });
    const log = createLogger('info', into);
    const inOutage = await failureOf(() => tellingApart(outage(), () => Promise.reject(refused)));
    log.error({ error: inOutage }, 'fw-a could not be swept');
    log.error({ error: new Error('around it', { cause: inOutage }) }, 'a job failed');
    log.error({ error: await failureOf(() => tellingApart(outage(), () => Promise.reject(deadlock))) }, 'x');
    log.error({ error: new Error('ours') }, 'a fault');
    expect(written.trim().split('\n')).toHaveLength(2);
    expect(written).not.toContain('could not be swept');
  });
});
