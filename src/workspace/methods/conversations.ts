// conversations.*: channels, their members, history and threads, with cursors.
import type { Context, Method } from '../context.js';
import { countOf, isTrue, textOf } from '../fields.js';
import { LIMITS } from '../limits.js';
import type { Channel, Fields, Message } from '../model.js';
import { channelPayload, messagePayload } from '../payloads.js';
import { refuse } from '../refusal.js';

/** One page of a list and the cursor of the next, as Slack pages: base64 of an opaque word. */
export function pageOf<T>(
  all: readonly T[],
  args: Fields,
  usual: number,
): { items: T[]; more: Fields; hasMore: boolean } | undefined {
  const cursor = textOf(args.cursor);
  const decoded = cursor === '' ? '0' : Buffer.from(cursor, 'base64').toString('utf8').replace('at:', '');
  const start = Number(decoded);
  if (!Number.isInteger(start) || start < 0) return undefined;
  const size = countOf(args.limit, usual, LIMITS.historyPage.max);
  const end = start + size;
  const next = end < all.length ? Buffer.from(`at:${end}`).toString('base64') : '';
  return {
    items: all.slice(start, end),
    hasMore: next !== '',
    more: { response_metadata: { next_cursor: next } },
  };
}

function kindsOf(args: Fields): (channel: Channel) => boolean {
  const types = (textOf(args.types) || 'public_channel').split(',').map((one) => one.trim());
  return (channel) => types.includes(channel.kind === 'dm' ? 'im' : 'public_channel');
}

export const info: Method = ({ args, context }) => {
  const channel = context.world.channel(textOf(args.channel));
  if (channel === undefined) return refuse('channel_not_found');
  return { ok: true, channel: channelPayload(channel, context.world) };
};

export const list: Method = ({ args, context }) => {
  const page = pageOf(context.world.channels.filter(kindsOf(args)), args, 100);
  if (page === undefined) return refuse('invalid_cursor');
  const channels = page.items.map((channel) => channelPayload(channel, context.world));
  return { ok: true, channels, ...page.more };
};

/** users.conversations: the channels that the app or a person is in. */
export const ofUser: Method = ({ args, context }) => {
  const user = textOf(args.user) || context.world.botUserId;
  const mine = context.world.channels
    .filter((channel) => channel.members.includes(user))
    .filter(kindsOf(args));
  const page = pageOf(mine, args, 100);
  if (page === undefined) return refuse('invalid_cursor');
  const channels = page.items.map((channel) => channelPayload(channel, context.world));
  return { ok: true, channels, ...page.more };
};

export const members: Method = ({ args, context }) => {
  const channel = context.world.channel(textOf(args.channel));
  if (channel === undefined) return refuse('channel_not_found');
  const page = pageOf(channel.members, args, 100);
  return page === undefined ? refuse('invalid_cursor') : { ok: true, members: page.items, ...page.more };
};

function readable(context: Context, args: Fields): Channel | undefined {
  return context.world.channel(textOf(args.channel));
}

function within(messages: Message[], args: Fields): Message[] {
  const oldest = Number(textOf(args.oldest) || 0);
  const latest = Number(textOf(args.latest) || Number.POSITIVE_INFINITY);
  const inclusive = isTrue(args.inclusive);
  return messages.filter((message) => {
    const at = Number(message.ts);
    return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  });
}

/** Newest first, without thread replies and without ephemeral messages. */
export const history: Method = ({ args, context }) => {
  const channel = readable(context, args);
  if (channel === undefined) return refuse('channel_not_found');
  if (!channel.members.includes(context.world.botUserId)) return refuse('not_in_channel');
  const top = context.world
    .all(channel.id)
    .filter((one) => one.ephemeralTo === undefined && (one.threadTs === undefined || one.broadcast));
  const page = pageOf(within(top, args).reverse(), args, 100);
  if (page === undefined) return refuse('invalid_cursor');
  const messages = page.items.map((one) => messagePayload(one, context.world, context.baseUrl));
  return { ok: true, messages, has_more: page.hasMore, pin_count: 0, ...page.more };
};

/** The parent first, then its replies, oldest first. */
export const replies: Method = ({ args, context }) => {
  const channel = readable(context, args);
  if (channel === undefined) return refuse('channel_not_found');
  if (!channel.members.includes(context.world.botUserId)) return refuse('not_in_channel');
  const thread = context.world.thread(channel.id, textOf(args.ts));
  if (thread.length === 0) return refuse('thread_not_found');
  const page = pageOf(within(thread, args), args, 1000);
  if (page === undefined) return refuse('invalid_cursor');
  const messages = page.items.map((one) => messagePayload(one, context.world, context.baseUrl));
  return { ok: true, messages, has_more: page.hasMore, ...page.more };
};

export const join: Method = ({ args, context }) => {
  const channel = context.world.channel(textOf(args.channel));
  if (channel === undefined) return refuse('channel_not_found');
  if (channel.kind === 'dm') return refuse('method_not_supported_for_channel_type');
  const already = channel.members.includes(context.world.botUserId);
  if (!already) channel.members.push(context.world.botUserId);
  context.world.announce({ type: 'channel', channel: channel.id });
  return {
    ok: true,
    channel: channelPayload(channel, context.world),
    ...(already ? { warning: 'already_in_channel' } : {}),
  };
};

export const open: Method = ({ args, context }) => {
  const users = textOf(args.users)
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const [user] = users;
  if (user === undefined) return refuse('users_list_not_supplied');
  if (users.length > 1) return refuse('too_many_users');
  const person = context.world.person(user);
  if (person === undefined) return refuse('user_not_found');
  if (person.isBot) return refuse('cannot_dm_bot');
  const known = context.world.channels.length;
  const channel = context.world.directMessage(user);
  return {
    ok: true,
    channel: { id: channel.id },
    ...(known === context.world.channels.length ? { no_op: true, already_open: true } : {}),
  };
};
