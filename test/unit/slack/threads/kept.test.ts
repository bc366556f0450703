// What is acknowledged is kept; what cannot be kept is not begun, and whoever sent it is told or Slack sends it again.

import type { Receiver, ReceiverEvent } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { declarations } from '../../../../src/app/registry.js';
import type { InboxStore } from '../../../../src/incidents/outbox.js';
import { LeftToSlack } from '../../../../src/slack/failure.js';
import { actKey } from '../../../../src/slack/threads/acts.js';
import { Kept } from '../../../../src/slack/threads/kept.js';
import type { IncidentStores } from '../../../../src/slack/threads/ports.js';
import { unkeptSentence } from '../../../../src/slack/threads/unkept.js';
import { createLogger } from '../../../../src/support/logger.js';
import { ManualClock } from '../../../support/manualClock.js';

const click = {
  type: 'block_actions',
  token: 'legacy-verification-token',
  user: { id: 'U1' },
  response_url: 'http://127.0.0.1/response/R1',
  actions: [{ action_id: 'cmd:0', action_ts: '1.2', value: 'answer inc-1 answer.shared-key=yes' }],
};
const command = { command: '/ipsec', text: 'triage tunnel-x', trigger_id: 'T1', user_id: 'U1' };
const modal = {
  type: 'view_submission',
  user: { id: 'U1' },
  view: { id: 'V1', hash: 'h', blocks: [{ type: 'header' }, { type: 'input', block_id: 'in:remedy' }] },
};
const pasted = {
  event_id: 'Ev1',
  event: {
    type: 'message',
    thread_ts: '1.1',
    text: 'line one\npsk = "hunter2hunter2"\nline three',
    blocks: [{ type: 'rich_text', elements: [{ type: 'text', text: 'psk = "hunter2hunter2"' }] }],
  },
};

type Stores = () => Promise<IncidentStores>;

/** @param lasts whether what is begun goes on. */
function stage(stores: Stores, lasts = false) {
  const clock = new ManualClock();
  const done: unknown[] = [];
  const told: [unknown, string][] = [];
  const kept = new Kept({
    clock,
    logger: createLogger('silent'),
    keyOf: (body) => actKey(body, declarations),
    incidents: {
      stores,
      owner: 'me',
      homeChannel: null,
      composeHandoff: () => Promise.reject(new Error('no handoff here')),
      diagnoseNotice: async () => null,
      newId: (prefix) => prefix,
      leaseMs: 1000,
      lookMs: 1000,
    },
    tell: (body, sentence) => told.push([body, sentence]),
  });
  let process: (event: ReceiverEvent) => Promise<void> = () => Promise.reject(new Error('not ready'));
  const inner: Receiver = {
    init: (app) => {
      process = (event) => app.processEvent(event);
    },
    start: async () => undefined,
    stop: async () => undefined,
  };
  kept.receiver(inner).init({
    processEvent: async (event: ReceiverEvent) => {
      await event.ack();
      if (lasts) kept.begun();
      done.push(event.body);
    },
  } as Parameters<Receiver['init']>[0]);
  const acks: unknown[] = [];
  const send = (body: object) =>
    process({ body, ack: async (words) => void acks.push(words ?? null) } as ReceiverEvent);
  return { clock, done, told, acks, send, kept };
}

/** An inbox that remembers; `open` resolves when the database begins to answer. */
function inboxAfter(open: Promise<void>) {
  const taken: unknown[] = [];
  const finished: string[] = [];
  const released: string[] = [];
  const inbox: Pick<InboxStore, 'take' | 'done' | 'release'> = {
    async take(_key, body) {
      taken.push(body);
      return true;
    },
    async done(key) {
      finished.push(key);
    },
    async release(key) {
      released.push(key);
    },
  };
  const stores: Stores = async () => {
    await open;
    return { inbox } as unknown as IncidentStores;
  };
  return { stores, taken, finished, released };
}

