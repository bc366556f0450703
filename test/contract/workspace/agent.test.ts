// What the workspace takes of an agent: sessions, the line of what it does, prompts; and the refusals and warnings of each.
import { afterEach, describe, expect, it } from 'vitest';
import { type Fields, startWorkspace, type Workspace } from '../../../src/workspace/index.js';
import { call as reply } from './call.js';

let workspace: Workspace;
afterEach(() => workspace.stop());

const call = async (of: Workspace, method: string, args: Fields) => (await reply(of, method, args)).body;
const manifestOf = (features: Fields, events: string[], scopes: string[]): Fields => ({
  display_information: { name: 'Medic' },
  features,
  oauth_config: { scopes: { bot: scopes } },
  settings: { event_subscriptions: { bot_events: events } },
});
const agentView = { agent_view: { agent_description: 'Says why.' } };
const scopes = ['chat:write', 'assistant:write'];
const open = async (features: Fields = agentView, events = ['agent_session_stopped'], granted = scopes) => {
  workspace = await startWorkspace({ mode: 'socket', manifest: manifestOf(features, events, granted) });
};
const rootOf = async () => {
  const channel = workspace.channels.find((one) => one.kind === 'dm')?.id ?? '';
  const user = workspace.channels.find((one) => one.id === channel)?.members[0] ?? '';
  const { ts } = await workspace.post({ user, channel, text: 'why?' });
  return { channel, ts, user };
};
const refused = (error: string) => expect.objectContaining({ ok: false, error });

describe('a session', () => {
  it('begins, shows a line until the app answers, and ends', async () => {
    await open();
    const { channel, ts } = await rootOf();
    const place = { channel_id: channel, thread_ts: ts };
    expect(await call(workspace, 'agents.sessions.setStatus', { ...place, status: 'processing' })).toEqual({
      ok: true,
      status: 'processing',
    });
    await call(workspace, 'assistant.threads.setStatus', { ...place, status: 'is reading' });
    expect(workspace.sessions()).toEqual([
      { channel, threadTs: ts, status: 'processing', text: 'is reading' },
    ]);
    await call(workspace, 'chat.postMessage', { channel, thread_ts: ts, text: 'Down' });
    expect(workspace.sessions()[0]?.text).toBe('');
    await call(workspace, 'agents.sessions.setStatus', { ...place, status: 'active' });
    await expect(workspace.stopSession({ user: 'ana', channel, threadTs: ts })).rejects.toThrow('no session');
  });

  it('warns an app that did not subscribe to Stop', async () => {
    await open(agentView, []);
    const { channel, ts } = await rootOf();
    const answer = await call(workspace, 'agents.sessions.setStatus', {
      channel_id: channel,
      thread_ts: ts,
      status: 'processing',
    });
    expect(answer).toMatchObject({ warning: 'missing_agent_session_stopped_event_subscription' });
  });

  it('is refused to an app that is no agent, for an unknown status, and in no thread', async () => {
    await open({});
    const { channel, ts } = await rootOf();
    const place = { channel_id: channel, thread_ts: ts };
    const status = (args: Fields) => call(workspace, 'agents.sessions.setStatus', args);
    expect(await status({ ...place, status: 'processing' })).toEqual(refused('feature_not_enabled'));
    await workspace.stop();
    await open();
    const there = await rootOf();
    const ours = { channel_id: there.channel, thread_ts: there.ts };
    expect(await status({ ...ours, status: 'busy' })).toEqual(refused('invalid_arguments'));
    expect(await status({ channel_id: there.channel, status: 'active' })).toEqual(
      refused('invalid_arguments'),
    );
    expect(await status({ ...ours, thread_ts: '1.000001', status: 'active' })).toEqual(
      refused('invalid_thread_ts'),
    );
    expect(await status({ ...ours, title: 'x'.repeat(201), status: 'active' })).toEqual(
      refused('invalid_arguments'),
    );
  });

  it('ends the streams in it when somebody stops it', async () => {
    await open();
    const { channel, ts, user } = await rootOf();
    await call(workspace, 'agents.sessions.setStatus', {
      channel_id: channel,
      thread_ts: ts,
      status: 'processing',
    });
    const stream = await call(workspace, 'chat.startStream', { channel, thread_ts: ts, markdown_text: 'a' });
    await workspace.stopSession({ user, channel, threadTs: ts });
    expect(
      await call(workspace, 'chat.appendStream', { channel, ts: stream.ts, markdown_text: 'b' }),
    ).toEqual(refused('message_not_in_streaming_state'));
  });
});

describe('suggested prompts', () => {
  const suggest = (args: Fields) => call(workspace, 'assistant.threads.setSuggestedPrompts', args);
  const prompt = (at: number) => ({ title: `T${at}`, message: `m${at}` });

  it('are four at most, and with the thread of the older view nothing is shown', async () => {
    await open();
    const { channel, ts } = await rootOf();
    const four = [1, 2, 3, 4].map(prompt);
    expect(await suggest({ channel_id: channel, prompts: four })).toEqual({ ok: true });
    expect(workspace.prompts(channel)).toEqual(four);
    expect(await suggest({ channel_id: channel, prompts: [...four, prompt(5)] })).toEqual(
      refused('invalid_arguments'),
    );
    expect(await suggest({ channel_id: channel, thread_ts: ts, prompts: [prompt(9)] })).toEqual({ ok: true });
    expect(workspace.prompts(channel)).toEqual(four);
  });

  it('need the scope of an assistant', async () => {
    await open(agentView, [], ['chat:write']);
    const { channel } = await rootOf();
    expect(await suggest({ channel_id: channel, prompts: [prompt(1)] })).toMatchObject({
      error: 'missing_scope',
      needed: 'assistant:write',
    });
  });
});
