// The outgoing webhook over a real store and a real receiver: what is told, in which order, how it is signed, and what a receiver that is away costs.

import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { outgoingMessage } from '../../../src/capabilities/incident/outgoing.js';
import { outgoingBody } from '../../../src/capabilities/incident/schema.js';
import type { Happening, RecordedVerdict } from '../../../src/incidents/events.js';
import { createCaller } from '../../../src/outgoing/call.js';
import { type Courier, createCourier } from '../../../src/outgoing/courier.js';
import { webhook } from '../../../src/outgoing/webhook.js';
import type { Database } from '../../../src/stores/database.js';
import { createIncidentStore } from '../../../src/stores/incidentStore.js';
import { createOutboxStore, createOutgoingStore } from '../../../src/stores/outbox.js';
import { createLogger } from '../../../src/support/logger.js';
import { openEmptyDatabase } from '../../support/emptyDatabase.js';
import { ManualClock } from '../../support/manualClock.js';
import { type Receiver, startReceiver } from './receiver.js';

const ada = { id: 'U1', name: 'Ada' };
const secret = 'a-secret-of-the-webhook';

let database: Database;
let receiver: Receiver;
let clock: ManualClock;
const couriers: Courier[] = [];
beforeAll(async () => {
  database = await openEmptyDatabase();
});
beforeEach(async () => {
  receiver = await startReceiver();
  clock = new ManualClock('2026-03-01T10:00:00Z');
});
afterEach(async () => {
  await Promise.all(couriers.splice(0).map((courier) => courier.stop()));
  await receiver.close();
  for (const table of ['outbox', 'incident_events', 'incidents'] as const)
    await database.sql.deleteFrom(table).execute();
});
afterAll(() => database.close());

const lines: string[] = [];
function start(owner = 'a', lookMs = 1000): Courier {
  const log = createLogger('warn', { write: (line) => void lines.push(line) });
  const caller = createCaller({ addresses: [], proxy: null });
  const courier = createCourier({
    destination: webhook({
      url: receiver.url,
      secret: async () => secret,
      caller,
      clock,
      messageOf: outgoingMessage,
    }),
    stores: async () => ({
      incidents: createIncidentStore(database.sql),
      outbox: createOutgoingStore(database.sql, 'webhook'),
    }),
    ...{ clock, log, owner, lookMs },
  });
  couriers.push(courier);
  courier.start();
  return courier;
}

/** Lets real time pass for the network, and the manual clock only where `ms` says so. */
async function until(isSo: () => boolean | Promise<boolean>, ms = 0): Promise<void> {
  for (let turn = 0; turn < 400; turn += 1) {
    if (await isSo()) return;
    await clock.advance(ms);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`It did not come so far; arrived: ${types().join(', ')}`);
}

const bodies = () => receiver.arrived.map(({ body }) => outgoingBody.parse(JSON.parse(body)));
const types = () => bodies().map(({ type }) => type);
const waiting = async () =>
  (await database.sql.selectFrom('outbox').select('state').where('lane', '=', 'webhook').execute()).filter(
    ({ state }) => state === 'waiting' || state === 'posting',
  ).length;

function verdict(cause: RecordedVerdict['cause']): Happening {
  return {
    kind: 'verdict',
    verdict: {
      ...{ cause, confidence: 'certain', side: 'theirs', summary: `It is ${cause}.`, ruledOut: [] },
      ...{ evidence: [], nextOurs: '', nextTheirs: 'Change theirs.' },
    },
  };
}

let keys = 0;
async function happened(incident: string, ...happenings: readonly Happening[]): Promise<void> {
  const store = createIncidentStore(database.sql, false, ['webhook']);
  for (const what of happenings) {
    keys += 1;
    const event = { by: ada, at: clock.now().toISOString(), key: `out-${keys}`, what };
    if (what.kind === 'opened') await store.open(incident, event);
    else await store.append(incident, event, null);
  }
}
const opened = (tunnel: string): Happening => ({ kind: 'opened', tunnel, severity: 'high', channel: null });
const closed: Happening = { kind: 'closed', cause: 'psk-mismatch', remedy: 'a new key' };

