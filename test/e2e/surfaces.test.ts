// The other doors: mention, direct message, home tab, shortcuts, the modal with type-ahead, menus; files and pictures in the thread.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fields, Message } from '../../src/workspace/index.js';
import { reportOf, ScriptedDispatcher } from './scripted.js';
import { openStage, type Stage } from './stage.js';

let dispatcher: ScriptedDispatcher;
let stage: Stage;

beforeEach(async () => {
  dispatcher = new ScriptedDispatcher();
  stage = await openStage({ mode: 'socket', dispatcher });
});
afterEach(() => stage.stop());

const threadOf = (message: Message, least: number) =>
  stage.slack.waitFor(() => {
    const thread = stage.slack.thread(message.channel, message.ts);
    return thread.length >= least ? thread : null;
  });
const modalOf = (user: string) => stage.slack.waitFor(() => stage.slack.openViews(user).at(-1));
const directMessages = (user: string) => {
  const person = stage.slack.people.find((one) => one.name === user);
  const channel = stage.slack.channels.find(
    (one) => one.kind === 'dm' && one.members.includes(person?.id ?? ''),
  );
  return stage.slack.messages(channel?.id ?? '');
};

describe('a mention', () => {
  it('with a command is answered in the thread of the mention', async () => {
    const message = await stage.slack.mention({ user: 'ana', channel: 'netops', text: 'status tunnel-x' });
    const thread = await threadOf(message, 3);
    expect(thread[1]?.text).toContain('Down: tunnel-x');
    expect(dispatcher.texts).toEqual(['status tunnel-x']);
  });

  it("in an alert's thread finds the tunnel in the thread's text, attachments too", async () => {
    const alert = await stage.slack.post({
      user: 'sam',
      channel: 'netops',
      text: 'PROBLEM: tunnel &lt;paris-hq&gt; is down',
    });
    await stage.slack.mention({
      user: 'ana',
      channel: 'netops',
      threadTs: alert.ts,
      text: 'what is wrong here?',
    });
    await threadOf(alert, 4);
    expect(dispatcher.texts).toEqual(['status paris-hq']);
  });

  it('that names several tunnels offers a menu to the asker where it can be seen, and the choice runs', async () => {
    await stage.slack.mention({
      user: 'ana',
      channel: 'netops',
      text: 'look at paris-hq and tunnel-x',
    });
    const told = await stage.slack.waitFor(() => stage.slack.ephemerals('ana')[0]);
    // Below a message without replies Slack would show it to nobody.
    expect(told.threadTs).toBeUndefined();
    await stage.slack.select({
      user: 'ana',
      channel: 'netops',
      ts: told.ts,
      actionId: 'choose:0',
      value: 'status paris-hq',
    });
    await stage.slack.waitFor(() => stage.slack.messages('netops').length > 1);
    expect(dispatcher.texts).toEqual(['status paris-hq']);
  });

  it('below a reply offers the menu in the thread, and answers there', async () => {
    const alert = await stage.slack.post({ user: 'sam', channel: 'netops', text: 'Something flaps' });
    await stage.slack.mention({
      user: 'ana',
      channel: 'netops',
      threadTs: alert.ts,
      text: 'look at paris-hq and tunnel-x',
    });
    const told = await stage.slack.waitFor(() => stage.slack.ephemerals('ana')[0]);
    expect(told.threadTs).toBe(alert.ts);
    const chosen = { actionId: 'choose:0', value: 'status paris-hq' };
    await stage.slack.select({ user: 'ana', channel: 'netops', ts: told.ts, ...chosen });
    await threadOf(alert, 3);
    expect(dispatcher.texts).toEqual(['status paris-hq']);
  });

  it('that names nothing is told what to write', async () => {
    await stage.slack.mention({ user: 'ana', channel: 'netops', text: 'hello there' });
    const told = await stage.slack.waitFor(() => stage.slack.ephemerals('ana')[0]);
    expect(told.text).toContain('found no tunnel name');
  });
});

describe('a direct message', () => {
  it('is answered plainly, errors too', async () => {
    dispatcher.script = (text) => reportOf(text, { audience: 'asker', title: 'No tunnel is called "x".' });
    const dm = stage.slack.channels.find((one) => one.kind === 'dm');
    const person = stage.slack.people.find((one) => dm?.members.includes(one.id) && !one.isBot);
    const asked = { user: person?.id ?? '', channel: dm?.id ?? '', text: '/ipsec status x' };
    const { ts } = await stage.slack.post(asked);
    const answer = await stage.slack.waitFor(() => stage.slack.thread(asked.channel, ts)[1]);
    expect(answer.ephemeralTo).toBeUndefined();
    expect(answer.text).toContain('No tunnel is called');
    expect(dispatcher.texts).toEqual(['status x']);
  });
});

