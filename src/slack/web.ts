// The calls of the Web API that a service makes: the only file that makes any (`tryout.ts` tries tokens, once). Each is one attempt; the queue tries again. What fails is a SlackRefusal or a PassingTrouble.

import type { WebClient } from '@slack/web-api';
import type { SlackMessage } from '../render/slack/index.js';
import type { AgentWeb } from './agentWeb.js';
import { PassingTrouble } from './failure.js';
import type { Identity } from './installation.js';
import { RenewingClient } from './renewingClient.js';
import type { SlackSettings } from './settings.js';
import { clientFetch, trustedFetch } from './trustedFetch.js';

export interface Posted {
  /** The conversation it went to: posting to a person's id opens the direct message. */
  readonly channel: string;
  readonly ts: string;
}

export interface Upload {
  readonly name: string;
  readonly title: string;
  readonly bytes: Buffer;
  readonly altText: string | null;
}

export interface SlackWeb {
  whoAmI(): Promise<Identity>;
  /** @param key travels as the message's metadata, so that the message can be found again. */
  post(channel: string, message: SlackMessage, threadTs: string | null, key?: string): Promise<Posted>;
  postEphemeral(channel: string, user: string, message: SlackMessage, threadTs: string | null): Promise<void>;
  update(channel: string, ts: string, message: SlackMessage): Promise<void>;
  remove(channel: string, ts: string): Promise<void>;
  upload(channel: string, threadTs: string, file: Upload): Promise<void>;
  /** Messages of a thread, the first one first; raw, to be read with care. */
  replies(channel: string, ts: string): Promise<readonly unknown[]>;
  /** Where the bytes of a file are; null when Slack says none. */
  fileAddress(id: string): Promise<string | null>;
  /** Names of the files in a thread's messages from this one on. */
  filesSince(channel: string, threadTs: string, since: string): Promise<readonly string[]>;
  /** The message that carries this key, among the newest 1,000 since then: in a thread, or in the channel itself. */
  findByKey(channel: string, threadTs: string | null, key: string, since: Date): Promise<Posted | null>;
  permalink(channel: string, ts: string): Promise<string | null>;
  /** A message by itself; raw, to be read with care. */
  message(channel: string, ts: string): Promise<unknown>;
  /** The name that people see; null when Slack has none. */
  personName(user: string): Promise<string | null>;
  groupMembers(group: string): Promise<readonly string[]>;
  openView(triggerId: string, view: object): Promise<void>;
  publishHome(user: string, view: object): Promise<void>;
}