describe('the outgoing webhook', () => {
  it('tells opening, verdict, recovery and closing in order, as `incident --json` would have said it then', async () => {
    await happened(
      'inc-1',
      opened('paris-hq'),
      verdict('psk-mismatch'),
      { kind: 'note', text: 'for us alone', source: null },
      verdict('tunnel-up-healthy'),
      closed,
      { kind: 'reopened', why: 'it fell again' },
    );
    start();
    await until(async () => (await waiting()) === 0);
    expect(types()).toEqual([
      'incident.opened',
      'incident.verdict',
      'incident.recovered',
      'incident.closed',
      'incident.reopened',
    ]);
    const [first, second, third] = bodies();
    expect(first?.incident).toMatchObject({ incident: 'inc-1', tunnel: 'paris-hq', verdict: null });
    expect(second).toMatchObject({ id: 'inc-1:2', incident: { state: 'open', lastSeq: 2 } });
    expect(third?.incident.recoveredAt).toBe('2026-03-01T10:00:00.000Z');
  });

  it('signs each by the secret over id, time and body, as Standard Webhooks does', async () => {
    await happened('inc-1', opened('paris-hq'));
    start();
    await until(() => receiver.arrived.length === 1);
    const [came] = receiver.arrived;
    const at = String(Date.parse('2026-03-01T10:00:00Z') / 1000);
    const signed = createHmac('sha256', secret).update(`inc-1:1.${at}.${came?.body}`).digest('base64');
    expect(came?.headers).toMatchObject({
      'webhook-id': 'inc-1:1',
      'webhook-timestamp': at,
      'webhook-signature': `v1,${signed}`,
      'content-type': 'application/json',
    });
  });

  it('comes again with the same id and body after a failure, at growing distances, as long as the receiver asks', async () => {
    receiver.answers.push({ status: 500 }, { status: 429, headers: { 'retry-after': '60' } });
    await happened('inc-1', opened('paris-hq'), verdict('psk-mismatch'));
    start();
    await until(() => receiver.arrived.length === 1);
    await clock.advance(1000);
    expect(receiver.arrived).toHaveLength(1);
    await until(() => receiver.arrived.length === 2, 500);
    await clock.advance(55_000);
    expect(receiver.arrived).toHaveLength(2);
    await until(async () => (await waiting()) === 0, 1000);
    expect(types()).toEqual(['incident.opened', 'incident.opened', 'incident.opened', 'incident.verdict']);
    expect(new Set(receiver.arrived.slice(0, 3).map(({ body }) => body)).size).toBe(1);
  });

  it('goes on after what the receiver refuses for good, and gives up after a day', async () => {
    receiver.answers.push({ status: 422 });
    await happened('inc-1', opened('paris-hq'), verdict('psk-mismatch'));
    start('a', 15 * 60_000);
    await until(async () => (await waiting()) === 0);
    expect(types()).toEqual(['incident.opened', 'incident.verdict']);
    await receiver.close();
    await happened('inc-2', opened('lyon-hq'));
    await until(async () => (await waiting()) === 0, 15 * 60_000);
    const said = lines.map((line) => JSON.parse(line) as { readonly why?: string; readonly what?: string });
    expect(said.some(({ why }) => why === 'it refuses the connection')).toBe(true);
    expect(said.at(-1)).toMatchObject({ what: 'out:webhook:inc-2:1', why: 'it is older than a day' });
    receiver = await startReceiver();
  });

  it('holds up neither another incident nor a row of Slack', async () => {
    receiver.answers.push({ status: 503, headers: { 'retry-after': '900' } });
    await happened('inc-1', opened('paris-hq'));
    start();
    await until(() => receiver.arrived.length === 1);
    await happened('inc-2', opened('lyon-hq'));
    await until(() => receiver.arrived.length === 2, 1000);
    expect(bodies()[1]?.incident.tunnel).toBe('lyon-hq');
    const at = (seconds: number) => new Date(clock.now().getTime() + seconds * 1000).toISOString();
    const chat = await createOutboxStore(database.sql).claim('a', at(0), at(30), 10);
    expect(chat.map(({ key }) => key)).toEqual(['inc-1:1', 'inc-2:1']);
  });

  it('is told once by two replicas', async () => {
    await happened('inc-1', opened('paris-hq'), verdict('psk-mismatch'), closed);
    start('a');
    start('b');
    await until(async () => (await waiting()) === 0, 100);
    expect(types()).toEqual(['incident.opened', 'incident.verdict', 'incident.closed']);
  });

  it('follows no redirect', async () => {
    receiver.answers.push({ status: 302, headers: { location: `${receiver.url}/elsewhere` } });
    await happened('inc-1', opened('paris-hq'));
    start();
    await until(() => receiver.arrived.length === 1);
    expect(receiver.arrived.map(({ path }) => path)).toEqual(['/hook']);
    expect(await waiting()).toBe(1);
  });
});

describe('without a webhook', () => {
  it('nothing is written for it', async () => {
    const store = createIncidentStore(database.sql);
    await store.open('inc-9', { by: ada, at: clock.now().toISOString(), key: 'none', what: opened('x') });
    expect(await waiting()).toBe(0);
  });
});