const never = new Promise<void>(() => undefined);
const broken: Stores = () => Promise.reject(new Error('connection refused'));

describe('an act of a person, while the database does not answer', () => {
  it('is not begun; below a command it is said in the acknowledgement', async () => {
    const { clock, send, acks, done } = stage(inboxAfter(never).stores);
    const sent = send(command);
    await clock.advance(2000);
    await sent;
    expect(acks).toEqual([{ response_type: 'ephemeral', text: unkeptSentence }]);
    expect(done).toEqual([]);
  });

  it('leaves a modal open with what was typed', async () => {
    const { send, acks, done } = stage(broken);
    await send(modal);
    expect(acks).toEqual([{ response_action: 'errors', errors: { 'in:remedy': unkeptSentence } }]);
    expect(done).toEqual([]);
  });

  it('is told to whoever clicked', async () => {
    const { send, acks, told, done } = stage(broken);
    await send(click);
    expect(acks).toEqual([null]);
    expect(told).toEqual([[click, unkeptSentence]]);
    expect(done).toEqual([]);
  });

  it('is nobody’s to do when the database answers later, and may be sent again', async () => {
    let answer: () => void = () => undefined;
    const store = inboxAfter(
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    const { clock, send, done } = stage(store.stores);
    const sent = send(click);
    await clock.advance(2000);
    await sent;
    answer();
    await clock.advance(0);
    expect(store.released).toHaveLength(1);
    expect(store.finished).toEqual([]);
    expect(done).toEqual([]);
  });
});

describe('an event, while the database does not answer', () => {
  it('waits for it and is done then', async () => {
    let answer: () => void = () => undefined;
    const store = inboxAfter(
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    const { clock, send, acks, done } = stage(store.stores);
    const sent = send(pasted);
    await clock.advance(10_000);
    expect(acks).toEqual([]);
    answer();
    await sent;
    expect(done).toEqual([pasted]);
  });

  it('is left to Slack, unacknowledged, when the database fails', async () => {
    const { send, acks, done } = stage(broken);
    await expect(send(pasted)).rejects.toBeInstanceOf(LeftToSlack);
    expect(acks).toEqual([]);
    expect(done).toEqual([]);
  });
});

describe('what is kept', () => {
  it('holds no secret that somebody pasted, though what is done now is done with the whole text', async () => {
    const store = inboxAfter(Promise.resolve());
    const { send, done } = stage(store.stores);
    await send(pasted);
    expect(JSON.stringify(store.taken)).not.toContain('hunter2');
    expect(JSON.stringify(store.taken)).toContain('line three');
    expect(done).toEqual([pasted]);
  });

  it('holds the command that was clicked and the address of its answer as they came, and no token', async () => {
    const store = inboxAfter(Promise.resolve());
    const { send } = stage(store.stores);
    await send(click);
    const { token: _token, ...rest } = click;
    expect(store.taken).toEqual([rest]);
  });
});

describe('what is held', () => {
  const many = Array.from({ length: 300 }, (_, index) => ({ ...command, trigger_id: `T${index}` }));

  it('is renewed in one statement, and only when a third of its time is over, however often it is looked', async () => {
    const renewals: (readonly string[])[] = [];
    const inbox = {
      take: async () => true,
      keep: async (keys: readonly string[]) => void renewals.push(keys),
      abandoned: async () => [],
      suspect: async () => null,
    };
    const stores = { inbox } as unknown as IncidentStores;
    const { clock, send, done, kept } = stage(async () => stores, true);
    await Promise.all(many.map((one) => send(one)));
    expect(done).toHaveLength(many.length);
    const lookOften = async () => {
      for (let look = 0; look < 50; look += 1) await kept.look(stores);
    };
    await lookOften();
    expect(renewals).toEqual([]);
    await clock.advance(400);
    await lookOften();
    expect(renewals.map((keys) => keys.length)).toEqual([many.length]);
  });
});
