// Alerts are kept without their secrets, what comes twice is one row, and one process at a time decides, on every engine.

import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../src/alerts/alert.js';
import type { Said } from '../../../src/alerts/store.js';
import { createAlertStore } from '../../../src/stores/alertStore.js';
import type { Database } from '../../../src/stores/database.js';
import { createOutboxStore } from '../../../src/stores/outbox.js';
import { removeOlderThan } from '../../../src/stores/retention.js';
import { engines, withDatabase } from './engines.js';

const at = (seconds: number) => new Date(Date.parse('2026-03-01T12:00:00Z') + seconds * 1000).toISOString();

function alert(key: string, changed: Partial<Alert> = {}): Alert {
  return {
    source: 'alertmanager',
    name: 'TunnelDown',
    status: 'firing',
    key,
    startsAt: at(-60),
    endsAt: null,
    labels: new Map([['tunnel', key]]),
    texts: [],
    link: null,
    ...changed,
  };
}

const said = (id: string): Said => ({
  key: `alert:${id}`,
  stream: `alert:${id}`,
  body: {
    kind: 'alert',
    channel: 'C1',
    threadTs: null,
    part: 'post',
    answer: { about: 'none', name: 'TunnelDown', source: 'alertmanager', link: null, why: 'x' },
  },
  once: null,
});

