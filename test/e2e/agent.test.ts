// Slack of 2026: progress that streams, threads that are sessions of an agent, Stop; and what remains where the workspace has none of it.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunOptions } from '../../src/commands/dispatcher.js';
import type { Report } from '../../src/domain/report.js';
import { reportOf, ScriptedDispatcher } from './scripted.js';
import { manifest, openStage, type Stage, type StageOptions, until } from './stage.js';
import { directChannel, idOf } from './told.js';

let dispatcher: ScriptedDispatcher;
let stage: Stage;
/** Lets what runs give its answer. */
let answer: () => void;
let aborted: number;

beforeEach(() => {
  dispatcher = new ScriptedDispatcher();
  aborted = 0;
  dispatcher.script = (text, { signal, onProgress }: RunOptions) =>
    new Promise<Report>((resolve, reject) => {
      onProgress?.({ title: 'Reading the configuration of fw-paris …' });
      onProgress?.({ title: 'Reading the log of fw-hq …' });
      answer = () => resolve(reportOf(text));
      signal.addEventListener('abort', () => {
        aborted += 1;
        reject(signal.reason);
      });
    });
});
afterEach(() => stage.stop());

const open = async (options: Partial<StageOptions> = {}) => {
  stage = await openStage({ mode: 'socket', dispatcher, ...options });
};
const called = (method: string) => stage.slack.calls.filter((call) => call.method === method);
const ask = (text: string, user = 'ana') => stage.slack.mention({ user, channel: 'netops', text });
/** The app's newest message in a thread. */
const reply = (ts: string, channel = 'netops') =>
  stage.slack.thread(channel, ts).findLast((message) => message.user === stage.slack.botUserId);
const json = (value: unknown) => JSON.stringify(value);
const streamed = (ts: string) => stage.slack.waitFor(() => reply(ts)?.streaming && reply(ts), 60_000);
/** A workspace whose app is no agent. */
const classic = () => {
  const { agent_view: _none, ...features } = manifest.features;
  return { workspace: { manifest: { ...manifest, features } } };
};

describe('progress below a mention', () => {
  it('streams as one line, and the answer takes its place', async () => {
    await open();
    const { ts } = await ask('status tunnel-x');
    const progress = await streamed(ts);
    expect(json(progress.blocks)).toContain('Reading the log of fw-hq');
    expect(json(progress.blocks)).not.toContain('fw-paris');
    expect(called('chat.startStream')[0]?.args).toMatchObject({
      thread_ts: ts,
      recipient_user_id: idOf(stage.slack, 'ana'),
      recipient_team_id: 'T0LOCAL01',
    });
    answer();
    const card = await stage.slack.waitFor(
      () => reply(ts)?.text.includes('Down: tunnel-x') && reply(ts),
      8000,
    );
    expect(card.ts).toBe(progress.ts);
    expect(card.streaming).toBe(false);
    expect(card.metadata).toMatchObject({ event_payload: { key: expect.stringMatching(/^act-/) } });
    expect(json(card.blocks)).not.toContain('"Stop"');
  });

  it('is edited where Slack refuses streams, and is not tried again', async () => {
    await open();
    stage.slack.faults.next('chat.startStream', { kind: 'error', error: 'unknown_method' }, 100);
    for (const tunnel of ['tunnel-x', 'paris-hq']) {
      const { ts } = await ask(`status ${tunnel}`);
      const progress = await stage.slack.waitFor(() => reply(ts), 60_000);
      expect(progress.streaming).toBe(false);
      expect(progress.text).toContain('Reading the log of fw-hq');
      answer();
      await stage.slack.waitFor(() => reply(ts)?.text.includes(`Down: ${tunnel}`), 60_000);
    }
    expect(called('chat.startStream')).toHaveLength(1);
  });

  it('goes on by editing when a stream ended in the middle', async () => {
    await open();
    stage.slack.faults.next(
      'chat.appendStream',
      { kind: 'error', error: 'message_not_in_streaming_state' },
      100,
    );
    dispatcher.script = async (text, { onProgress }) => {
      onProgress?.({ title: 'First' });
      await until(() => called('chat.startStream').length > 0);
      onProgress?.({ title: 'Second' });
      await until(() => called('chat.appendStream').length > 0);
      return reportOf(text);
    };
    const { ts } = await ask('status tunnel-x');
    await stage.slack.waitFor(() => reply(ts)?.text.includes('Down: tunnel-x'), 60_000);
    await stage.slack.waitFor(() => stage.slack.thread('netops', ts).length === 3, 60_000);
  });
});

