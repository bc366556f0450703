// A true Bolt app against the workspace, in both modes: everything the product does with Slack works here.
import type { App } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorkspace, type Workspace } from '../../../src/workspace/index.js';
import { type RunningApp, startApp } from './bolt-app.js';

const section = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } });
const button = (actionId: string, text: string, value: string) => ({
  type: 'button' as const,
  action_id: actionId,
  text: { type: 'plain_text' as const, text },
  value,
});
const plain = (text: string) => ({ type: 'plain_text' as const, text });

function register(app: App): void {
  app.command('/ipsec', async ({ ack, command, client, respond }) => {
    await ack();
    if (command.text === 'help') {
      await respond({ text: 'Ask `/ipsec status NAME`.' });
      return;
    }
    if (command.text === 'ask') {
      await client.views.open({
        trigger_id: command.trigger_id,
        view: {
          type: 'modal',
          callback_id: 'choose',
          private_metadata: command.channel_id,
          title: plain('Which tunnel'),
          submit: plain('Check'),
          blocks: [
            {
              type: 'input',
              block_id: 'tunnel',
              label: plain('Tunnel'),
              element: { type: 'external_select', action_id: 'tunnel', min_query_length: 0 },
            },
          ],
        },
      });
      return;
    }
    const posted = await client.chat.postMessage({
      channel: command.channel_id,
      text: `status of ${command.text}`,
      blocks: [
        section(`*${command.text}* is down`),
        { type: 'actions', elements: [button('refresh', 'Refresh', command.text)] },
      ],
    });
    await client.chat.postMessage({
      channel: command.channel_id,
      thread_ts: posted.ts as string,
      text: 'The detail',
    });
  });
  app.action('refresh', async ({ ack, body, client }) => {
    await ack();
    if (body.type !== 'block_actions' || body.message === undefined || body.channel === undefined) return;
    await client.chat.update({
      channel: body.channel.id,
      ts: body.message.ts,
      text: `refreshed by ${body.user.id}`,
      blocks: [section('refreshed')],
    });
  });
  app.options('tunnel', async ({ ack, options }) => {
    const names = ['tunnel-x', 'tunnel-y', 'paris-hq'].filter((name) => name.includes(options.value));
    await ack({ options: names.map((name) => ({ text: plain(name), value: name })) });
  });
  app.view('choose', async ({ ack, view, client, body }) => {
    const chosen = view.state.values.tunnel?.tunnel?.selected_option?.value;
    if (chosen === 'paris-hq') {
      await ack({ response_action: 'errors', errors: { tunnel: 'paris-hq is retired.' } });
      return;
    }
    await ack();
    await client.chat.postEphemeral({
      channel: view.private_metadata,
      user: body.user.id,
      text: `You chose ${chosen}`,
    });
  });
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({
      user_id: event.user,
      view: { type: 'home', blocks: [section('The fleet')] },
    });
  });
  app.event('app_mention', async ({ event, say }) => {
    await say({ text: `You said ${event.text}`, thread_ts: event.thread_ts ?? event.ts });
  });
  app.shortcut('check_message', async ({ ack, shortcut, client }) => {
    await ack();
    if (shortcut.type !== 'message_action') return;
    await client.filesUploadV2({
      channel_id: shortcut.channel.id,
      thread_ts: shortcut.message_ts,
      filename: 'log.txt',
      content: 'IKE log line',
      initial_comment: 'The log of it',
    });
  });
}

