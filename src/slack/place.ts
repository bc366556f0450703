// Where a question came from and where its answer belongs.

import * as z from 'zod';
import type { Asker } from '../commands/dispatcher.js';
import type { ActionPlace, MessageShortcut } from './payloads.js';

export interface Place {
  /** A conversation's id; a person's id stands for the direct message with them. */
  readonly channel: string;
  /** The answer belongs into this thread; null: it is a message of its own. */
  readonly threadTs: string | null;
  /** Nobody has replied there yet. Slack shows what only one may see in a thread only where a thread is: it then belongs into the channel. */
  readonly newThread?: boolean;
  readonly user: { readonly id: string; readonly name: string };
  /** In a direct message everything is plain: nobody else is there. */
  readonly direct: boolean;
  readonly responseUrl: string | null;
  /** The message that the answer replaces. */
  readonly editTs: string | null;
}

/** Who asks, as rights see it; `name` when a better one than the payload's is known. */
export function askerAt({ user, direct, channel }: Place, name = user.name || user.id): Asker {
  return { id: user.id, name, channel: direct ? null : channel, via: 'chat' };
}

export function isDirect(channel: string): boolean {
  return /^[DUW]/.test(channel);
}

/** Where a click is answered: in the thread of its card; one that only looks again replaces the card; the home tab answers by direct message. */
export function placeOfClick(payload: ActionPlace, looksAgain: boolean): Place {
  const user = { id: payload.user.id, name: payload.user.name ?? payload.user.username ?? '' };
  const channel = payload.channel?.id ?? payload.user.id;
  const { message, container } = payload;
  const hidden = container.is_ephemeral === true;
  const thread = message?.thread_ts ?? container.thread_ts ?? null;
  const own = message === undefined || hidden ? null : message.ts;
  const edit = own !== null && looksAgain ? own : null;
  return {
    channel,
    threadTs: edit === null ? (thread ?? own) : thread,
    newThread: thread === null,
    user,
    direct: isDirect(channel),
    responseUrl: payload.response_url ?? null,
    editTs: edit,
  };
}

export function placeOfPerson(user: { id: string; name?: string | undefined }): Place {
  return {
    channel: user.id,
    threadTs: null,
    user: { id: user.id, name: user.name ?? '' },
    direct: true,
    responseUrl: null,
    editTs: null,
  };
}

/** Where a message's shortcut is answered: in the thread of that message. */
export function placeOfMessage(payload: MessageShortcut): Place {
  const { message } = payload;
  return {
    ...placeOfPerson(payload.user),
    channel: payload.channel.id,
    threadTs: message.thread_ts ?? message.ts ?? payload.message_ts ?? null,
    newThread: message.thread_ts === undefined,
    direct: isDirect(payload.channel.id),
    responseUrl: payload.response_url ?? null,
  };
}

const loose = z.looseObject({ id: z.unknown() }).partial().catch({});

/** What names the person and the place in commands, clicks, modals and events; whatever else is wrong with them. */
const whereabouts = z.looseObject({
  user: loose.optional(),
  user_id: z.string().optional().catch(undefined),
  channel: loose.optional(),
  channel_id: z.string().optional().catch(undefined),
  response_url: z.string().nullable().catch(null).default(null),
  message: z.looseObject({ thread_ts: z.unknown() }).partial().optional().catch(undefined),
  container: z.looseObject({ thread_ts: z.unknown() }).partial().optional().catch(undefined),
  event: z
    .looseObject({ user: z.unknown(), channel: z.unknown(), thread_ts: z.unknown() })
    .partial()
    .optional()
    .catch(undefined),
});

/** Where to tell whoever sent a payload that was not read any further; null when it names nobody. */
export function placeIn(body: unknown): Place | null {
  const read = whereabouts.safeParse(body);
  if (!read.success) return null;
  const { user, user_id, channel, channel_id, event, message, container, response_url } = read.data;
  const userId = user?.id ?? user_id ?? event?.user;
  if (typeof userId !== 'string' || !/^[UW][A-Z0-9]{1,30}$/.test(userId)) return null;
  const named = channel?.id ?? channel_id ?? event?.channel;
  const where = typeof named === 'string' ? named.slice(0, 64) : userId;
  const thread = event?.thread_ts ?? message?.thread_ts ?? container?.thread_ts;
  return {
    ...placeOfPerson({ id: userId }),
    channel: where,
    threadTs: typeof thread === 'string' ? thread.slice(0, 40) : null,
    direct: isDirect(where),
    responseUrl: response_url,
  };
}