describe('Stop', () => {
  const stopOf = (ts: string, user: string) =>
    stage.slack.click({ user, channel: 'netops', ts, actionId: 'stop:0' });

  it('below progress ends what runs for whoever asked, and says what was done until then', async () => {
    await open();
    const { ts } = await ask('status tunnel-x');
    const progress = await streamed(ts);
    await stopOf(progress.ts, 'ana');
    const told = await stage.slack.waitFor(() => reply(ts)?.text.includes('Stopped by') && reply(ts), 60_000);
    expect(told.ts).toBe(progress.ts);
    expect(json(told.blocks)).toMatch(/Stopped by ana.*Until then: Reading the configuration of fw-paris\./);
    expect(json(told.blocks)).toContain('"value":"status tunnel-x"');
    expect(aborted).toBe(1);
    await until(() => stage.app.health().running === 0);
  });

  it('stands below a slash command too; others may only with the right for it', async () => {
    await open();
    await stage.slack.typeCommand({ user: 'ana', channel: 'netops', text: '/ipsec status tunnel-x' });
    const progress = await stage.slack.waitFor(
      () => stage.slack.messages('netops').find((one) => json(one.blocks).includes('"Stop"')),
      8000,
    );
    await stopOf(progress.ts, 'mei');
    const refused = await stage.slack.waitFor(() => stage.slack.ephemerals('mei')[0], 60_000);
    expect(refused.text).toContain('Somebody else asked this');
    expect(aborted).toBe(0);
    dispatcher.stoppers = [idOf(stage.slack, 'mei')];
    await stopOf(progress.ts, 'mei');
    await stage.slack.waitFor(
      () => stage.slack.messages('netops').some((one) => /Stopped by mei/.test(one.text)),
      8000,
    );
    await stopOf(progress.ts, 'ana').catch(() => undefined);
    expect(aborted).toBe(1);
  });
});

describe('a direct message', () => {
  const say = async (text: string) => {
    const channel = directChannel(stage.slack, 'ana');
    const { ts } = await stage.slack.post({ user: 'ana', channel, text });
    return { channel, ts };
  };
  const session = () => stage.slack.sessions()[0];

  it('in plain words is a session: the line says what is read, the answer ends it', async () => {
    await open();
    const { channel, ts } = await say('why is paris-hq down?');
    await stage.slack.waitFor(() => session()?.text !== '' && session(), 60_000);
    expect(session()).toMatchObject({
      channel,
      threadTs: ts,
      status: 'processing',
      text: 'is reading the log of fw-hq …',
    });
    expect(dispatcher.texts).toEqual(['status paris-hq']);
    answer();
    const told = await stage.slack.waitFor(() => reply(ts, channel), 60_000);
    expect(told.text).toContain('Down: paris-hq');
    await stage.slack.waitFor(() => session()?.status === 'active', 60_000);
    expect(session()?.text).toBe('');
    expect(stage.slack.thread(channel, ts).filter((one) => /Reading/.test(one.text))).toEqual([]);
  });

  it('is stopped by Slack’s own button', async () => {
    await open();
    const { channel, ts } = await say('why is paris-hq down?');
    await stage.slack.waitFor(() => session()?.text !== '' && session(), 60_000);
    await stage.slack.stopSession({ user: 'ana', channel, threadTs: ts });
    const told = await stage.slack.waitFor(() => reply(ts, channel), 60_000);
    expect(told.text).toContain('Stopped by');
    await stage.slack.waitFor(() => session()?.status === 'active', 60_000);
    expect(aborted).toBe(1);
  });

  it('is answered beside it where the app is no agent, and Slack is asked for a session once', async () => {
    await open(classic());
    for (const tunnel of ['paris-hq', 'tunnel-x']) {
      const { channel } = await say(`why is ${tunnel} down?`);
      const own = () => stage.slack.messages(channel).findLast((one) => one.user === stage.slack.botUserId);
      const progress = await stage.slack.waitFor(() => /Reading/.test(own()?.text ?? '') && own(), 60_000);
      expect(json(progress.blocks)).toContain('"Stop"');
      answer();
      await stage.slack.waitFor(() => own()?.text.includes(`Down: ${tunnel}`), 60_000);
    }
    expect(called('agents.sessions.setStatus')).toHaveLength(1);
  });

  it('begins with what one may ask', async () => {
    await open();
    await stage.slack.openMessages('ana');
    const channel = directChannel(stage.slack, 'ana');
    await stage.slack.waitFor(() => stage.slack.prompts(channel).length > 0, 60_000);
    expect(stage.slack.prompts(channel).map((one) => one.message)).toEqual(['list', 'help']);
  });
});
