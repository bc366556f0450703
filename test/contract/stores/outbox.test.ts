// What is to be said in Slack survives, keeps its order and is said by one replica, on every engine.

import { describe, expect, it } from 'vitest';
import type { NewEvent } from '../../../src/incidents/store.js';
import { createCardStore } from '../../../src/stores/cardStore.js';
import type { Database } from '../../../src/stores/database.js';
import { createInboxStore } from '../../../src/stores/inbox.js';
import { createIncidentStore } from '../../../src/stores/incidentStore.js';
import { createOutboxStore, createOutgoingStore } from '../../../src/stores/outbox.js';
import { waitingRows } from '../../../src/stores/queues.js';
import { removeOlderThan } from '../../../src/stores/retention.js';
import { engines, withDatabase } from './engines.js';

const ada = { id: 'U1', name: 'Ada' };
const at = (seconds: number) => new Date(Date.UTC(2026, 2, 1, 10, 0, seconds)).toISOString();

let keys = 0;
function event(what: NewEvent['what'], when = at(0)): NewEvent {
  keys += 1;
  return { by: ada, at: when, key: `outbox-key-${keys}`, what };
}
const note = (text: string) => event({ kind: 'note', text, source: null });

describe.each(engines)('the outbox on $name', ({ open }) => {
  let database: Database;
  withDatabase(open, (opened) => {
    database = opened;
  });
  const opened = async (id: string) => {
    const store = createIncidentStore(database.sql);
    await store.open(
      id,
      event({ kind: 'opened', tunnel: `tunnel-${id}`, severity: 'normal', channel: 'C1' }),
    );
    return store;
  };
  const emptied = async () => {
    await database.sql.deleteFrom('outbox').execute();
    return createOutboxStore(database.sql);
  };

  it('holds a row for every event, in the transaction of the act', async () => {
    const outbox = await emptied();
    const store = await opened('rows');
    await store.append('rows', note('one'), null);
    const [first, ...others] = await outbox.claim('a', at(1), at(31), 10);
    expect(first).toMatchObject({ key: 'rows:1', stream: 'rows', seq: 1, begun: false, attempts: 1 });
    expect(others).toEqual([]);
  });

  it('gives the next row of a thread only when the one before it was said', async () => {
    const outbox = await emptied();
    const store = await opened('order');
    await store.append('order', note('one'), null);
    const [first] = await outbox.claim('a', at(1), at(31), 10);
    expect(await outbox.claim('b', at(2), at(32), 10)).toEqual([]);
    await outbox.posted(first?.id ?? 0, 'a', { channel: 'C1', ts: '1.1' });
    expect((await outbox.claim('b', at(3), at(33), 10)).map((row) => row.key)).toEqual(['order:2']);
    expect(await outbox.placeOf('order:1')).toEqual({ channel: 'C1', ts: '1.1' });
    expect(await outbox.placeOf('order:2')).toBeNull();
  });

  it('gives a row to one of many replicas', async () => {
    const outbox = await emptied();
    await opened('many');
    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, index) => outbox.claim(`r${index}`, at(1), at(31), 10)),
    );
    expect(claims.flat()).toHaveLength(1);
  });

  it('says of a row that a dead process left that it may stand in Slack already', async () => {
    const outbox = await emptied();
    await opened('crash');
    const [held] = await outbox.claim('dead', at(1), at(31), 10);
    expect(await outbox.claim('b', at(30), at(60), 10)).toEqual([]);
    const [again] = await outbox.claim('b', at(31), at(61), 10);
    expect(again).toMatchObject({ key: 'crash:1', begun: true, attempts: 2 });
    expect(await outbox.keep(held?.id ?? 0, 'dead', at(31), at(90))).toBe(false);
    expect(await outbox.keep(held?.id ?? 0, 'b', at(31), at(90))).toBe(true);
    await outbox.posted(held?.id ?? 0, 'dead', { channel: 'C9', ts: '9.9' });
    expect(await outbox.placeOf('crash:1')).toBeNull();
  });

  it('frees at once what the only process of a data folder held before it was restarted', async () => {
    const outbox = await emptied();
    await opened('restart');
    await outbox.claim('before', at(1), at(3000), 10);
    await outbox.forgetHolders();
    expect(await outbox.claim('after', at(2), at(32), 10)).toMatchObject([{ key: 'restart:1', begun: true }]);
  });

  it('waits as long as Slack wants, and no longer when it is released', async () => {
    const outbox = await emptied();
    await opened('limit');
    const [row] = await outbox.claim('a', at(1), at(31), 10);
    await outbox.later(row?.id ?? 0, 'a', at(1), at(20), false);
    expect(await outbox.claim('a', at(19), at(49), 10)).toEqual([]);
    await outbox.release('limit');
    expect(await outbox.claim('a', at(19), at(49), 10)).toMatchObject([{ begun: false }]);
  });

  it('gives the row behind one that was said to whoever said it', async () => {
    const outbox = await emptied();
    const store = await opened('next');
    await store.append('next', note('one'), null);
    await store.append('next', note('two'), null);
    const [first] = await outbox.claim('a', at(1), at(31), 10);
    const place = { channel: 'C1', ts: '1.1' };
    const second = await outbox.postedAndNext(first?.id ?? 0, 'a', place, at(2), at(32));
    expect(second).toMatchObject({ key: 'next:2', begun: false, attempts: 1 });
    expect(await outbox.placeOf('next:1')).toEqual(place);
    expect(await outbox.claim('b', at(3), at(33), 10)).toEqual([]);
    expect(await outbox.postedAndNext(second?.id ?? 0, 'somebody else', null, at(3), at(33))).toBeNull();
    await outbox.later(second?.id ?? 0, 'a', at(3), at(5), false);
    await outbox.posted(second?.id ?? 0, 'a', null);
    const [third] = await outbox.claim('b', at(4), at(34), 10);
    expect(third).toMatchObject({ key: 'next:3' });
    expect(await outbox.postedAndNext(third?.id ?? 0, 'b', null, at(5), at(35))).toBeNull();
  });

  it('goes on after a message that Slack refused', async () => {
    const outbox = await emptied();
    const store = await opened('refused');
    await store.append('refused', note('one'), null);
    const [row] = await outbox.claim('a', at(1), at(31), 10);
    await outbox.refused(row?.id ?? 0, 'a');
    expect((await outbox.claim('a', at(2), at(32), 10)).map((one) => one.key)).toEqual(['refused:2']);
  });

  it('holds a row for each system outside in a lane of its own, in the same transaction', async () => {
    const chat = await emptied();
    const store = createIncidentStore(database.sql, false, ['webhook', 'pagerduty']);
    await store.open(
      'lanes',
      event({ kind: 'opened', tunnel: 'tunnel-lanes', severity: 'normal', channel: 'C1' }),
    );
    await store.append('lanes', note('one'), null);
    expect((await chat.claim('a', at(1), at(31), 10)).map((row) => row.key)).toEqual(['lanes:1']);
    const webhook = createOutgoingStore(database.sql, 'webhook');
    const [first, ...others] = await webhook.claim('a', at(1), at(31), 10);
    expect(first).toMatchObject({
      key: 'out:webhook:lanes:1',
      body: { kind: 'incident', incident: 'lanes' },
    });
    expect(others).toEqual([]);
    await webhook.posted(first?.id ?? 0, 'a', null);
    expect(await webhook.claim('a', at(2), at(32), 10)).toMatchObject([
      { stream: 'out:webhook:lanes', seq: 2 },
    ]);
    expect(await createOutgoingStore(database.sql, 'pagerduty').claim('a', at(1), at(31), 10)).toHaveLength(
      1,
    );
    expect(await waitingRows(database.sql)).toMatchObject({ outbox: 2, outgoing: 3 });
  });

  it('takes a handoff once, and gives it back as it was written', async () => {
    const outbox = await emptied();
    const body = {
      kind: 'handoff' as const,
      handoff: 'net 1',
      team: 'net',
      from: at(0),
      to: at(9),
      channel: 'C1',
      outgoing: ['U1'],
      incoming: [],
    };
    const row = { key: 'handoff:net 1', stream: 'handoff:net 1', body, at: at(9) };
    expect([await outbox.add(row), await outbox.add(row)]).toEqual([true, false]);
    expect((await outbox.claim('a', at(9), at(39), 10))[0]?.body).toEqual(body);
  });

  it('draws a card again while it is behind, by one replica at a time', async () => {
    const store = await opened('card');
    const cards = createCardStore(database.sql);
    await cards.place('card', { channel: 'C1', ts: '1.1' }, 1);
    await cards.place('card', { channel: 'C2', ts: '2.2' }, 1);
    expect(await cards.claim('a', at(1), at(31), 10)).toEqual([]);
    await store.append('card', note('one'), null);
    const claims = await Promise.all([
      cards.claim('a', at(1), at(31), 10),
      cards.claim('b', at(1), at(31), 10),
    ]);
    expect(claims.flat()).toEqual([{ incident: 'card', place: { channel: 'C1', ts: '1.1' } }]);
    const owner = claims[0]?.length ? 'a' : 'b';
    await store.append('card', note('two'), null);
    await cards.drawn('card', owner, 2, at(2), at(3));
    expect(await cards.claim('a', at(2), at(32), 10)).toEqual([]);
    expect(await cards.claim('a', at(3), at(33), 10)).toHaveLength(1);
    await cards.drawn('card', 'a', 3, at(3), at(4));
    expect(await cards.claim('a', at(9), at(39), 10)).toEqual([]);
  });

  it('keeps what Slack sent until it was acted on, and gives it to one replica', async () => {
    const inbox = createInboxStore(database.sql);
    const takes = await Promise.all(
      Array.from({ length: 5 }, (_, index) => inbox.take('p1', { a: ['ü', 1] }, `r${index}`, at(0), at(30))),
    );
    expect(takes.filter((took) => took)).toHaveLength(1);
    expect(await inbox.abandoned('z', at(29), at(60), 10)).toEqual([]);
    expect(await inbox.abandoned('z', at(30), at(60), 10)).toEqual([
      { key: 'p1', body: { a: ['ü', 1] }, attempts: 2 },
    ]);
    await inbox.done('p1', `r${takes.indexOf(true)}`);
    await inbox.forgetHolders();
    expect(await inbox.suspect('z', at(31), at(61))).toMatchObject({ key: 'p1', attempts: 3 });
    await inbox.done('p1', 'z');
    expect(await inbox.abandoned('z', at(99), at(129), 10)).toEqual([]);
    expect(await inbox.suspect('z', at(99), at(129))).toBeNull();
    expect(await inbox.take('p1', {}, 'z', at(99), at(129))).toBe(false);
  });

  it('takes a payload again that was released before it was begun, and none that was acted on', async () => {
    const inbox = createInboxStore(database.sql);
    const take = (key: string) => inbox.take(key, {}, 'a', at(0), at(30));
    expect(await take('released')).toBe(true);
    await inbox.release('released', 'somebody else');
    expect(await take('released')).toBe(false);
    await inbox.release('released', 'a');
    expect(await take('released')).toBe(true);
    await inbox.done('released', 'a');
    await inbox.release('released', 'a');
    expect(await take('released')).toBe(false);
  });

  it('takes a rush of payloads, each for one caller, also those that come twice in it', async () => {
    const inbox = createInboxStore(database.sql);
    const keys = Array.from({ length: 250 }, (_, index) => `rush ${index % 200}`);
    const takes = await Promise.all(keys.map((key) => inbox.take(key, { key }, 'a', at(0), at(30))));
    expect(takes.filter((took) => took)).toHaveLength(200);
    expect(takes.slice(200)).not.toContain(true);
    await Promise.all(keys.map((key) => inbox.done(key, 'a')));
    expect(await inbox.abandoned('z', at(99), at(129), 10)).toEqual([]);
  });

  it('gives what was in flight at one death together, and after another one by one, the least suspect first', async () => {
    const inbox = createInboxStore(database.sql);
    const seconds = { old: 0, middle: 1, young: 2 };
    for (const [key, second] of Object.entries(seconds)) await inbox.take(key, {}, 'a', at(second), at(30));
    const keysOf = (acts: readonly { readonly key: string }[]) => acts.map(({ key }) => key);
    expect(keysOf(await inbox.abandoned('b', at(30), at(60), 2))).toEqual(['old', 'middle']);
    expect(await inbox.suspect('b', at(31), at(61))).toBeNull();
    expect(keysOf(await inbox.abandoned('b', at(31), at(61), 2))).toEqual(['young']);
    await inbox.forgetHolders();
    expect(await inbox.suspect('c', at(40), at(70))).toMatchObject({ key: 'old', attempts: 3 });
    await inbox.forgetHolders();
    expect(await inbox.suspect('d', at(50), at(80))).toMatchObject({ key: 'middle', attempts: 3 });
    await inbox.keep(['middle', 'old'], 'd', at(79), at(109));
    expect(await inbox.suspect('e', at(81), at(111))).toMatchObject({ key: 'young', attempts: 3 });
    expect(await inbox.suspect('e', at(82), at(112))).toMatchObject({ key: 'old', attempts: 4 });
    expect(await inbox.suspect('e', at(83), at(113))).toBeNull();
    for (const key of Object.keys(seconds))
      await database.sql.deleteFrom('inbox').where('key', '=', key).execute();
  });

  it('lets nothing wait longer than its time because the clock was set back', async () => {
    const outbox = await emptied();
    await opened('clock');
    const hourBack = -3600;
    const [row] = await outbox.claim('a', at(1), at(31), 10);
    await outbox.later(row?.id ?? 0, 'a', at(2), at(3), false);
    expect(await outbox.claim('b', at(2), at(32), 10)).toEqual([]);
    expect(await outbox.claim('b', at(2 + hourBack), at(32 + hourBack), 10)).toHaveLength(1);
    // Held anew, by the clock of now.
    expect(await outbox.claim('c', at(12 + hourBack), at(42 + hourBack), 10)).toEqual([]);

    const inbox = createInboxStore(database.sql);
    await inbox.take('clock', {}, 'a', at(0), at(30));
    expect(await inbox.abandoned('b', at(hourBack), at(30 + hourBack), 10)).toMatchObject([{ key: 'clock' }]);
    await inbox.done('clock', 'b');

    const cards = createCardStore(database.sql);
    await cards.place('clock', { channel: 'C1', ts: '1.1' }, 0);
    await cards.claim('a', at(1), at(31), 10);
    await cards.drawn('clock', 'a', 0, at(2), at(3));
    expect(await cards.claim('b', at(hourBack), at(30 + hourBack), 10)).toHaveLength(1);
  });

  it('forgets closed incidents with their messages after their time, and nothing that is open or unsaid', async () => {
    const outbox = await emptied();
    const store = await opened('old');
    await opened('still-open');
    await store.append('old', event({ kind: 'closed', cause: 'psk-mismatch', remedy: 'none' }, at(10)), null);
    await removeOlderThan(database.sql, { incidents: at(5), audit: at(5), seen: at(5), history: at(5) });
    expect(await store.events('old')).toHaveLength(2);
    await removeOlderThan(database.sql, { incidents: at(11), audit: at(11), seen: at(11), history: at(11) });
    expect(await store.events('old')).toEqual([]);
    expect(await store.events('still-open')).toHaveLength(1);
    expect((await outbox.claim('a', at(60), at(90), 10)).map((row) => row.key)).toEqual(['still-open:1']);
  });
});
