// Slack misbehaves: it delivers twice, limits, breaks, drops sockets. Answers are delayed, never lost, never doubled; nothing crashes.

import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { judgingOf } from '../../src/commands/judging.js';
import { reportOf, ScriptedDispatcher } from './scripted.js';
import { openStage, type Stage, type StageOptions, until } from './stage.js';

let dispatcher: ScriptedDispatcher;
let stage: Stage;
const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);

beforeEach(() => {
  dispatcher = new ScriptedDispatcher();
  unhandled.length = 0;
  process.on('unhandledRejection', note);
});
afterEach(async () => {
  await stage.stop();
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});

const open = async (options: Partial<StageOptions> = {}) => {
  stage = await openStage({ mode: 'socket', dispatcher, ...options });
};
const command = (text: string) => stage.slack.typeCommand({ user: 'ana', channel: 'netops', text });
const cards = () => stage.slack.messages('netops');
const card = (least = 1) =>
  stage.slack.waitFor(() => (cards().length >= least ? cards()[least - 1] : null), 60_000);
const settled = () => until(() => stage.app.health().running === 0 && stage.app.health().waiting === 0);

describe('doubled deliveries', () => {
  it('an event that arrives again is acted on once', async () => {
    await open();
    // A mention is two events: the message, and that the app was named.
    stage.slack.faults.redeliverEvents(2);
    const message = await stage.slack.mention({ user: 'ana', channel: 'netops', text: 'status tunnel-x' });
    await stage.slack.waitFor(
      () => stage.slack.acks.filter((ack) => ack.type === 'app_mention').length === 2,
    );
    await settled();
    expect(dispatcher.texts).toEqual(['status tunnel-x']);
    expect(stage.slack.thread('netops', message.ts)).toHaveLength(3);
  });

  it('a double click on Refresh and on Logs is one click each', async () => {
    await open();
    await command('/ipsec status tunnel-x');
    const first = await card();
    await settled();
    for (const actionId of ['cmd:0', 'cmd:1']) {
      stage.slack.faults.duplicateClicks(1);
      await stage.slack.click({ user: 'ana', channel: 'netops', ts: first.ts, actionId });
    }
    await settled();
    expect(dispatcher.texts).toEqual(['status tunnel-x', 'status tunnel-x --refresh', 'logs tunnel-x']);
  });

  it('a doubled submission of the modal asks once', async () => {
    await open();
    await stage.slack.runGlobalShortcut('ana', 'ask_tunnel');
    const view = await stage.slack.waitFor(() => stage.slack.openViews('ana')[0]);
    await stage.slack.suggest({ user: 'ana', viewId: view.id, actionId: 'tunnel', value: '' });
    stage.slack.faults.duplicateClicks(1);
    await stage.slack.submitView({ user: 'ana', values: { tunnel: 'tunnel-x' } });
    await settled();
    expect(dispatcher.texts).toEqual(['status tunnel-x']);
  });
});

