// A payload that ends the process each time it is begun, beside innocent ones: those are done, it is given up, and that is told.

import { Writable } from 'node:stream';
import type { Receiver, ReceiverEvent } from '@slack/bolt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declarations } from '../../../../src/app/registry.js';
import { placeIn } from '../../../../src/slack/place.js';
import { actKey } from '../../../../src/slack/threads/acts.js';
import { Kept } from '../../../../src/slack/threads/kept.js';
import type { IncidentStores } from '../../../../src/slack/threads/ports.js';
import type { Database } from '../../../../src/stores/database.js';
import { createInboxStore } from '../../../../src/stores/inbox.js';
import { createLogger } from '../../../../src/support/logger.js';
import { openEmptyDatabase } from '../../../support/emptyDatabase.js';
import { ManualClock } from '../../../support/manualClock.js';

const command = (index: number) => ({
  command: '/ipsec',
  text: `incident inc-1 note ${index}`,
  trigger_id: `T${index}`,
  user_id: 'U1',
  channel_id: 'C1',
});
const innocents = Array.from({ length: 20 }, (_, index) => command(index));
const guilty = {
  event_id: 'Ev1',
  event: {
    type: 'message',
    user: 'U7',
    channel: 'C1',
    thread_ts: '1.1',
    text: '',
    files: [{ name: 'charon.log' }],
  },
};

let database: Database;
beforeAll(async () => {
  database = await openEmptyDatabase();
});
afterAll(() => database.close());

/** One process: when it dies, whatever it still does comes to nothing. */
function startProcess(id: number, clock: ManualClock, done: string[], told: [unknown, string][]) {
  const inbox = createInboxStore(database.sql);
  const lines: string[] = [];
  const log = new Writable({
    write(chunk, _encoding, next) {
      lines.push(String(chunk));
      next();
    },
  });
  let dies: () => void = () => undefined;
  const died = new Promise<void>((resolve) => {
    dies = resolve;
  });
  let isDead = false;
  const never = new Promise<never>(() => undefined);
  const stores = async () => ({ inbox }) as unknown as IncidentStores;
  const kept = new Kept({
    clock,
    logger: createLogger('info', log),
    keyOf: (body) => actKey(body, declarations),
    incidents: {
      stores,
      owner: `process ${id}`,
      homeChannel: null,
      composeHandoff: () => Promise.reject(new Error('no handoff here')),
      diagnoseNotice: async () => null,
      newId: (prefix) => prefix,
      leaseMs: 30_000,
      lookMs: 1000,
    },
    tell: (body, sentence) => told.push([body, sentence]),
  });
  let send: (event: ReceiverEvent) => Promise<void> = () => Promise.reject(new Error('not ready'));
  const inner: Receiver = {
    init: (app) => {
      send = (event) => app.processEvent(event);
    },
    start: async () => undefined,
    stop: async () => undefined,
  };
  kept.receiver(inner).init({
    async processEvent({ body }: ReceiverEvent) {
      if (isDead) return await never;
      if ('event_id' in body) {
        isDead = true;
        dies();
        return await never;
      }
      // It takes a while, so that it is in flight when its neighbour ends the process.
      await clock.sleep(10);
      if (isDead) return await never;
      done.push(body.text as string);
    },
  } as Parameters<Receiver['init']>[0]);
  return {
    died,
    isDead: () => isDead,
    inbox,
    log: () => lines.join(''),
    send: (body: object) => send({ body, ack: async () => undefined } as ReceiverEvent),
    look: async () => kept.look(await stores()),
  };
}

describe('a payload that ends the process each time it is begun', () => {
  it('costs no innocent one; after its attempts it is given up, told where it was sent, and logged', async () => {
    const clock = new ManualClock();
    const done: string[] = [];
    const told: [unknown, string][] = [];
    let now = startProcess(0, clock, done, told);
    for (const body of [...innocents.slice(0, 10), guilty, ...innocents.slice(10)]) void now.send(body);
    await now.died;
    let deaths = 1;
    for (let look = 0; look < 200 && told.length === 0; look += 1) {
      if (now.isDead()) {
        if (look > 0) deaths += 1;
        now = startProcess(deaths, clock, done, told);
        // One process a data folder: what is held was left by one that is gone.
        await now.inbox.forgetHolders();
      }
      await now.look();
      await clock.advance(1000);
      await database.sql.selectFrom('inbox').select('key').execute();
    }
    expect(done.toSorted()).toEqual(innocents.map(({ text }) => text).toSorted());
    expect(deaths).toBe(7);
    expect(told).toHaveLength(1);
    const [[body, sentence] = [null, '']] = told;
    expect(sentence).toMatch(
      /^Reading charon\.log was given up: each time it was begun, Tunnelmedic stopped\./,
    );
    expect(placeIn(body)).toMatchObject({ channel: 'C1', threadTs: '1.1', user: { id: 'U7' } });
    expect(now.log()).toContain('an act was given up');
    expect(await database.sql.selectFrom('inbox').select('key').where('done', '=', false).execute()).toEqual(
      [],
    );
  });
});