describe.each(['socket', 'http'] as const)('a Bolt app in %s mode', (mode) => {
  let workspace: Workspace;
  let running: RunningApp;

  beforeEach(async () => {
    workspace = await startWorkspace({ mode, retryDelaysMs: [0] });
    running = await startApp(workspace, mode, register);
  });
  afterEach(async () => {
    await running.stop();
    await workspace.stop();
  });

  /** Asks for tunnel-x and waits until card and detail are both there. */
  async function askForCard() {
    const outcome = await workspace.typeCommand({ user: 'ana', channel: '#netops', text: '/ipsec tunnel-x' });
    expect(outcome.state).toBe('acked');
    return workspace.waitFor(() => {
      const [card] = workspace.messages('netops');
      return card !== undefined && workspace.thread('netops', card.ts).length === 2 ? card : undefined;
    }, 8000);
  }

  it('answers a command with a card in the channel and the detail in its thread', async () => {
    const card = await askForCard();
    expect(workspace.thread('netops', card.ts).map((one) => one.text)).toEqual([
      'status of tunnel-x',
      'The detail',
    ]);
  });

  it('answers help only to the person who asked', async () => {
    await workspace.typeCommand({ user: 'ana', channel: 'netops', text: '/ipsec help' });
    await workspace.waitFor(() => workspace.ephemerals('ana').length === 1);
    expect(workspace.ephemerals('jonas')).toEqual([]);
    expect(workspace.messages('netops')).toEqual([]);
  });

  it('updates the message whose button is clicked, and knows who clicked', async () => {
    const card = await askForCard();
    await workspace.click({ user: 'jonas', channel: 'netops', ts: card.ts, actionId: 'refresh' });
    const updated = await workspace.waitFor(() =>
      workspace.messages('netops').find((one) => one.editedTs !== undefined),
    );
    expect(updated.text).toBe('refreshed by U0PERSON2');
    expect(updated.blocks).toHaveLength(1);
  });

  it('opens a modal, completes while typing, shows the error of a submission, then closes', async () => {
    await workspace.typeCommand({ user: 'ana', channel: 'netops', text: '/ipsec ask' });
    await workspace.waitFor(() => workspace.openViews('ana').length === 1);
    const missing = await workspace.submitView({ user: 'ana' });
    expect(missing).toMatchObject({
      state: 'refused',
      errors: { tunnel: 'Please complete this required field.' },
    });
    const { options } = await workspace.suggest({ user: 'ana', actionId: 'tunnel', value: 'tunnel-' });
    expect(options.map((one) => one.value)).toEqual(['tunnel-x', 'tunnel-y']);
    const wrong = await workspace.submitView({ user: 'ana', values: { tunnel: 'paris-hq' } });
    expect(wrong.errors).toEqual({ tunnel: 'paris-hq is retired.' });
    expect(workspace.openViews('ana')).toHaveLength(1);
    await workspace.submitView({ user: 'ana', values: { tunnel: 'tunnel-x' } });
    expect(workspace.openViews('ana')).toEqual([]);
    const told = await workspace.waitFor(() => workspace.ephemerals('ana')[0]);
    expect(told.text).toBe('You chose tunnel-x');
  });

  it('publishes the home tab when it is opened', async () => {
    await workspace.openHome('mei');
    const home = await workspace.waitFor(() => workspace.homeOf('mei'));
    expect(JSON.stringify(home.body)).toContain('The fleet');
    expect(workspace.homeOf('ana')).toBeUndefined();
  });

  it('answers a mention in the thread of the mention', async () => {
    const asked = await workspace.mention({
      user: 'sam',
      channel: 'netops',
      text: 'what about <b> & tunnel-x',
    });
    await workspace.waitFor(() => workspace.thread('netops', asked.ts).length === 2);
    expect(asked.text).toBe('<@U0APPBOT1> what about &lt;b&gt; &amp; tunnel-x');
  });

  it('uploads a file into the thread of the message that a shortcut was run on', async () => {
    const message = await workspace.post({ user: 'ana', channel: 'netops', text: 'tunnel-x flaps' });
    const made = { user: 'ana', channel: 'netops', ts: message.ts, callbackId: 'check_message' };
    expect((await workspace.runMessageShortcut(made)).state).toBe('acked');
    const reply = await workspace.waitFor(() => workspace.thread('netops', message.ts)[1]);
    expect(reply.text).toBe('The log of it');
    const file = workspace.file(reply.fileIds[0] ?? '');
    expect(file?.bytes.toString()).toBe('IKE log line');
  });

  it('delivers an event again when told to, with the number of the retry', async () => {
    workspace.faults.redeliverEvents(1);
    await workspace.mention({ user: 'ana', channel: 'netops', text: 'hello' });
    const attempts = workspace.acks.filter((ack) => ack.kind === 'events_api').map((ack) => ack.retryAttempt);
    expect(attempts).toContain(1);
  });

  it('sends a double click twice', async () => {
    const card = await askForCard();
    workspace.faults.duplicateClicks(1);
    await workspace.click({ user: 'ana', ts: card.ts, actionId: 'refresh' });
    await workspace.waitFor(
      () => workspace.calls.filter((call) => call.method === 'chat.update').length === 2,
    );
    expect(workspace.acks.filter((ack) => ack.type === 'block_actions')).toHaveLength(2);
  });

  it('makes the app wait out a 429 and lose nothing', async () => {
    workspace.faults.rateLimit('chat.postMessage', 1, 1);
    await askForCard();
    const statuses = workspace.calls
      .filter((call) => call.method === 'chat.postMessage')
      .map((call) => call.status);
    expect(statuses.slice(0, 2)).toEqual([429, 200]);
  });
});
