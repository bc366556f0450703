// What people do besides commands and clicks: post, mention, react, share files, run shortcuts, open the home tab.
import { announceEvent, tellMessage } from '../announce.js';
import type { Context } from '../context.js';
import { postFiles } from '../methods/chat.js';
import { announceShared, newFile } from '../methods/files.js';
import { addReaction, removeReaction } from '../methods/reactions.js';
import type { Fields, Message, SlackFile } from '../model.js';
import { messagePayload, viewPayload } from '../payloads.js';
import { placeOf } from './elements.js';
import { type ActOutcome, interactionHead, outcomeOf, personOf, refused, typedText } from './outcome.js';

export interface Post {
  user: string;
  channel: string;
  text: string;
  threadTs?: string;
}

/** Posts as a person; resolves when the app has acknowledged the events of it. */
export async function postAs(context: Context, post: Post): Promise<Message> {
  const person = personOf(context, post.user);
  const channel = context.world.channel(post.channel);
  if (channel === undefined) throw new Error(`There is no channel ${post.channel}.`);
  const message = context.world.add({
    channel: channel.id,
    user: person.id,
    text: typedText(context, post.text),
    ...(post.threadTs === undefined ? {} : { threadTs: post.threadTs }),
  });
  const parent = post.threadTs === undefined ? undefined : context.world.message(channel.id, post.threadTs);
  if (parent !== undefined) context.world.changed(parent);
  if (channel.members.includes(context.world.botUserId)) await tellMessage(context, message);
  return message;
}

/** Posts a text that begins with the app's name. */
export async function mention(context: Context, post: Post): Promise<Message> {
  const bot = context.world.person(context.world.botUserId);
  return postAs(context, { ...post, text: `@${bot?.name ?? ''} ${post.text}` });
}

export interface ReactionAct {
  user: string;
  channel: string;
  ts: string;
  name: string;
}

/** Sets the reaction, or takes it back when the person had set it. */
export async function react(context: Context, made: ReactionAct): Promise<void> {
  const person = personOf(context, made.user);
  const { message } = placeOf(context, person, { channel: made.channel, ts: made.ts });
  if (message === undefined) return;
  const added = addReaction(context, message, made.name, person.id);
  if (!added) removeReaction(context, message, made.name, person.id);
  const type = added ? 'reaction_added' : 'reaction_removed';
  const item = { type: 'message', channel: message.channel, ts: message.ts };
  const event = { type, user: person.id, reaction: made.name, item, item_user: message.user };
  await announceEvent(context, type, event, person.id);
}

export interface Upload {
  user: string;
  channel: string;
  name: string;
  content: Buffer | string;
  text?: string;
  threadTs?: string;
}

/** Shares a file as a person: file_shared and a message with subtype file_share. */
export async function upload(context: Context, made: Upload): Promise<SlackFile> {
  const person = personOf(context, made.user);
  const channel = context.world.channel(made.channel);
  if (channel === undefined) throw new Error(`There is no channel ${made.channel}.`);
  const bytes = Buffer.from(made.content);
  const file = newFile(context, made.name, person.id, bytes.length);
  file.bytes = bytes;
  file.state = 'shared';
  const text = typedText(context, made.text ?? '');
  postFiles(context, channel, person.id, text, [file.id], made.threadTs);
  await announceShared(context, [file.id], channel.id, person.id);
  return file;
}

export interface MessageShortcut {
  user: string;
  channel: string;
  ts: string;
  callbackId: string;
}

export async function runMessageShortcut(context: Context, made: MessageShortcut): Promise<ActOutcome> {
  const person = personOf(context, made.user);
  const { message } = placeOf(context, person, { channel: made.channel, ts: made.ts });
  if (message === undefined || message.ephemeralTo !== undefined) return refused('message_not_found');
  const channel = context.world.channel(message.channel);
  const ticket = {
    user: person.id,
    channel: message.channel,
    messageTs: message.ts,
    ...(message.threadTs === undefined ? {} : { threadTs: message.threadTs }),
  };
  const payload: Fields = {
    type: 'message_action',
    ...interactionHead(context, person),
    callback_id: made.callbackId,
    trigger_id: context.tickets.trigger(person.id),
    response_url: `${context.baseUrl}/response/${context.tickets.responseUrl(ticket)}`,
    action_ts: context.world.newTs(),
    message_ts: message.ts,
    message: messagePayload(message, context.world, context.baseUrl),
    channel: { id: message.channel, name: channel?.kind === 'dm' ? 'directmessage' : (channel?.name ?? '') },
  };
  return outcomeOf(await context.delivery.ask('interactive', payload));
}

export async function runGlobalShortcut(
  context: Context,
  user: string,
  callbackId: string,
): Promise<ActOutcome> {
  const person = personOf(context, user);
  const payload: Fields = {
    type: 'shortcut',
    ...interactionHead(context, person),
    callback_id: callbackId,
    trigger_id: context.tickets.trigger(person.id),
    action_ts: context.world.newTs(),
  };
  return outcomeOf(await context.delivery.ask('interactive', payload));
}

/** Opens the messages with the app, where an agent shows its prompts. Source: docs.slack.dev/ai/migrating-to-agent-messaging. */
export async function openMessages(context: Context, user: string): Promise<void> {
  const person = personOf(context, user);
  const { id: channel } = context.world.directMessage(person.id);
  const event: Fields = { type: 'app_home_opened', user: person.id, channel, tab: 'messages' };
  await announceEvent(context, 'app_home_opened', event, person.id);
}

/** Clicks Slack's own Stop button, which is there while a session is processing. Source: docs.slack.dev/reference/events/agent_session_stopped. */
export async function stopSession(
  context: Context,
  made: { user: string; channel: string; threadTs: string },
): Promise<void> {
  const { world } = context;
  const person = personOf(context, made.user);
  const channel = world.channel(made.channel)?.id ?? made.channel;
  const session = world.sessions.get(`${channel} ${made.threadTs}`);
  if (session?.status !== 'processing') throw new Error('There is no session to stop.');
  const streams = world.thread(channel, made.threadTs).filter((message) => message.streaming);
  for (const message of streams) {
    message.streaming = false;
    world.changed(message);
  }
  const event: Fields = {
    type: 'agent_session_stopped',
    channel,
    thread_ts: made.threadTs,
    user: person.id,
    streaming_message_ts: streams.map((message) => message.ts),
  };
  await announceEvent(context, 'agent_session_stopped', event, person.id);
}

export async function openHome(context: Context, user: string): Promise<void> {
  const person = personOf(context, user);
  const view = context.views.home(person.id);
  const event: Fields = {
    type: 'app_home_opened',
    user: person.id,
    channel: context.world.directMessage(person.id).id,
    tab: 'home',
    ...(view === undefined ? {} : { view: viewPayload(view, context.world) }),
  };
  await announceEvent(context, 'app_home_opened', event, person.id);
}
