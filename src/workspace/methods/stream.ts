// chat.startStream, appendStream, stopStream: a message that grows while the app works.
import { withIds } from '../block-ids.js';
import { readBlocks, readMetadata } from '../checks/message.js';
import type { Context, Method } from '../context.js';
import { decodeJson, fieldsListOf, textOf } from '../fields.js';
import { LIMITS } from '../limits.js';
import type { Fields, Message } from '../model.js';
import { messagePayload } from '../payloads.js';
import { isRefusal, type Refusal, refuse } from '../refusal.js';
import { placeFor } from './places.js';

function richText(text: string): Fields {
  const section = { type: 'rich_text_section', elements: [{ type: 'text', text }] };
  return { type: 'rich_text', elements: [section] };
}

function taskFrom(chunk: Fields): Fields {
  return {
    type: 'task_card',
    task_id: textOf(chunk.id),
    title: textOf(chunk.title),
    status: textOf(chunk.status) || 'pending',
    ...(textOf(chunk.details) === '' ? {} : { details: richText(textOf(chunk.details)) }),
    ...(textOf(chunk.output) === '' ? {} : { output: richText(textOf(chunk.output)) }),
    ...(chunk.sources === undefined ? {} : { sources: chunk.sources }),
  };
}

function plan(message: Message): Fields {
  const known = message.blocks.find((block) => block.type === 'plan');
  if (known !== undefined) return known;
  const made: Fields = { type: 'plan', block_id: `plan${message.ts}`, title: '', tasks: [] };
  message.blocks.unshift(made);
  return made;
}

function addText(message: Message, text: string): void {
  message.text += text;
  const last = message.blocks.at(-1);
  if (last?.type === 'markdown') last.text = textOf(last.text) + text;
  else message.blocks.push({ type: 'markdown', block_id: `md${message.blocks.length}`, text });
}

/** Applies `markdown_text` and `chunks` of one call. */
function grow(context: Context, message: Message, args: Fields): Refusal | undefined {
  const text = textOf(args.markdown_text);
  if (text.length > LIMITS.streamText.max) return refuse('msg_too_long');
  const chunks = args.chunks === undefined ? [] : decodeJson(args.chunks);
  if (!Array.isArray(chunks)) return refuse('invalid_chunks');
  if (text !== '') addText(message, text);
  for (const chunk of fieldsListOf(chunks)) {
    if (chunk.type === 'markdown_text') addText(message, textOf(chunk.text));
    else if (chunk.type === 'plan_update') plan(message).title = textOf(chunk.title);
    else if (chunk.type === 'task_update') {
      const owner = plan(message);
      const tasks = fieldsListOf(owner.tasks);
      const at = tasks.findIndex((task) => task.task_id === chunk.id);
      if (at < 0) tasks.push(taskFrom(chunk));
      else tasks[at] = { ...tasks[at], ...taskFrom(chunk) };
      owner.tasks = tasks;
    } else if (chunk.type === 'blocks') {
      const blocks = readBlocks(chunk.blocks);
      if (isRefusal(blocks)) return blocks;
      message.blocks.push(...withIds(blocks, context.world.newId('b').toLowerCase()));
    } else return refuse('invalid_chunks');
  }
  context.world.changed(message);
  return undefined;
}

function streamOf(context: Context, args: Fields): Message | Refusal {
  const channel = placeFor(context, textOf(args.channel));
  if (isRefusal(channel)) return channel;
  const message = context.world.message(channel.id, textOf(args.ts));
  if (message === undefined) return refuse('message_not_found');
  if (message.user !== context.world.botUserId) return refuse('message_not_owned_by_app');
  return message.streaming ? message : refuse('message_not_in_streaming_state');
}

export const startStream: Method = ({ args, context }) => {
  const channel = placeFor(context, textOf(args.channel));
  if (isRefusal(channel)) return channel;
  const thread = textOf(args.thread_ts);
  if (thread === '') return refuse('invalid_arguments');
  if (channel.kind === 'channel' && textOf(args.recipient_user_id) === '') {
    return refuse('missing_recipient_user_id');
  }
  if (channel.kind === 'channel' && textOf(args.recipient_team_id) === '') {
    return refuse('missing_recipient_team_id');
  }
  const message = context.world.add({
    channel: channel.id,
    user: context.world.botUserId,
    text: '',
    threadTs: thread,
    streaming: true,
  });
  const refused = grow(context, message, args);
  if (refused !== undefined) {
    context.world.remove(message);
    return refused;
  }
  const parent = context.world.message(channel.id, thread);
  if (parent !== undefined) context.world.changed(parent);
  return { ok: true, channel: channel.id, ts: message.ts };
};

export const appendStream: Method = ({ args, context }) => {
  const found = streamOf(context, args);
  if (isRefusal(found)) return found;
  return grow(context, found, args) ?? { ok: true, channel: found.channel, ts: found.ts };
};

export const stopStream: Method = ({ args, context }) => {
  const found = streamOf(context, args);
  if (isRefusal(found)) return found;
  const refused = grow(context, found, args);
  if (refused !== undefined) return refused;
  const blocks = readBlocks(args.blocks);
  if (isRefusal(blocks)) return blocks;
  const metadata = readMetadata(args.metadata);
  if (isRefusal(metadata)) return metadata;
  if (metadata !== undefined) found.metadata = metadata;
  found.blocks.push(...withIds(blocks, context.world.newId('b').toLowerCase()));
  found.streaming = false;
  context.world.changed(found);
  return {
    ok: true,
    channel: found.channel,
    ts: found.ts,
    message: messagePayload(found, context.world, context.baseUrl),
  };
};
