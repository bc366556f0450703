// What a post to a response_url does: a new message, ephemeral or for all, or the original replaced or deleted.
import { readMessage } from './checks/message.js';
import type { Context } from './context.js';
import { isTrue, textOf } from './fields.js';
import { postAsApp, replaceContent } from './methods/chat.js';
import type { Fields, Message } from './model.js';
import { isRefusal, refuse } from './refusal.js';
import type { ResponseUrl } from './tickets.js';
import type { Answer } from './web-api.js';

/** Applies what the app answered with: through a response_url, or directly in an acknowledgement. */
export function applyResponse(context: Context, url: ResponseUrl, args: Fields): Fields {
  const channel = context.world.channel(url.channel);
  if (channel === undefined) return refuse('channel_not_found');
  const original = url.messageTs === undefined ? undefined : context.world.message(channel.id, url.messageTs);
  if (isTrue(args.delete_original)) {
    if (original !== undefined) context.world.remove(original);
    return { ok: true };
  }
  const content = readMessage(args, 'post');
  if (isRefusal(content)) return content;
  if (content.text === '' && content.blocks.length === 0 && content.attachments.length === 0)
    return refuse('no_text');
  if (isTrue(args.replace_original)) {
    if (original === undefined) return refuse('message_not_found');
    // A replaced original has exactly what was sent: unlike chat.update, nothing of the old blocks stays.
    replaceContent(context, original, content, { blocks: [], ...args });
    return { ok: true };
  }
  const isPublic = textOf(args.response_type) === 'in_channel';
  const thread = textOf(args.thread_ts) || url.threadTs;
  const posted: Message = postAsApp(context, channel, content, {
    ...(isPublic ? {} : { ephemeralTo: url.user }),
    ...(thread === undefined || thread === '' ? {} : { threadTs: thread }),
  });
  const parent =
    posted.threadTs === undefined ? undefined : context.world.message(channel.id, posted.threadTs);
  if (parent !== undefined) context.world.changed(parent);
  return { ok: true };
}

/** One HTTP post to a response_url, with Slack's statuses: 404 for a dead URL, 400 for a bad message. */
export function answerResponseUrl(context: Context, id: string, args: Fields | undefined): Answer {
  const url = context.tickets.useResponseUrl(id);
  if ('error' in url) return { status: 404, body: refuse(url.error) };
  if (args === undefined) return { status: 400, body: refuse('invalid_payload') };
  const body = applyResponse(context, url, args);
  return { status: body.ok === true ? 200 : 400, body };
}
