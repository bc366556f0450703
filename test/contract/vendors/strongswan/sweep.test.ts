// How a sweep of strongSwan asks: one command while nothing changes, the complete look when something did.

import { afterEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../../../src/domain/clock.js';
import { recorded, startFakeDaemon } from './fakeDaemon.js';
import { aCall, deviceAt, impatientClock, toldBy, until } from './support.js';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function sweeping(replies: Readonly<Record<string, unknown>>, followLog = false) {
  const daemon = await startFakeDaemon(replies);
  let atMs = impatientClock.now().getTime();
  const clock: Clock = { now: () => new Date(atMs), sleep: impatientClock.sleep };
  const device = deviceAt(daemon.path, { followLog }, clock);
  closing.push(
    () => daemon.close(),
    () => device.close(),
  );
  const sweep = async () => {
    atMs += 60_000;
    const call = { ...aCall(), deadlineAt: new Date(atMs + 60_000).toISOString() };
    return toldBy(await device.fetch('sweep', {}, call));
  };
  const cost = async (): Promise<readonly string[]> => {
    const before = daemon.asked.length;
    await sweep();
    return daemon.asked.slice(before).map(({ command }) => command);
  };
  return { daemon, sweep, cost };
}

describe('a sweep', () => {
  it('tells the SAs, when they end and what passed, of every connection', async () => {
    const { sweep } = await sweeping(recorded('healthy-v2', 'left'));
    const { unit, rows } = await sweep();
    expect([unit, rows.length]).toEqual([null, 1]);
    expect(rows[0]).toMatchObject({ tunnel: 'to-branch', state: 'up', monitor: null });
    expect(rows[0]?.ike?.establishedAt).not.toBeNull();
    expect(rows[0]?.children[0]).toMatchObject({
      state: 'up',
      spiIn: expect.stringMatching(/^[0-9a-f]{8}$/),
      expiresAt: expect.any(String),
      counters: { bytesIn: expect.any(BigInt), packetsOut: expect.any(BigInt) },
    });
  });

  it.each(['healthy-v2', 'idle-trap', 'psk-v2-left-initiates'])(
    'of %s costs one command while nothing changes',
    async (fault) => {
      const { cost } = await sweeping(recorded(fault, 'left'));
      await cost();
      for (let minute = 0; minute < 5; minute += 1) expect(await cost()).toEqual(['list-sas']);
    },
  );

  it('of a child without SA is idle where a trap waits, also in the sweeps after the first', async () => {
    const { sweep } = await sweeping(recorded('idle-trap', 'left'));
    await sweep();
    const { rows } = await sweep();
    expect(rows[0]).toMatchObject({ state: 'idle', children: [{ state: 'no-sa', counters: null }] });
  });

  it('believes that an SA is gone only after the complete look', async () => {
    const { daemon, sweep, cost } = await sweeping(recorded('healthy-v2', 'left'));
    await sweep();
    daemon.replies['list-sas'] = [];
    const { rows } = await sweep();
    // The daemon counts an IKE SA that it did not list: it works on it.
    expect(rows[0]).toMatchObject({ state: 'unknown', children: [{ state: 'unknown' }] });
    expect(await cost()).toContain('stats');
  });

  it('asks for the connections again when an SA has an unknown one, and every ten minutes', async () => {
    const { daemon, cost } = await sweeping(recorded('healthy-v2', 'left'));
    await cost();
    const [sas] = daemon.replies['list-sas'] as readonly Record<string, unknown>[];
    daemon.replies['list-sas'] = [sas, { 'to-nowhere': sas?.['to-branch'] }];
    expect(await cost()).toContain('list-conns');
    expect(await cost()).toEqual(['list-sas']);
    daemon.replies['list-sas'] = [sas];
    const asks: boolean[] = [];
    for (let minute = 0; minute < 11; minute += 1) asks.push((await cost()).includes('list-conns'));
    expect(asks.filter((one) => one)).toHaveLength(1);
  });

  it.each([
    ['giving up after 5 retransmits', true],
    ['received AUTHENTICATION_FAILED notify error', true],
    ['retransmit 2 of request with message ID 0', undefined],
  ])('of a tunnel that is down is proven by "%s": %s', async (msg, failure) => {
    const { daemon, sweep } = await sweeping(recorded('psk-v2-left-initiates', 'left'), true);
    await until(() => daemon.listeners() === 1);
    const before = await sweep();
    expect(before.rows[0]).toMatchObject({ state: 'down' });
    expect(before.rows[0]?.failure).toBeUndefined();
    daemon.log({ group: 'IKE', thread: '5', 'ikesa-name': 'to-branch', 'ikesa-uniqueid': '7', msg });
    await until(() => daemon.listeners() === 1);
    const rows = [...(await sweep()).rows, ...(await sweep()).rows];
    expect(rows.map((one) => one.failure).find((one) => one === true)).toBe(failure);
    // What was said before proves nothing of now.
    expect((await sweep()).rows[0]?.failure).toBeUndefined();
  });

  it('that listens to the daemon asks for them when it says that it loaded one', async () => {
    const { daemon, cost } = await sweeping(recorded('healthy-v2', 'left'), true);
    await until(() => daemon.listeners() === 1);
    await cost();
    for (let minute = 0; minute < 12; minute += 1) expect(await cost()).toEqual(['list-sas']);
    daemon.log({ group: 'CFG', thread: '5', msg: 'updated vici connection: to-branch' });
    await until(() => daemon.listeners() === 1);
    const costs = [await cost(), await cost()];
    expect(costs.flat()).toContain('list-conns');
  });
});