describe('limits and outages of Slack', () => {
  it('waits as Retry-After says and keeps the order of a channel', async () => {
    await open();
    stage.slack.faults.rateLimit('chat.postMessage', 2, 1);
    await command('/ipsec status tunnel-x');
    await command('/ipsec status paris-hq');
    await card(2);
    expect(cards().map((one) => one.text.slice(0, 18))).toEqual(
      ['❌ Down: tunnel-x –', '❌ Down: paris-hq –'].map((text) => text.slice(0, 18)),
    );
  });

  it('delivers after an outage of every kind: 503, broken connections, HTML, internal errors', async () => {
    await open();
    stage.slack.faults.next('chat.postMessage', { kind: 'status', status: 503 }, 3);
    stage.slack.faults.next('chat.postMessage', { kind: 'reset' }, 2);
    stage.slack.faults.next('chat.postMessage', { kind: 'error', error: 'internal_error' }, 2);
    await command('/ipsec status tunnel-x');
    expect((await card()).text).toContain('Down: tunnel-x');
    await settled();
    expect(cards()).toHaveLength(1);
  });

  it('does not post a second time when only the reply was lost', async () => {
    await open();
    stage.slack.faults.next('chat.postMessage', { kind: 'lost-reply' }, 2);
    await command('/ipsec status tunnel-x');
    const first = await card();
    await settled();
    expect(cards()).toHaveLength(1);
    expect(stage.slack.thread('netops', first.ts)).toHaveLength(2);
  });

  it('one channel that is limited does not hold up another', async () => {
    await open({ workspace: { channels: [{ name: 'netops' }, { name: 'other' }] } });
    stage.slack.faults.rateLimit('chat.postMessage', 1, 3);
    await command('/ipsec status tunnel-x');
    await stage.slack.typeCommand({ user: 'ana', channel: 'other', text: '/ipsec status paris-hq' });
    await stage.slack.waitFor(() => stage.slack.messages('other')[0], 2500);
    expect(cards()).toEqual([]);
  });

  it('gives up a hanging call after its time and tries again', async () => {
    await open({ settings: { callTimeoutMs: 300 } });
    stage.slack.faults.next('chat.postMessage', { kind: 'hang' }, 1);
    await command('/ipsec status tunnel-x');
    await card();
  });

  it('draws steps as lines when Slack refuses plan blocks', async () => {
    await open();
    dispatcher.script = (text) =>
      reportOf(text, {
        summary: [
          { kind: 'steps', title: 'Walk', steps: [{ title: 'Phase 1', state: 'found', why: 'no proposal' }] },
        ],
      });
    stage.slack.faults.next('chat.postMessage', { kind: 'error', error: 'invalid_blocks' });
    await command('/ipsec status tunnel-x');
    const blocks = JSON.stringify((await card()).blocks);
    expect(blocks).not.toContain('"plan"');
    expect(blocks).toContain('❌ Phase 1 – found: no proposal');
  });

  it('asks whether it was right with plain buttons once Slack refused thumbs', async () => {
    await open();
    dispatcher.script = (text) => reportOf(text, { judging: judgingOf('v-1') });
    stage.slack.faults.next('chat.postMessage', { kind: 'error', error: 'invalid_blocks' });
    await command('/ipsec status tunnel-x');
    await command('/ipsec status paris-hq');
    await card(2);
    for (const one of cards()) {
      const blocks = JSON.stringify(one.blocks);
      expect(blocks).not.toContain('feedback_buttons');
      expect(blocks).toMatch(/"action_id":"cmd:9000".*"judge v-1 right".*"form:9001".*"judge v-1 wrong"/);
    }
  });

  it('falls back to chat.postEphemeral when the response_url is gone', async () => {
    await open();
    dispatcher.script = (text) => reportOf(text, { audience: 'asker' });
    stage.slack.faults.next('response_url', { kind: 'status', status: 404 });
    await command('/ipsec help');
    await stage.slack.waitFor(() => stage.slack.ephemerals('ana')[0]);
    expect(stage.slack.calls.some((call) => call.method === 'chat.postEphemeral')).toBe(true);
  });
});

describe('the socket', () => {
  it('comes back after it was dropped, and after Slack recycles it', async () => {
    await open();
    for (const lose of [
      () => stage.slack.faults.dropSockets(),
      () => stage.slack.faults.disconnectSockets(),
    ]) {
      const before = stage.app.health().helloAt;
      lose();
      await until(() => stage.app.health().ready && stage.app.health().helloAt !== before);
    }
    await command('/ipsec status tunnel-x');
    await card();
  });

  it.each(['internal_error', 'invalid_auth', 'not_allowed_token_type'])(
    'keeps trying while apps.connections.open answers %s, is not ready meanwhile, and the process lives',
    async (error) => {
      await open();
      stage.slack.faults.refuseConnections(error);
      stage.slack.faults.dropSockets();
      await until(() => !stage.app.health().ready);
      const answer = await fetch(`http://127.0.0.1:${stage.app.healthPort}/readyz`);
      expect(answer.status).toBe(503);
      expect((await fetch(`http://127.0.0.1:${stage.app.healthPort}/healthz`)).status).toBe(200);
      stage.slack.faults.clear('apps.connections.open');
      await until(() => stage.app.health().ready);
      await command('/ipsec status tunnel-x');
      await card();
    },
  );
});

