// files.*: the three-step upload (address, bytes, completion) and what is known of a file.
import { announceEvent } from '../announce.js';
import { readBlocks } from '../checks/message.js';
import type { Context, Method } from '../context.js';
import { decodeJson, entryOf, fieldsListOf, textOf } from '../fields.js';
import { LIMITS } from '../limits.js';
import type { Fields, SlackFile } from '../model.js';
import { filePayload } from '../payloads.js';
import { isRefusal, refuse } from '../refusal.js';
import { filesOf, postFiles } from './chat.js';
import { placeFor } from './places.js';

const TYPES: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  json: 'application/json',
  pdf: 'application/pdf',
  zip: 'application/zip',
};

/** The media type by the ending of the name; text when it is not known. SVG stays text, because it can carry scripts. */
function mimeTypeOf(name: string): string {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return entryOf(TYPES, ending) ?? 'text/plain';
}

export function newFile(context: Context, name: string, user: string, announcedBytes: number): SlackFile {
  const file: SlackFile = {
    id: context.world.newId('F'),
    name,
    title: name,
    mimeType: mimeTypeOf(name),
    altText: '',
    user,
    bytes: Buffer.alloc(0),
    announcedBytes,
    state: 'awaiting-bytes',
    createdAtSeconds: Math.floor(context.now() / 1000),
    channels: [],
  };
  context.world.files.set(file.id, file);
  return file;
}

export const getUploadUrl: Method = ({ args, context }) => {
  const name = textOf(args.filename);
  const length = Number(args.length);
  if (name === '' || !Number.isInteger(length) || length < 1) {
    return refuse('invalid_arguments', {
      response_metadata: { messages: ['[ERROR] `filename` and a `length` of at least 1 are required'] },
    });
  }
  if (length > LIMITS.uploadBytes.max) return refuse('file_upload_size_restricted');
  const file = newFile(context, name, context.world.botUserId, length);
  file.altText = textOf(args.alt_txt);
  return {
    ok: true,
    upload_url: `${context.baseUrl}/upload/v1/${context.tickets.upload(file.id)}`,
    file_id: file.id,
  };
};

export const completeUpload: Method = ({ args, context }) => {
  const files = fieldsListOf(decodeJson(args.files));
  if (files.length === 0) return refuse('invalid_arguments');
  const ids: string[] = [];
  for (const one of files) {
    const file = context.world.files.get(textOf(one.id));
    if (file === undefined) return refuse('file_not_found');
    if (file.state === 'awaiting-bytes') return refuse('file_not_uploaded');
    ids.push(file.id);
  }
  const reference = textOf(args.channel_id) || textOf(args.channels);
  const channel = reference === '' ? undefined : placeFor(context, reference);
  if (isRefusal(channel)) return channel;
  const blocks = readBlocks(args.blocks);
  if (isRefusal(blocks)) return blocks;
  for (const one of files) {
    const file = context.world.files.get(textOf(one.id));
    if (file === undefined) continue;
    file.state = 'shared';
    if (textOf(one.title) !== '') file.title = textOf(one.title);
  }
  if (channel !== undefined) {
    const thread = textOf(args.thread_ts);
    const threadTs = thread === '' ? undefined : thread;
    const comment = textOf(args.initial_comment);
    postFiles(context, channel, context.world.botUserId, comment, ids, threadTs, blocks);
    void announceShared(context, ids, channel.id, context.world.botUserId);
  }
  return { ok: true, files: filesOf(context, ids) };
};

/** file_shared, once a file. */
export async function announceShared(
  context: Context,
  ids: string[],
  channel: string,
  user: string,
): Promise<void> {
  const own = user === context.world.botUserId;
  if (own && context.manifest.events === undefined) return;
  await Promise.all(
    ids.map((id) => {
      const event: Fields = {
        type: 'file_shared',
        file_id: id,
        user_id: user,
        file: { id },
        channel_id: channel,
      };
      return announceEvent(context, 'file_shared', event, user);
    }),
  );
}

export const info: Method = ({ args, context }) => {
  const file = context.world.files.get(textOf(args.file));
  if (file === undefined || file.state !== 'shared') return refuse('file_not_found');
  return {
    ok: true,
    file: filePayload(file, context.baseUrl),
    comments: [],
    response_metadata: { next_cursor: '' },
  };
};
