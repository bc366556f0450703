// A slash command becomes a card with its detail in the thread; buttons are commands; in Socket Mode and over signed HTTP.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reportOf, ScriptedDispatcher } from './scripted.js';
import { openStage, type Stage } from './stage.js';

describe.each(['socket', 'http'] as const)('over %s', (mode) => {
  let dispatcher: ScriptedDispatcher;
  let stage: Stage;
  const command = (text: string, channel = 'netops') =>
    stage.slack.typeCommand({ user: 'ana', channel, text });
  const cards = () => stage.slack.messages('netops');
  const firstCard = () => stage.slack.waitFor(() => cards()[0]);
  const wholeThread = (ts: string, least: number) =>
    stage.slack.waitFor(() => {
      const thread = stage.slack.thread('netops', ts);
      return thread.length >= least ? thread : null;
    });

  beforeEach(async () => {
    dispatcher = new ScriptedDispatcher();
    stage = await openStage({ mode, dispatcher });
  });
  afterEach(() => stage.stop());

  it('answers /ipsec with a card in the channel and the detail in its thread', async () => {
    const outcome = await command('/ipsec status tunnel-x');
    expect(outcome).toMatchObject({ state: 'acked', response: {} });
    const card = await firstCard();
    expect(card.text).toContain('❌ Down: tunnel-x – Fault: Pre-shared key mismatch.');
    expect(JSON.stringify(card.blocks)).toContain('203.0.113.9');
    const thread = await wholeThread(card.ts, 2);
    expect(JSON.stringify(thread[1]?.blocks)).toContain('▶ 02:13:45');
    expect(dispatcher.texts).toEqual(['status tunnel-x']);
    expect(dispatcher.asked[0]?.options.asker).toMatchObject({ name: 'ana', via: 'chat' });
  });

  it('shows who asked what, because Slack hides a slash command', async () => {
    await command('/ipsec status tunnel-x');
    const card = await firstCard();
    const ana = stage.slack.people.find((one) => one.name === 'ana');
    expect(JSON.stringify(card.blocks)).toContain(`<@${ana?.id}> asked \`status tunnel-x\``);
  });

  it('runs a button as the command it carries and answers in the thread of its card', async () => {
    await command('/ipsec status tunnel-x');
    const card = await firstCard();
    await wholeThread(card.ts, 2);
    await stage.slack.click({ user: 'jonas', channel: 'netops', ts: card.ts, actionId: 'cmd:1' });
    const thread = await wholeThread(card.ts, 4);
    expect(dispatcher.texts).toEqual(['status tunnel-x', 'logs tunnel-x']);
    expect(thread[2]?.text).toContain('Down: tunnel-x');
    expect(cards()).toHaveLength(1);
  });

  it('edits the card and its detail in place on Refresh', async () => {
    await command('/ipsec status tunnel-x');
    const card = await firstCard();
    await wholeThread(card.ts, 2);
    dispatcher.script = (text) =>
      reportOf(text, {
        tone: 'good',
        title: 'Up: tunnel-x',
        detail: [{ kind: 'paragraph', text: 'All is well.' }],
      });
    await stage.slack.click({ user: 'ana', channel: 'netops', ts: card.ts, actionId: 'cmd:0' });
    await stage.slack.waitFor(() => cards()[0]?.text.includes('✅ Up: tunnel-x'));
    await stage.slack.waitFor(() =>
      JSON.stringify(stage.slack.thread('netops', card.ts)[1]?.blocks).includes('All is well.'),
    );
    expect(cards()).toHaveLength(1);
    expect(stage.slack.thread('netops', card.ts)).toHaveLength(2);
  });

  it('tells errors and help only to the asker', async () => {
    dispatcher.script = (text) =>
      reportOf(text, { audience: 'asker', title: 'No tunnel is called "tunnle-x".' });
    await command('/ipsec status tunnle-x');
    const told = await stage.slack.waitFor(() => stage.slack.ephemerals('ana')[0]);
    expect(told.text).toContain('No tunnel is called');
    expect(cards()).toEqual([]);
    expect(stage.slack.ephemerals('jonas')).toEqual([]);
  });

  it('says in one sentence that it is not in the channel, and gives the asker the answer', async () => {
    await command('/ipsec status tunnel-x', 'strangers');
    await stage.slack.waitFor(() => stage.slack.ephemerals('ana').length >= 2);
    const [sentence, answer] = stage.slack.ephemerals('ana');
    expect(sentence?.text).toContain('Invite me with /invite');
    expect(answer?.text).toContain('Down: tunnel-x');
  });

  it('shows a long command as one message that is edited, and turns it into the card', async () => {
    let finish: () => void = () => undefined;
    dispatcher.script = async (text, options) => {
      for (let step = 0; step < 200; step += 1) options.onProgress?.({ title: `Looking at step ${step}` });
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return reportOf(text);
    };
    await command('/ipsec status tunnel-x');
    const shown = await firstCard();
    expect(JSON.stringify(shown.blocks)).toContain('Looking at step 199');
    finish();
    await stage.slack.waitFor(() => cards()[0]?.text.includes('Down: tunnel-x'));
    expect(cards()).toHaveLength(1);
    const posts = stage.slack.calls.filter(
      (call) => call.method === 'chat.postMessage' && !call.args.thread_ts,
    );
    const edits = stage.slack.calls.filter((call) => call.method === 'chat.update');
    expect(posts).toHaveLength(1);
    expect(edits.length).toBeLessThanOrEqual(2);
  });
});
