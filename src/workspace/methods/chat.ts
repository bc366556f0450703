// chat.*: posting, changing and deleting messages, ephemeral ones, permanent links.

import { announceMessage } from '../announce.js';
import { withIds } from '../block-ids.js';
import { type MessageContent, readMessage } from '../checks/message.js';
import type { Context, Method } from '../context.js';
import { isTrue, textOf } from '../fields.js';
import type { Channel, Fields, Message } from '../model.js';
import { filePayload, messagePayload } from '../payloads.js';
import { isRefusal, refuse } from '../refusal.js';
import { placeFor } from './places.js';

function idPrefix(context: Context): string {
  return context.world.newId('b').toLowerCase();
}

function warnings(content: MessageContent): Fields {
  if (content.warnings.length === 0) return {};
  return { response_metadata: { messages: content.warnings, warnings: ['message_truncated'] } };
}

/** Posts for the app; the caller has checked the place. */
export function postAsApp(
  context: Context,
  channel: Channel,
  content: MessageContent,
  more: { threadTs?: string; ephemeralTo?: string; broadcast?: boolean },
): Message {
  const message = context.world.add({
    channel: channel.id,
    user: context.world.botUserId,
    text: content.text,
    blocks: withIds(content.blocks, idPrefix(context)),
    attachments: content.attachments,
    ...(content.metadata === undefined ? {} : { metadata: content.metadata }),
    ...more,
  });
  if (message.ephemeralTo === undefined) announceMessage(context, message);
  if (message.threadTs !== undefined) clearStatus(context, channel.id, message.threadTs);
  return message;
}

/** The line of the agent goes when the app answers. Source: docs.slack.dev/reference/methods/assistant.threads.setStatus. */
function clearStatus({ world }: Context, channel: string, threadTs: string): void {
  const session = world.sessions.get(`${channel} ${threadTs}`);
  if (session === undefined || session.text === '') return;
  session.text = '';
  world.announce({ type: 'session', session });
}

function isEmpty(content: MessageContent): boolean {
  return content.text === '' && content.blocks.length === 0 && content.attachments.length === 0;
}

export const postMessage: Method = ({ args, context }) => {
  const channel = placeFor(context, textOf(args.channel));
  if (isRefusal(channel)) return channel;
  const content = readMessage(args, 'post');
  if (isRefusal(content)) return content;
  if (isEmpty(content)) return refuse('no_text');
  const thread = textOf(args.thread_ts);
  const parent = thread === '' ? undefined : context.world.message(channel.id, thread);
  // A reply to a reply goes to the parent of both. A parent that is gone keeps its thread, as at Slack.
  const threadTs = parent?.threadTs ?? (thread === '' ? undefined : thread);
  if (thread !== '' && !/^\d+\.\d+$/.test(thread)) return refuse('invalid_thread_ts');
  const message = postAsApp(context, channel, content, {
    ...(threadTs === undefined ? {} : { threadTs }),
    broadcast: isTrue(args.reply_broadcast),
  });
  if (parent !== undefined) context.world.changed(parent);
  return {
    ok: true,
    channel: channel.id,
    ts: message.ts,
    message: messagePayload(message, context.world, context.baseUrl),
    ...warnings(content),
  };
};

export const postEphemeral: Method = ({ args, context }) => {
  const channel = placeFor(context, textOf(args.channel));
  if (isRefusal(channel)) return channel;
  const user = textOf(args.user);
  if (context.world.person(user) === undefined) return refuse('user_not_found');
  if (!channel.members.includes(user)) return refuse('user_not_in_channel');
  const content = readMessage(args, 'post');
  if (isRefusal(content)) return content;
  if (isEmpty(content)) return refuse('no_text');
  const thread = textOf(args.thread_ts);
  // Slack takes it, but shows it only where a thread is already (docs.slack.dev/reference/methods/chat.postEphemeral).
  if (thread !== '' && context.world.thread(channel.id, thread).length < 2)
    return { ok: true, message_ts: context.world.newTs(), ...warnings(content) };
  const message = postAsApp(context, channel, content, {
    ephemeralTo: user,
    ...(thread === '' ? {} : { threadTs: thread }),
  });
  return { ok: true, message_ts: message.ts, ...warnings(content) };
};

