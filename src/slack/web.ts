// The calls of the Web API that we make: the only file that makes any. Each is one attempt; the outbox tries again.

import { WebClient } from '@slack/web-api';
import type { SlackMessage } from '../render/slack/index.js';
import { PassingTrouble } from './failure.js';
import type { SlackSettings } from './settings.js';

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
  whoAmI(): Promise<{ botUserId: string; botId: string }>;
  post(channel: string, message: SlackMessage, threadTs: string | null): Promise<Posted>;
  postEphemeral(channel: string, user: string, message: SlackMessage, threadTs: string | null): Promise<void>;
  update(channel: string, ts: string, message: SlackMessage): Promise<void>;
  remove(channel: string, ts: string): Promise<void>;
  upload(channel: string, threadTs: string, file: Upload): Promise<void>;
  /** Messages of a thread, the first one first; raw, to be read with care. */
  replies(channel: string, ts: string): Promise<readonly unknown[]>;
  openView(triggerId: string, view: object): Promise<void>;
  publishHome(user: string, view: object): Promise<void>;
}

export function createSlackWeb(settings: SlackSettings, logger: NonNullable<ClientLogger>): SlackWeb {
  // The outbox waits and tries again in order, a channel at a time; the client's own retries would hold up all of them.
  const client = new WebClient(settings.botToken, {
    slackApiUrl: settings.apiUrl,
    timeout: settings.callTimeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    maxRequestConcurrency: 20,
    logger,
  });
  return {
    async whoAmI() {
      const me = await client.auth.test();
      return { botUserId: me.user_id ?? '', botId: me.bot_id ?? '' };
    },
    async post(channel, message, threadTs) {
      const posted = await client.chat.postMessage({
        channel,
        ...bodyOf(message),
        unfurl_links: false,
        unfurl_media: false,
        ...(threadTs === null ? {} : { thread_ts: threadTs }),
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
      await sendBytes(address.upload_url ?? '', file.bytes, settings.callTimeoutMs);
      const files: [{ id: string; title: string }] = [{ id: address.file_id ?? '', title: file.title }];
      await client.files.completeUploadExternal({ files, channel_id: channel, thread_ts: threadTs });
    },
    async replies(channel, ts) {
      const read = await client.conversations.replies({ channel, ts, limit: 50 });
      return read.messages ?? [];
    },
    async openView(triggerId, view) {
      await client.views.open({ trigger_id: triggerId, view: view as never });
    },
    async publishHome(user, view) {
      await client.views.publish({ user_id: user, view: view as never });
    },
  };
}

async function sendBytes(url: string, bytes: Buffer, timeoutMs: number): Promise<void> {
  const body = new Uint8Array(bytes);
  const signal = AbortSignal.timeout(timeoutMs);
  const reply = await fetch(url, { method: 'POST', body, signal, redirect: 'error' }).catch(() => {
    throw new PassingTrouble('upload: no connection');
  });
  await reply.body?.cancel();
  if (!reply.ok) throw new PassingTrouble(`upload: HTTP ${reply.status}`);
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
