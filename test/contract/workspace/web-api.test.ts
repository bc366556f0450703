// The Web API's answers without an app: tokens, scopes, places, tickets, files, paging, rate limits, streams.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fields, startWorkspace, type Workspace } from '../../../src/workspace/index.js';
import { call, postJson } from './call.js';

const MANIFEST = {
  oauth_config: { scopes: { bot: ['chat:write', 'commands'] } },
  settings: { event_subscriptions: { bot_events: ['app_mention'] } },
};

describe('the Web API', () => {
  let workspace: Workspace;
  let clock: number;
  beforeEach(async () => {
    clock = Date.UTC(2026, 10, 21, 3, 0, 0);
    workspace = await startWorkspace({
      mode: 'http',
      now: () => clock,
      retryDelaysMs: [],
      channels: [{ name: 'netops' }, { name: 'secret', hasApp: false }],
    });
  });
  afterEach(() => workspace.stop());
  const post = (args: Fields = {}) =>
    call(workspace, 'chat.postMessage', { channel: '#netops', text: 'hello', ...args });

  it('tells a missing token from a wrong one and from one of the wrong kind', async () => {
    expect((await call(workspace, 'auth.test', {}, '')).body.error).toBe('not_authed');
    expect((await call(workspace, 'auth.test', {}, 'xoxb-other')).body.error).toBe('invalid_auth');
    expect((await call(workspace, 'auth.test', {}, workspace.appToken)).body.error).toBe(
      'not_allowed_token_type',
    );
    expect((await call(workspace, 'auth.test')).body).toMatchObject({
      ok: true,
      user_id: workspace.botUserId,
    });
  });

  it('reads form bodies with JSON inside, as the SDK sends them', async () => {
    const blocks = JSON.stringify([{ type: 'divider' }]);
    const reply = await fetch(`${workspace.apiUrl}chat.postMessage`, {
      method: 'POST',
      body: new URLSearchParams({ token: workspace.botToken, channel: 'C0CHANNEL1', text: 'x', blocks }),
    });
    expect(await reply.json()).toMatchObject({ ok: true, message: { blocks: [{ type: 'divider' }] } });
    expect(workspace.calls.at(-1)?.args).not.toHaveProperty('token');
  });

  it('does not know every method', async () => {
    expect((await call(workspace, 'chat.shout')).body.error).toBe('unknown_method');
  });

  it('posts only where the app is, and to people in their direct message', async () => {
    expect((await post({ channel: '#secret' })).body.error).toBe('not_in_channel');
    expect((await post({ channel: 'C404' })).body.error).toBe('channel_not_found');
    const direct = (await post({ channel: 'U0PERSON2' })).body;
    expect(workspace.messages(String(direct.channel))).toHaveLength(1);
    await call(workspace, 'conversations.join', { channel: '#secret' });
    expect((await post({ channel: '#secret' })).body.ok).toBe(true);
  });

  it('demands the scopes of the manifest', async () => {
    const strict = await startWorkspace({ mode: 'http', manifest: MANIFEST, retryDelaysMs: [] });
    const refused = (await call(strict, 'users.info', { user: 'U0PERSON1' })).body;
    expect(refused).toMatchObject({
      error: 'missing_scope',
      needed: 'users:read',
      provided: 'chat:write,commands',
    });
    await strict.stop();
  });

  it('updates and deletes only what the app posted and everybody sees', async () => {
    const { ts } = (await post()).body;
    const theirs = await workspace.post({ user: 'ana', channel: 'netops', text: 'mine' });
    const only = (
      await call(workspace, 'chat.postEphemeral', { channel: '#netops', user: 'U0PERSON1', text: 'psst' })
    ).body;
    const change = async (at: unknown) =>
      (await call(workspace, 'chat.update', { channel: '#netops', ts: at, text: 'b' })).body;
    expect(await change(ts)).toMatchObject({ ok: true, text: 'b' });
    expect(await change(theirs.ts)).toMatchObject({ error: 'cant_update_message' });
    expect(await change(only.message_ts)).toMatchObject({ error: 'message_not_found' });
    expect((await call(workspace, 'chat.delete', { channel: '#netops', ts })).body.ok).toBe(true);
    expect(await change(ts)).toMatchObject({ error: 'message_not_found' });
  });

  it('keeps blocks in an update that does not mention them, and drops them when the list is empty', async () => {
    const { ts } = (await post({ blocks: [{ type: 'divider' }] })).body;
    await call(workspace, 'chat.update', { channel: '#netops', ts, text: 'b' });
    expect(workspace.messages('netops')[0]?.blocks).toHaveLength(1);
    await call(workspace, 'chat.update', { channel: '#netops', ts, text: 'c', blocks: [] });
    expect(workspace.messages('netops')[0]?.blocks).toEqual([]);
  });

  it('pages the history newest first, and a thread oldest first', async () => {
    const parent = (await post({ text: 'first' })).body;
    for (const text of ['a', 'b']) await post({ text, thread_ts: parent.ts });
    await post({ text: 'last' });
    const page = (await call(workspace, 'conversations.history', { channel: 'C0CHANNEL1', limit: 1 })).body;
    expect(page).toMatchObject({ has_more: true, messages: [{ text: 'last' }] });
    const { next_cursor: cursor } = page.response_metadata as Fields;
    const next = (await call(workspace, 'conversations.history', { channel: 'C0CHANNEL1', limit: 1, cursor }))
      .body;
    expect(next).toMatchObject({ has_more: false, messages: [{ text: 'first', reply_count: 2 }] });
    const thread = (await call(workspace, 'conversations.replies', { channel: 'C0CHANNEL1', ts: parent.ts }))
      .body;
    expect((thread.messages as Fields[]).map((one) => one.text)).toEqual(['first', 'a', 'b']);
  });

  it('answers a response_url five times within thirty minutes', async () => {
    let url = '';
    await workspace.typeCommand({ user: 'ana', channel: 'netops', text: '/ipsec list' });
    url = String(workspace.acks[0]?.payload.response_url);
    for (let use = 1; use <= 5; use += 1)
      expect((await postJson(url, { text: `answer ${use}` })).status).toBe(200);
    expect(await postJson(url, { text: 'sixth' })).toMatchObject({
      status: 404,
      body: { error: 'used_url' },
    });
    await workspace.typeCommand({ user: 'ana', channel: 'netops', text: '/ipsec list' });
    url = String(workspace.acks[1]?.payload.response_url);
    expect((await postJson(url, { blocks: [{ type: 'nothing' }] })).status).toBe(400);
    clock += 31 * 60_000;
    expect(await postJson(url, { text: 'late' })).toMatchObject({
      status: 404,
      body: { error: 'expired_url' },
    });
  });

  it('replaces or deletes the original through the response_url of a click', async () => {
    const element = { type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } };
    const { ts } = (await post({ blocks: [{ type: 'actions', elements: [element] }] })).body;
    await workspace.click({ user: 'ana', ts: String(ts), actionId: 'go' });
    const url = String(workspace.acks[0]?.payload.response_url);
    await postJson(url, { replace_original: true, text: 'done' });
    expect(workspace.messages('netops')[0]).toMatchObject({ text: 'done', blocks: [] });
    await postJson(url, { delete_original: true });
    expect(workspace.messages('netops')).toEqual([]);
  });

  it('lets a trigger open one modal within three seconds', async () => {
    const view = { type: 'modal', title: { type: 'plain_text', text: 'T' }, blocks: [{ type: 'divider' }] };
    const trigger = async () => {
      await workspace.typeCommand({ user: 'ana', channel: 'netops', text: '/ipsec' });
      return workspace.acks.at(-1)?.payload.trigger_id;
    };
    const first = await trigger();
    const open = async (id: unknown) => (await call(workspace, 'views.open', { trigger_id: id, view })).body;
    expect(await open(first)).toMatchObject({ ok: true });
    expect(await open(first)).toMatchObject({ error: 'exchanged_trigger_id' });
    const late = await trigger();
    clock += 3001;
    expect(await open(late)).toMatchObject({ error: 'expired_trigger_id' });
    expect(await open('12.nobody')).toMatchObject({ error: 'invalid_trigger_id' });
  });

  it('refuses to update a view from an old hash', async () => {
    const view = { type: 'home', blocks: [{ type: 'divider' }] };
    const first = (await call(workspace, 'views.publish', { user_id: 'U0PERSON1', view })).body
      .view as Fields;
    await call(workspace, 'views.publish', { user_id: 'U0PERSON1', view, hash: first.hash });
    const stale = await call(workspace, 'views.publish', { user_id: 'U0PERSON1', view, hash: first.hash });
    expect(stale.body.error).toBe('hash_conflict');
  });

  it('takes a file in three steps and gives it out only with the token', async () => {
    const content = 'IKE log';
    const asked = (
      await call(workspace, 'files.getUploadURLExternal', { filename: 'a.log', length: content.length })
    ).body;
    const complete = { files: [{ id: asked.file_id, title: 'Log' }], channel_id: 'C0CHANNEL1' };
    expect((await call(workspace, 'files.completeUploadExternal', complete)).body.error).toBe(
      'file_not_uploaded',
    );
    expect(
      (await fetch(String(asked.upload_url), { method: 'POST', body: 'too short or long' })).status,
    ).toBe(400);
    expect((await fetch(String(asked.upload_url), { method: 'POST', body: content })).status).toBe(200);
    const done = (await call(workspace, 'files.completeUploadExternal', complete)).body;
    const [file] = done.files as Fields[];
    const url = String(file?.url_private);
    expect((await fetch(url)).status).toBe(403);
    const given = await fetch(url, { headers: { authorization: `Bearer ${workspace.botToken}` } });
    expect(await given.text()).toBe(content);
    expect(workspace.messages('netops')[0]?.fileIds).toEqual([asked.file_id]);
  });

  it('grows a streamed message by text and tasks until it is stopped', async () => {
    const parent = (await post()).body;
    const start = { channel: 'C0CHANNEL1', thread_ts: parent.ts };
    expect((await call(workspace, 'chat.startStream', start)).body.error).toBe('missing_recipient_user_id');
    const who = { recipient_user_id: 'U0PERSON1', recipient_team_id: 'T0LOCAL01' };
    const { ts } = (await call(workspace, 'chat.startStream', { ...start, ...who, markdown_text: 'Looking' }))
      .body;
    const chunks = [{ type: 'task_update', id: 'a', title: 'Ask the firewall', status: 'complete' }];
    await call(workspace, 'chat.appendStream', {
      channel: 'C0CHANNEL1',
      ts,
      markdown_text: ' at it',
      chunks,
    });
    await call(workspace, 'chat.stopStream', { channel: 'C0CHANNEL1', ts });
    const [, streamed] = workspace.thread('netops', String(parent.ts));
    expect(streamed).toMatchObject({ text: 'Looking at it', streaming: false });
    expect(JSON.stringify(streamed?.blocks)).toContain('Ask the firewall');
    const late = await call(workspace, 'chat.appendStream', {
      channel: 'C0CHANNEL1',
      ts,
      markdown_text: 'x',
    });
    expect(late.body.error).toBe('message_not_in_streaming_state');
  });

  it('limits posting to a channel when it is told to enforce rates', async () => {
    const strict = await startWorkspace({
      mode: 'http',
      now: () => clock,
      enforceRateLimits: true,
      retryDelaysMs: [],
    });
    const replies = [];
    for (let at = 0; at < 61; at += 1)
      replies.push(await call(strict, 'chat.postMessage', { channel: '#netops', text: 'x' }));
    expect(replies[59]?.status).toBe(200);
    expect(replies[60]).toMatchObject({ status: 429, body: { error: 'ratelimited' } });
    expect(Number(replies[60]?.headers.get('retry-after'))).toBe(60);
    await strict.stop();
  });

  it('tells the person when the app cannot be reached, and that threads take no commands', async () => {
    await workspace.typeCommand({ user: 'ana', channel: 'netops', text: '/ipsec list' });
    expect(workspace.ephemerals('ana')[0]?.text).toBe(
      '`/ipsec list` failed with the error "dispatch_failed"',
    );
    const { ts } = (await post()).body;
    const refused = await workspace.typeCommand({
      user: 'ana',
      channel: 'netops',
      text: '/ipsec list',
      threadTs: String(ts),
    });
    expect(refused.error).toBe('not_supported_in_threads');
  });
});