describe('many at once', () => {
  it.each(['socket', 'http'] as const)(
    'acknowledges and answers each of 200 commands (%s)',
    async (mode) => {
      // How fast is the benchmark's; a busy machine takes longer.
      await open({ mode, workspace: { ackTimeoutMs: 60_000 } });
      const asked = Array.from({ length: 200 }, (_, at) => command(`/ipsec status tunnel-${at}`));
      const outcomes = await Promise.all(asked);
      expect(outcomes.filter(({ state }) => state === 'acked')).toHaveLength(200);
      await stage.slack.waitFor(() => cards().length >= 200, 120_000);
      await settled();
      expect(cards()).toHaveLength(200);
    },
    240_000,
  );
});

describe('a stop', () => {
  it('lets what runs finish and be delivered, and takes nothing new', async () => {
    await open();
    let finish: () => void = () => undefined;
    dispatcher.script = async (text) => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return reportOf(text);
    };
    await command('/ipsec status tunnel-x');
    await until(() => dispatcher.asked.length === 1);
    const stopped = stage.app.stop();
    expect(stage.app.health()).toMatchObject({ ready: false, stopping: true });
    finish();
    await stopped;
    expect(cards()).toHaveLength(1);
    expect(stage.slack.thread('netops', cards()[0]?.ts ?? '')).toHaveLength(2);
  });

  it('ends at its deadline although a command hangs', async () => {
    await open({ settings: { drainTimeoutMs: 200 } });
    let aborted = false;
    dispatcher.script = (_text, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          aborted = true;
          reject(signal.reason);
        });
      });
    await command('/ipsec status tunnel-x');
    await until(() => dispatcher.asked.length === 1);
    await stage.app.stop();
    expect(aborted).toBe(true);
  });
});

describe('what is broken on our side', () => {
  it('a command that throws becomes one plain sentence, never its error text', async () => {
    await open();
    dispatcher.script = () => {
      throw new Error('secret internals xoxb-123456789');
    };
    await command('/ipsec status tunnel-x');
    const told = await stage.slack.waitFor(() => stage.slack.ephemerals('ana')[0]);
    expect(told.text).toContain('Something went wrong on our side');
    expect(JSON.stringify(stage.slack.calls.map((call) => call.args))).not.toContain('internals');
  });
});

describe('secrets and payloads', () => {
  it('never stand in the log', async () => {
    await open();
    await command('/ipsec status tunnel-x');
    await card();
    stage.slack.faults.next('chat.postMessage', { kind: 'status', status: 500 });
    await command('/ipsec status paris-hq');
    await card(2);
    const log = stage.log();
    for (const secret of [
      stage.slack.botToken,
      stage.slack.appToken,
      stage.slack.signingSecret,
      'response_url":',
      'trigger_id',
    ]) {
      expect(log).not.toContain(secret);
    }
  });
});