describe.each(engines)('alerts on $name', ({ open }) => {
  let database: Database;
  withDatabase(open, (opened) => {
    database = opened;
  });
  const emptied = async () => {
    await database.sql.deleteFrom('alerts').execute();
    return createAlertStore(database.sql, database.urgent);
  };
  const news = (one: Alert) => ({ alert: one, place: null, channel: null });

  it('come back as they were sent, without the secrets that somebody wrote into them', async () => {
    const store = await emptied();
    const sent = alert('a', {
      labels: new Map([
        ['tunnel', 'half a \ud83d and a NUL \0'],
        ['psk', 'Sommer2026'],
        ['note', 'pre-shared key is Winter-2027!'],
      ]),
      texts: ['curl -H "Authorization: Bearer abcdefghijklmnop123456"'],
      link: 'https://grafana.corp.example/d/x?token=abcdefgh12345678abcdefgh',
    });
    const place = { channel: 'C1', ts: '1.2', link: null };
    await store.keep([{ alert: sent, place, channel: 'C1' }], { at: at(0), dueAt: at(0) });
    const [row] = await store.claim('one', at(0), at(30));
    expect(row).toMatchObject({
      place,
      channel: 'C1',
      round: 1,
      receivedAt: at(0),
      tunnel: null,
      attempts: 1,
    });
    expect(row?.alert.labels.get('tunnel')).toBe('half a \ufffd and a NUL \ufffd');
    const kept = JSON.stringify(await database.sql.selectFrom('alerts').selectAll().execute());
    for (const word of ['Sommer2026', 'Winter-2027', 'abcdefgh']) expect(kept).not.toContain(word);
  });

  it('wait until their moment is over, then all of them go to one process', async () => {
    const store = await emptied();
    expect(await store.keep([news(alert('a'))], { at: at(0), dueAt: at(5) })).toBe(1);
    await store.keep([news(alert('b')), news(alert('b'))], { at: at(4), dueAt: at(9) });
    expect(await store.claim('one', at(4), at(30))).toEqual([]);
    const claims = await Promise.all(['one', 'two', 'three'].map((who) => store.claim(who, at(5), at(30))));
    expect(claims.flat().map((row) => row.alert.key)).toEqual(['a', 'b']);
    await store.keep([news(alert('c'))], { at: at(6), dueAt: at(6) });
    expect(await store.claim('two', at(7), at(30))).toEqual([]);
  });

  it('of a process that died go to the next one, and what ends two processes comes alone', async () => {
    const store = await emptied();
    await store.keep(
      ['a', 'b', 'c'].map((key) => news(alert(key))),
      { at: at(0), dueAt: at(0) },
    );
    expect(await store.claim('one', at(0), at(30))).toHaveLength(3);
    expect(await store.claim('two', at(29), at(60))).toEqual([]);
    expect(await store.claim('two', at(31), at(60))).toHaveLength(3);
    const alone = await store.claim('three', at(61), at(90));
    expect(alone.map(({ attempts }) => attempts)).toEqual([3]);
  });

  it('that come twice are one row, and do not wait again when they were worked off a moment ago', async () => {
    const store = await emptied();
    const keep = (one: Alert, when: number) => store.keep([news(one)], { at: at(when), dueAt: at(when) });
    await keep(alert('a'), 0);
    expect(await keep(alert('a'), 1)).toBe(1);
    const [row, ...others] = await store.claim('one', at(1), at(30));
    expect(others).toEqual([]);
    await store.done([{ id: row?.id ?? '', outcome: 'up' }], 'one', at(2), null);
    expect(await keep(alert('a'), 300)).toBe(0);
    expect(await keep(alert('a'), 700)).toBe(1);
    expect(await store.claim('one', at(700), at(730))).toMatchObject([
      { round: 2, outcome: 'up', attempts: 1 },
    ]);
  });

  it('that burn again after they were over wait again, however soon', async () => {
    const store = await emptied();
    const endless = { startsAt: null };
    const work = async (one: Alert, when: number) => {
      const waits = await store.keep([news(one)], { at: at(when), dueAt: at(when) });
      const rows = await store.claim('one', at(when), at(when + 30));
      await store.done(
        rows.map(({ id }) => ({ id, outcome: 'up' as const })),
        'one',
        at(when),
        null,
      );
      return waits;
    };
    expect(await work(alert('a', endless), 0)).toBe(1);
    expect(await work(alert('a', { ...endless, status: 'resolved' }), 10)).toBe(1);
    expect(await work(alert('a', endless), 20)).toBe(1);
    expect(await work(alert('a', endless), 30)).toBe(0);
  });

  it('of PagerDuty are told apart by the number of the message', async () => {
    const store = await emptied();
    const from = (event: string) => news(alert('Q1', { source: 'pagerduty', event }));
    const when = { at: at(0), dueAt: at(0) };
    await store.keep([from('e1'), from('e2')], when);
    await store.keep([from('e2')], when);
    expect(await store.claim('one', at(0), at(30))).toHaveLength(2);
  });

  it('of which it is decided what they lead to are gone on with by whoever comes next, also after a death', async () => {
    const store = await emptied();
    await store.keep([news(alert('a')), news(alert('b'))], { at: at(0), dueAt: at(0) });
    const ids = (await store.claim('one', at(0), at(30))).map(({ id }) => id);
    await store.begun(ids.slice(0, 1), 'one', at(1), { incident: 'inc-1', outcome: 'opened' });
    await store.begun(ids.slice(1), 'one', at(1), null);
    expect((await store.claimBegun('one', at(1), at(31))).map(({ incident }) => incident).sort()).toEqual([
      'inc-1',
      null,
    ]);
    await store.hold('one', at(20), at(50));
    expect(await store.claimBegun('two', at(40), at(70))).toEqual([]);
    expect(await store.claimBegun('two', at(51), at(80))).toHaveLength(2);
    await store.done([{ id: ids[0] ?? '', outcome: 'joined' }], 'one', at(52), null);
    expect(await store.row(ids[0] ?? '')).toMatchObject({ outcome: 'opened', attempts: 2 });
    await store.later(ids, 'two', at(90));
    expect(await store.claimBegun('one', at(89), at(120))).toEqual([]);
    expect(await store.claimBegun('one', at(90), at(120))).toHaveLength(2);
  });

  it('write what is said of them in the same transaction, and what is said once in a while only once', async () => {
    const store = await emptied();
    await database.sql.deleteFrom('outbox').execute();
    await database.sql.deleteFrom('seen').execute();
    await store.keep([news(alert('a')), news(alert('b'))], { at: at(0), dueAt: at(0) });
    const rows = await store.claim('one', at(0), at(30));
    for (const { id } of rows)
      await store.done([{ id, outcome: 'none' }], 'one', at(1), { ...said(id), once: 'a kind of alert' });
    const outbox = createOutboxStore(database.sql);
    const waiting = await outbox.claim('r', at(2), at(30), 10);
    expect(waiting.map(({ body }) => body)).toEqual([said('x').body]);
  });

  it('that a person gave a tunnel keep it, also when they are over', async () => {
    const store = await emptied();
    await store.keep([news(alert('a'))], { at: at(0), dueAt: at(0) });
    const [row] = await store.claim('one', at(0), at(30));
    const id = row?.id ?? '';
    expect(await store.choose(id, 'paris-hq', at(1), said(id))).toBe(false);
    await store.done([{ id, outcome: 'several' }], 'one', at(1), null);
    expect(await store.choose(id, 'paris-hq', at(2), said(id))).toBe(true);
    expect(await store.choose(id, 'oslo-hq', at(3), said(id))).toBe(false);
    expect(await store.claim('one', at(3), at(30))).toMatchObject([{ tunnel: 'paris-hq', round: 2 }]);
    await store.done([{ id, outcome: 'opened' }], 'one', at(4), null);
    await store.keep([news(alert('a', { status: 'resolved' }))], { at: at(9), dueAt: at(9) });
    expect(await store.claim('one', at(9), at(30))).toMatchObject([{ tunnel: 'paris-hq', round: 1 }]);
  });

  it('are forgotten when they are old and worked off', async () => {
    const store = await emptied();
    await store.keep([news(alert('a')), news(alert('b'))], { at: at(0), dueAt: at(0) });
    const rows = await store.claim('one', at(0), at(30));
    await store.done([{ id: rows[0]?.id ?? '', outcome: 'up' }], 'one', at(1), null);
    const now = at(60);
    await removeOlderThan(database.sql, { incidents: now, audit: now, seen: now, history: now });
    expect(await database.sql.selectFrom('alerts').select('state').execute()).toEqual([{ state: 'waiting' }]);
  });
});