/** Puts new content into a message. Blocks that are not mentioned stay; an empty list removes them. */
export function replaceContent(
  context: Context,
  message: Message,
  content: MessageContent,
  args: Fields,
): void {
  const changesBlocks = args.blocks !== undefined || args.markdown_text !== undefined;
  if (content.text !== '' || changesBlocks) message.text = content.text;
  if (changesBlocks) message.blocks = withIds(content.blocks, idPrefix(context));
  if (args.attachments !== undefined) message.attachments = content.attachments;
  if (content.metadata !== undefined) {
    if (Object.keys(content.metadata).length === 0) delete message.metadata;
    else message.metadata = content.metadata;
  }
  message.editedTs = context.world.newTs();
  context.world.changed(message);
}

export const update: Method = ({ args, context }) => {
  const channel = placeFor(context, textOf(args.channel));
  if (isRefusal(channel)) return channel;
  const message = context.world.message(channel.id, textOf(args.ts));
  // Ephemeral messages cannot be changed with chat.update; Slack does not know them there.
  if (message === undefined || message.ephemeralTo !== undefined) return refuse('message_not_found');
  if (message.user !== context.world.botUserId) return refuse('cant_update_message');
  if (message.streaming) return refuse('streaming_state_conflict');
  const content = readMessage(args, 'update');
  if (isRefusal(content)) return content;
  if (isEmpty(content)) return refuse('no_text');
  replaceContent(context, message, content, args);
  return {
    ok: true,
    channel: channel.id,
    ts: message.ts,
    text: message.text,
    message: messagePayload(message, context.world, context.baseUrl),
  };
};

export const remove: Method = ({ args, context }) => {
  const channel = placeFor(context, textOf(args.channel));
  if (isRefusal(channel)) return channel;
  const message = context.world.message(channel.id, textOf(args.ts));
  if (message === undefined || message.ephemeralTo !== undefined) return refuse('message_not_found');
  if (message.user !== context.world.botUserId) return refuse('cant_delete_message');
  context.world.remove(message);
  const parent =
    message.threadTs === undefined ? undefined : context.world.message(channel.id, message.threadTs);
  if (parent !== undefined) context.world.changed(parent);
  return { ok: true, channel: channel.id, ts: message.ts };
};

export const getPermalink: Method = ({ args, context }) => {
  const channel = context.world.channel(textOf(args.channel));
  if (channel === undefined) return refuse('channel_not_found');
  const message = context.world.message(channel.id, textOf(args.message_ts));
  if (message === undefined || message.ephemeralTo !== undefined) return refuse('message_not_found');
  const thread = message.threadTs === undefined ? '' : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
  const permalink = `${context.baseUrl}/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`;
  return { ok: true, channel: channel.id, permalink };
};

/** Posts a message that carries files; used by files.completeUploadExternal. */
export function postFiles(
  context: Context,
  channel: Channel,
  user: string,
  text: string,
  fileIds: string[],
  threadTs: string | undefined,
  blocks: Fields[] = [],
): Message {
  const message = context.world.add({
    channel: channel.id,
    user,
    text,
    blocks: withIds(blocks, idPrefix(context)),
    fileIds,
    subtype: 'file_share',
    ...(threadTs === undefined ? {} : { threadTs }),
  });
  for (const id of fileIds) context.world.files.get(id)?.channels.push(channel.id);
  const parent = threadTs === undefined ? undefined : context.world.message(channel.id, threadTs);
  if (parent !== undefined) context.world.changed(parent);
  announceMessage(context, message);
  return message;
}

export function filesOf(context: Context, ids: string[]): Fields[] {
  return ids.flatMap((id) => {
    const file = context.world.files.get(id);
    return file === undefined ? [] : [filePayload(file, context.baseUrl)];
  });
}