describe('over signed HTTP', () => {
  const post = async (body: string, sign: { secret?: string; ageSeconds?: number; type?: string } = {}) => {
    const at = Math.floor(Date.now() / 1000) - (sign.ageSeconds ?? 0);
    const digest = createHmac('sha256', sign.secret ?? stage.slack.signingSecret)
      .update(`v0:${at}:${body}`)
      .digest('hex');
    return fetch(`http://127.0.0.1:${stage.app.httpPort}/slack/events`, {
      method: 'POST',
      body,
      headers: {
        'content-type': sign.type ?? 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': String(at),
        'x-slack-signature': `v0=${digest}`,
      },
    });
  };
  const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
  const interactive = (payload: unknown) => form({ payload: JSON.stringify(payload) });
  const slash = {
    command: '/ipsec',
    text: 'status tunnel-x',
    user_id: 'U1',
    channel_id: 'C1',
    trigger_id: 't1',
    team_id: 'T0LOCAL01',
  };

  beforeEach(() => open({ mode: 'http' }));

  it('refuses a forged signature and an old timestamp', async () => {
    expect((await post(form(slash), { secret: 'forged' })).status).toBe(401);
    expect((await post(form(slash), { ageSeconds: 400 })).status).toBe(401);
    expect(dispatcher.texts).toEqual([]);
  });

  it('answers a command that is too long or incomplete with one sentence to the asker', async () => {
    for (const fields of [
      { ...slash, text: 'x'.repeat(5000) },
      { ...slash, user_id: '' },
    ]) {
      const reply = (await (await post(form(fields))).json()) as { text: string };
      expect(reply).toMatchObject({ response_type: 'ephemeral' });
      expect(reply.text).toMatch(/^Slack sent something that cannot be used: .+\./);
    }
    expect(dispatcher.texts).toEqual([]);
  });

  it('survives payloads of every wrong shape', async () => {
    const user = { id: 'U1', team_id: 'T0LOCAL01' };
    const odd: unknown[] = [
      null,
      [],
      'text',
      {},
      { type: 'block_actions' },
      { type: 'block_actions', user, actions: [] },
      { type: 'block_actions', user, actions: [{ action_id: 'cmd:0', value: 7 }] },
      {
        type: 'block_actions',
        user,
        actions: [{ action_id: 'cmd:0', value: 'x'.repeat(9000), action_ts: '1.1' }],
      },
      { type: 'block_actions', user, actions: [{ action_id: 'choose:0', selected_option: null }] },
      {
        type: 'view_submission',
        user,
        view: { callback_id: 'ask_tunnel', id: 'V1', private_metadata: '{', state: { values: 3 } },
      },
      { type: 'message_action', user, callback_id: 'check_message', message: 'no' },
      { type: 'block_suggestion', user, action_id: 'tunnel', value: { deep: true } },
      { type: 'shortcut', user, callback_id: 'ask_tunnel' },
    ];
    const events = [{ type: 'app_mention' }, { type: 'message', channel_type: 'im', text: 4 }, null];
    const json = events.map((event) =>
      JSON.stringify({ type: 'event_callback', team_id: 'T0LOCAL01', event }),
    );
    const replies = await Promise.all([
      ...odd.map((payload) => post(interactive(payload))),
      ...json.map((body) => post(body, { type: 'application/json' })),
      ...['', '{', 'payload=%7B', `payload=${'%5B'.repeat(2000)}`].map((body) => post(body)),
      ...['null', '7', '[[', '"text"'].map((body) => post(body, { type: 'application/json' })),
      post('x'.repeat(3_000_000)),
    ]);
    expect(
      replies.map((reply) => reply.status).filter((status) => ![200, 400, 404, 413, 500].includes(status)),
    ).toEqual([]);
    expect(dispatcher.texts).toEqual([]);
    await command('/ipsec status tunnel-x');
    await card();
  });

  it('answers health in this mode too', async () => {
    const ready = await fetch(`http://127.0.0.1:${stage.app.healthPort}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ mode: 'http', ready: true });
    expect((await fetch(`http://127.0.0.1:${stage.app.healthPort}/other`)).status).toBe(404);
  });
});

describe('hostile names and log lines', () => {
  it('arrive as text: no mention, no link, no formatting', async () => {
    await open();
    const name = '<!channel> *x* `y` @here &amp; <https://evil.example|click>';
    dispatcher.script = (text) =>
      reportOf(text, {
        title: `Down: ${name}`,
        summary: [{ kind: 'paragraph', text: [{ code: name }, ' ', { strong: name }, ' ', name] }],
        detail: [
          {
            kind: 'log',
            lines: [{ device: name, at: null, text: `${name}\u202e\u0000\uD800`, marked: true }],
          },
        ],
        actions: [{ label: name, command: `status "${name}"` }],
      });
    await command(`/ipsec status ${name}`);
    const shown = await card();
    expect(shown.text).not.toMatch(/<|@here|`/);
    const all = JSON.stringify(stage.slack.thread('netops', shown.ts));
    expect(all).not.toContain('"broadcast","range"');
    expect(all).not.toContain('"type":"link"');
    expect(all).toContain('<!channel> *x* `y` @here &amp; <https://evil.example|click>');
  });
});
