// What the other apps of the workspace do: post, edit what they posted, and hear of clicks on it. Ours is told of what they say.
import { announceEvent, tellMessage } from '../announce.js';
import { withIds } from '../block-ids.js';
import type { Context } from '../context.js';
import type { Fields, Message, Person } from '../model.js';
import { messagePayload } from '../payloads.js';
import { personOf } from './outcome.js';

interface AppContent {
  text: string;
  blocks?: Fields[];
  attachments?: Fields[];
}

export interface AppPost extends AppContent {
  /** Id or handle of the other app. */
  app: string;
  /** Id or name. */
  channel: string;
}

export interface AppEdit extends AppContent {
  channel: string;
  /** Of a message that this app posted. */
  ts: string;
}

/** Resolves when our app has acknowledged the event of it. */
export async function postAsOtherApp(context: Context, post: AppPost): Promise<Message> {
  const { world } = context;
  const author = personOf(context, post.app);
  if (author.app === undefined) throw new Error(`${post.app} is no other app.`);
  const channel = world.channel(post.channel);
  if (channel === undefined) throw new Error(`There is no channel ${post.channel}.`);
  const message = world.add({ channel: channel.id, user: author.id, ...contentOf(context, post) });
  if (channel.members.includes(world.botUserId)) await tellMessage(context, message);
  return message;
}

/** The message stays where it is. Source: docs.slack.dev/reference/events/message/message_changed. */
export async function editAsOtherApp(context: Context, edit: AppEdit): Promise<void> {
  const { world, baseUrl } = context;
  const channel = world.channel(edit.channel);
  const message = channel && world.message(channel.id, edit.ts);
  if (channel === undefined || message === undefined || appBehind(context, message) === undefined)
    throw new Error(`No other app posted ${edit.ts} in ${edit.channel}.`);
  const before = messagePayload(message, world, baseUrl);
  Object.assign(message, contentOf(context, edit), { editedTs: world.newTs() });
  world.changed(message);
  if (!channel.members.includes(world.botUserId)) return;
  const event: Fields = {
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    channel: channel.id,
    channel_type: 'channel',
    ts: world.newTs(),
    message: messagePayload(message, world, baseUrl),
    previous_message: before,
  };
  await announceEvent(context, 'message.channels', event, message.user);
}

/** The other app that posted it, which is told of clicks there. */
export function appBehind({ world }: Context, message: Message | undefined): Person | undefined {
  const author = message === undefined ? undefined : world.person(message.user);
  return author?.app === undefined ? undefined : author;
}

function contentOf(context: Context, { text, blocks = [], attachments = [] }: AppContent) {
  const prefix = context.world.newId('b').toLowerCase();
  return { text, blocks: withIds(blocks, prefix), attachments };
}
