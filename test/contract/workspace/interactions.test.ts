// The finer points of interactions and events, with a true Bolt app: stacked modals, state, shortcuts, subscriptions.
import type { App } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorkspace, type Workspace } from '../../../src/workspace/index.js';
import { type RunningApp, startApp } from './bolt-app.js';
import { call } from './call.js';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const view = (title: string, more: object = {}) => ({
  type: 'modal' as const,
  callback_id: title,
  title: plain(title),
  submit: plain('Go'),
  notify_on_close: true,
  blocks: [
    {
      type: 'input' as const,
      block_id: 'name',
      label: plain('Name'),
      element: { type: 'plain_text_input' as const, action_id: 'name', max_length: 8 },
    },
  ],
  ...more,
});
const MANIFEST = {
  display_information: { name: 'Medic' },
  features: {
    slash_commands: [{ command: '/ipsec', description: 'Ask', usage_hint: '[list]', should_escape: true }],
  },
  oauth_config: { scopes: { bot: ['commands', 'chat:write', 'channels:history', 'files:read'] } },
  settings: { event_subscriptions: { bot_events: ['reaction_added', 'file_shared', 'message.im'] } },
};

describe('interactions', () => {
  let workspace: Workspace;
  let running: RunningApp;
  let seen: string[];

  const register = (app: App): void => {
    app.shortcut('begin', async ({ ack, shortcut, client }) => {
      await ack();
      await client.views.open({ trigger_id: shortcut.trigger_id, view: view('first') });
    });
    app.view('first', async ({ ack, view: submitted }) => {
      const name = submitted.state.values.name?.name?.value;
      if (name === 'push') await ack({ response_action: 'push', view: view('second') });
      else if (name === 'update') await ack({ response_action: 'update', view: view('changed') });
      else await ack();
    });
    app.view('second', async ({ ack }) => ack({ response_action: 'clear' }));
    app.view({ callback_id: 'second', type: 'view_closed' }, async ({ ack, view: closed }) => {
      await ack();
      seen.push(`closed ${closed.callback_id}`);
    });
    app.action('pick', async ({ ack, body, action }) => {
      await ack();
      if (body.type !== 'block_actions') return;
      const chosen = action.type === 'static_select' ? action.selected_option?.value : undefined;
      seen.push(
        `picked ${chosen}, state ${JSON.stringify(body.state?.values.b?.pick?.selected_option?.value)}`,
      );
    });
    app.event('reaction_added', async ({ event }) => {
      seen.push(`reaction ${event.reaction} by ${event.user}`);
    });
    app.event('file_shared', async ({ event, client }) => {
      const { file } = await client.files.info({ file: event.file_id });
      const reply = await fetch(String(file?.url_private), {
        headers: { authorization: `Bearer ${workspace.botToken}` },
      });
      seen.push(`file ${file?.name}: ${await reply.text()}`);
    });
    app.message(async ({ message }) => {
      if ('text' in message) seen.push(`message ${message.text}`);
    });
  };

  beforeEach(async () => {
    seen = [];
    workspace = await startWorkspace({ mode: 'socket', manifest: MANIFEST, retryDelaysMs: [] });
    running = await startApp(workspace, 'socket', register);
  });
  afterEach(async () => {
    await running.stop();
    await workspace.stop();
  });
  const titles = () => workspace.openViews('ana').map((one) => one.body.callback_id);
  const begin = async () => {
    await workspace.runGlobalShortcut('ana', 'begin');
    await workspace.waitFor(() => titles().length === 1);
  };

  it('pushes a second modal, closes it with notice, and goes back to the first', async () => {
    await begin();
    await workspace.submitView({ user: 'ana', values: { name: 'push' } });
    expect(titles()).toEqual(['first', 'second']);
    await workspace.closeView('ana');
    await workspace.waitFor(() => workspace.acks.some((one) => one.type === 'view_closed'));
    expect([titles(), seen]).toEqual([['first'], ['closed second']]);
  });

  it('clears all modals at once, or changes the one that is open', async () => {
    await begin();
    await workspace.submitView({ user: 'ana', values: { name: 'push' } });
    await workspace.submitView({ user: 'ana', values: { name: 'x' } });
    expect(titles()).toEqual([]);
    await begin();
    const [before] = workspace.openViews('ana').map((one) => one.hash);
    await workspace.submitView({ user: 'ana', values: { name: 'update' } });
    expect(titles()).toEqual(['changed']);
    expect(workspace.openViews('ana')[0]?.hash).not.toBe(before);
  });

  it('does not submit what is longer than the input allows', async () => {
    await begin();
    const outcome = await workspace.submitView({ user: 'ana', values: { name: 'far too long' } });
    expect(outcome.errors).toEqual({ name: 'Please use 8 characters or fewer.' });
    expect(workspace.acks.filter((one) => one.type === 'view_submission')).toEqual([]);
  });

  it('sends a choice with the state of the message, by whoever makes it', async () => {
    const options = ['a', 'b'].map((value) => ({ text: plain(value), value }));
    const element = { type: 'static_select', action_id: 'pick', options };
    const blocks = [{ type: 'actions', block_id: 'b', elements: [element] }];
    const { body } = await call(workspace, 'chat.postMessage', { channel: '#netops', text: 'x', blocks });
    await workspace.select({ user: 'mei', ts: String(body.ts), actionId: 'pick', value: 'b' });
    await expect.poll(() => seen).toEqual(['picked b, state "b"']);
    await expect(workspace.click({ user: 'mei', ts: String(body.ts), actionId: 'none' })).rejects.toThrow(
      'There is no element none to operate. There are: pick.',
    );
  });

  it('hides an ephemeral message from everybody else, clicks included', async () => {
    const element = { type: 'button', action_id: 'go', text: plain('Go') };
    const blocks = [{ type: 'actions', elements: [element] }];
    const { body } = await call(workspace, 'chat.postEphemeral', {
      channel: '#netops',
      user: 'U0PERSON1',
      text: 'x',
      blocks,
    });
    const ts = String(body.message_ts);
    await expect(workspace.click({ user: 'jonas', ts, actionId: 'go' })).rejects.toThrow(
      'jonas sees no message',
    );
    await workspace.click({ user: 'ana', ts, actionId: 'go' });
    expect(workspace.acks.at(-1)?.payload).toMatchObject({ container: { is_ephemeral: true } });
    const history = await call(workspace, 'conversations.history', { channel: 'C0CHANNEL1' });
    expect(history.body.messages).toEqual([]);
  });

  it('sends the events that the manifest subscribes to, and no others', async () => {
    const message = await workspace.mention({ user: 'ana', channel: 'netops', text: 'nobody hears this' });
    await workspace.react({ user: 'jonas', channel: 'netops', ts: message.ts, name: 'eyes' });
    await workspace.uploadFile({ user: 'ana', channel: 'netops', name: 'a.log', content: 'IKE log' });
    const direct = workspace.channels.find((one) => one.kind === 'dm' && one.members.includes('U0PERSON1'));
    await workspace.post({ user: 'ana', channel: direct?.id ?? '', text: 'hello' });
    await workspace.waitFor(() => workspace.calls.some((one) => one.method === 'files.info'));
    const events = workspace.acks.filter((one) => one.kind === 'events_api').map((one) => one.type);
    expect(events).toEqual(['reaction_added', 'file_shared', 'message']);
    await expect
      .poll(() => seen.toSorted())
      .toEqual(['file a.log: IKE log', 'message hello', 'reaction eyes by U0PERSON2']);
  });

  it('escapes what is typed, with people, channels and links by their ids', async () => {
    await workspace.typeCommand({
      user: 'ana',
      channel: 'netops',
      text: '/ipsec a<b & @jonas #network-incidents https://x.example/?a=1&b=2',
    });
    expect(workspace.acks.at(-1)?.payload.text).toBe(
      'a&lt;b &amp; <@U0PERSON2> <#C0CHANNEL2|network-incidents> <https://x.example/?a=1&amp;b=2>',
    );
    const unknown = await workspace.typeCommand({ user: 'ana', channel: 'netops', text: '/other' });
    expect(unknown.error).toBe('unknown_command');
  });
});