describe('the home tab', () => {
  it('shows the fleet, refreshes, and asks about a tunnel', async () => {
    dispatcher.script = (text) =>
      reportOf(text, {
        title: '3 tunnels, 1 down',
        summary: [
          {
            kind: 'table',
            columns: ['Tunnel', 'State'],
            rows: [
              ['tunnel-x', 'down'],
              ['paris-hq', 'up'],
            ],
          },
        ],
        actions: [],
      });
    await stage.slack.openHome('mei');
    const shows = (text: string) => JSON.stringify(stage.slack.homeOf('mei')?.body ?? {}).includes(text);
    await stage.slack.waitFor(() => shows('3 tunnels, 1 down') && shows('tunnel-x'));
    dispatcher.script = (text) => reportOf(text, { title: '3 tunnels, all up', actions: [] });
    const { id } = stage.slack.homeOf('mei') ?? { id: '' };
    await stage.slack.click({ user: 'mei', viewId: id, actionId: 'home:refresh' });
    await stage.slack.waitFor(() => shows('3 tunnels, all up'));
    await stage.slack.click({ user: 'mei', viewId: id, actionId: 'home:ask' });
    expect((await modalOf('mei')).body.callback_id).toBe('ask_tunnel');
    expect(dispatcher.texts).toEqual(['list', 'list']);
  });

  it('answers its buttons in the direct message', async () => {
    dispatcher.script = (text) => reportOf(text);
    await stage.slack.openHome('mei');
    const view = await stage.slack.waitFor(() => {
      const home = stage.slack.homeOf('mei');
      return JSON.stringify(home?.body ?? {}).includes('cmd:0') ? home : null;
    });
    await stage.slack.click({ user: 'mei', viewId: view.id, actionId: 'cmd:0' });
    await stage.slack.waitFor(() => directMessages('mei').length > 0);
    expect(dispatcher.texts).toEqual(['list', 'logs']);
  });
});

describe('the modal', () => {
  it('opens when the tunnel is missing, offers names while typing, and answers in the channel', async () => {
    await stage.slack.typeCommand({ user: 'ana', channel: 'netops', text: '/ipsec logs' });
    const view = await modalOf('ana');
    const { options } = await stage.slack.suggest({
      user: 'ana',
      viewId: view.id,
      actionId: 'tunnel',
      value: 'paris',
    });
    expect(options.map((one: Fields) => one.value)).toEqual(['paris-hq']);
    const outcome = await stage.slack.submitView({ user: 'ana', values: { tunnel: 'paris-hq' } });
    expect(outcome.errors).toEqual({});
    await stage.slack.waitFor(() => stage.slack.messages('netops')[0]);
    expect(dispatcher.texts).toEqual(['logs paris-hq']);
  });

  it('opens from the global shortcut and answers in the direct message', async () => {
    await stage.slack.runGlobalShortcut('ana', 'ask_tunnel');
    const view = await modalOf('ana');
    await stage.slack.suggest({ user: 'ana', viewId: view.id, actionId: 'tunnel', value: '' });
    await stage.slack.submitView({ user: 'ana', values: { tunnel: 'tunnel-x', command: 'status' } });
    await stage.slack.waitFor(() => directMessages('ana')[0]);
    expect(dispatcher.texts).toEqual(['status tunnel-x']);
    expect(stage.slack.messages('netops')).toEqual([]);
  });
});

describe('the message shortcut', () => {
  it('checks the one tunnel that a message names, in its thread', async () => {
    const alert = await stage.slack.post({ user: 'sam', channel: 'netops', text: 'berlin-lab flaps again' });
    await stage.slack.runMessageShortcut({
      user: 'ana',
      channel: 'netops',
      ts: alert.ts,
      callbackId: 'check_message',
    });
    const thread = await threadOf(alert, 3);
    expect(thread[1]?.text).toContain('Down: berlin-lab');
  });

  it('asks with the modal when no tunnel is named, and answers in the thread of the message', async () => {
    const alert = await stage.slack.post({ user: 'sam', channel: 'netops', text: 'something is down' });
    await stage.slack.runMessageShortcut({
      user: 'ana',
      channel: 'netops',
      ts: alert.ts,
      callbackId: 'check_message',
    });
    const view = await modalOf('ana');
    await stage.slack.suggest({ user: 'ana', viewId: view.id, actionId: 'tunnel', value: 'x' });
    await stage.slack.submitView({ user: 'ana', values: { tunnel: 'tunnel-x' } });
    await threadOf(alert, 3);
  });
});

describe('what does not fit into a message', () => {
  it('becomes a file in the thread, and a picture is a PNG with words for those who cannot see it', async () => {
    const picture = {
      kind: 'comparison',
      title: 'Proposals',
      left: 'ours',
      right: 'theirs',
      rows: [],
    } as const;
    const lines = Array.from({ length: 500 }, (_, at) => ({
      device: 'fw-a',
      at: null,
      text: `line ${at} <!channel>`,
      marked: false,
    }));
    dispatcher.script = (text) =>
      reportOf(text, {
        detail: [
          { kind: 'log', lines },
          { kind: 'code', text: `${'long '.repeat(30)}\n`.repeat(1000) },
          { kind: 'picture', picture, alt: 'The two proposals side by side' },
        ],
        files: [{ name: 'all.txt', title: 'All lines', text: '' }],
      });
    await stage.slack.typeCommand({ user: 'ana', channel: 'netops', text: '/ipsec logs tunnel-x' });
    const card = await stage.slack.waitFor(() => stage.slack.messages('netops')[0]);
    const files = await stage.slack.waitFor(() => {
      const ids = stage.slack.thread('netops', card.ts).flatMap((message) => message.fileIds);
      return ids.length >= 3 ? ids.map((id) => stage.slack.file(id)) : null;
    });
    expect(files.map((file) => file?.name).sort()).toEqual(['all.txt', 'comparison.png', 'logs.txt']);
    const png = files.find((file) => file?.name.endsWith('.png'));
    expect(png?.altText).toBe('The two proposals side by side');
    expect(png?.bytes.subarray(1, 4).toString()).toBe('PNG');
    const whole = files.find((file) => file?.title === 'The whole answer');
    expect(whole?.bytes.toString()).toContain('line 499 <!channel>');
  });
});