export function createSlackWeb(
  settings: SlackSettings,
  logger: NonNullable<ClientLogger>,
): SlackWeb & AgentWeb {
  // The queue waits and tries again in order, a channel at a time; the client's own retries would hold up all of them.
  const client = new RenewingClient(settings, {
    slackApiUrl: settings.apiUrl,
    fetch: clientFetch(settings.proxy),
    timeout: settings.callTimeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    // One in flight a channel is the queue's rule; calls that hang in some channels must not hold up a form, which Slack takes for 3 s only.
    maxRequestConcurrency: 100,
    logger,
  });
  return {
    async whoAmI() {
      const me = await client.auth.test();
      return {
        botUserId: me.user_id ?? '',
        botId: me.bot_id ?? '',
        teamId: me.team_id ?? '',
        enterpriseId: me.enterprise_id ?? '',
        appId: me.app_id ?? '',
      };
    },
    async post(channel, message, threadTs, key) {
      const posted = await client.chat.postMessage({
        channel,
        ...bodyOf(message),
        unfurl_links: false,
        unfurl_media: false,
        ...(threadTs === null ? {} : { thread_ts: threadTs }),
        ...metadataOf(key ?? null),
      });
      return { channel: posted.channel ?? channel, ts: posted.ts ?? '' };
    },
    async postEphemeral(channel, user, message, threadTs) {
      const thread = threadTs === null ? {} : { thread_ts: threadTs };
      await client.chat.postEphemeral({ channel, user, ...bodyOf(message), ...thread });
    },
    async update(channel, ts, message) {
      await client.chat.update({ channel, ts, ...bodyOf(message) });
    },
    async remove(channel, ts) {
      await client.chat.delete({ channel, ts });
    },
    async upload(channel, threadTs, file) {
      // In three calls, because the SDK's filesUploadV2 sends `alt_text` where the method reads `alt_txt`.
      const altText = file.altText === null ? {} : { alt_txt: file.altText };
      const place = { filename: file.name, length: file.bytes.length, ...altText };
      const address = await client.files.getUploadURLExternal(place);
      await sendBytes(address.upload_url ?? '', file.bytes, settings);
      const files: [{ id: string; title: string }] = [{ id: address.file_id ?? '', title: file.title }];
      await client.files.completeUploadExternal({ files, channel_id: channel, thread_ts: threadTs });
    },
    async replies(channel, ts) {
      const read = await client.conversations.replies({ channel, ts, limit: 50 });
      return read.messages ?? [];
    },
    async fileAddress(id) {
      const { file } = await client.files.info({ file: id });
      return file?.url_private_download ?? file?.url_private ?? null;
    },
    async filesSince(channel, threadTs, since) {
      const wanted = { channel, ts: threadTs, oldest: since, inclusive: true, limit: 200 };
      const read = await client.conversations.replies(wanted);
      return (read.messages ?? []).flatMap((one) => (one.files ?? []).map((file) => file.name ?? ''));
    },
    async findByKey(channel, threadTs, key, since) {
      const oldest = String(Math.floor(since.getTime() / 1000) - 60);
      let cursor: string | undefined;
      for (let page = 0; page < 5; page += 1) {
        const wanted = {
          channel,
          oldest,
          limit: 200,
          include_all_metadata: true,
          ...(cursor ? { cursor } : {}),
        };
        const read =
          threadTs === null
            ? await client.conversations.history(wanted)
            : await client.conversations.replies({ ...wanted, ts: threadTs });
        const ts = (read.messages ?? []).find((one) => keyOf(one) === key)?.ts;
        if (ts !== undefined) return { channel, ts };
        cursor = read.response_metadata?.next_cursor;
        if (!cursor) return null;
      }
      return null;
    },
    async permalink(channel, ts) {
      return (await client.chat.getPermalink({ channel, message_ts: ts })).permalink ?? null;
    },
    async message(channel, ts) {
      const wanted = { channel, oldest: ts, latest: ts, inclusive: true, limit: 1 };
      // A thread's reply is not in the history; asked for by its own time, Slack answers it as a thread of one.
      const read = await client.conversations.replies({ ...wanted, ts });
      return (read.messages ?? []).find((one) => one.ts === ts) ?? null;
    },
    async personName(user) {
      const { user: found } = await client.users.info({ user });
      return found?.profile?.real_name || found?.real_name || found?.name || null;
    },
    async groupMembers(group) {
      return (await client.usergroups.users.list({ usergroup: group })).users ?? [];
    },
    async openView(triggerId, view) {
      await client.views.open({ trigger_id: triggerId, view: view as never });
    },
    async publishHome(user, view) {
      await client.views.publish({ user_id: user, view: view as never });
    },
    async startStream(channel, threadTs, { user, team }, chunks) {
      const to = { recipient_user_id: user, recipient_team_id: team };
      const started = await client.chat.startStream({
        channel,
        thread_ts: threadTs,
        ...to,
        chunks: [...chunks] as never,
      });
      return { channel: started.channel ?? channel, ts: started.ts ?? '' };
    },
    async appendStream({ channel, ts }, chunks) {
      await client.chat.appendStream({ channel, ts, chunks: [...chunks] as never });
    },
    async stopStream({ channel, ts }, key) {
      await client.chat.stopStream({ channel, ts, ...metadataOf(key) });
    },
    async setSession(channel, threadTs, status, user) {
      const by = user === null ? {} : { initiator_user_id: user };
      await client.agents.sessions.setStatus({ channel_id: channel, thread_ts: threadTs, status, ...by });
    },
    async setStatus(channel, threadTs, text) {
      await client.assistant.threads.setStatus({ channel_id: channel, thread_ts: threadTs, status: text });
    },
    async suggestPrompts(channel, prompts) {
      await client.assistant.threads.setSuggestedPrompts({ channel_id: channel, prompts: [...prompts] });
    },
  };
}

async function sendBytes(url: string, bytes: Buffer, { callTimeoutMs, proxy }: SlackSettings): Promise<void> {
  const body = new Uint8Array(bytes);
  const signal = AbortSignal.timeout(callTimeoutMs);
  const reply = await trustedFetch(url, { method: 'POST', body, signal }, proxy).catch(() => {
    throw new PassingTrouble('upload: no connection');
  });
  await reply.body?.cancel();
  if (!reply.ok) throw new PassingTrouble(`upload: HTTP ${reply.status}`);
}

const metadataType = 'tunnelmedic_incident';

function metadataOf(key: string | null) {
  return key === null ? {} : { metadata: { event_type: metadataType, event_payload: { key } } };
}

/** Written by us, or by another copy of us. */
export function isOfOurKind({ metadata }: { readonly metadata?: unknown }): boolean {
  return (metadata as { readonly event_type?: unknown } | null | undefined)?.event_type === metadataType;
}

/** Other apps' metadata are theirs. */
function keyOf(message: { metadata?: unknown }): unknown {
  const metadata = message.metadata as
    | { event_type?: unknown; event_payload?: { key?: unknown } }
    | undefined;
  return metadata?.event_type === metadataType ? metadata.event_payload?.key : undefined;
}

type ClientLogger = ConstructorParameters<typeof WebClient>[1] extends infer O
  ? O extends { logger?: infer L }
    ? L
    : never
  : never;

/** Our block types are narrower copies of Slack's; the client's union is too wide to be matched structurally. */
function bodyOf(message: SlackMessage): { text: string; blocks: never } {
  return { text: message.text, blocks: [...message.blocks] as never };
}
