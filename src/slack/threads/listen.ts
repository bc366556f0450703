// What people do in the thread of an incident besides commands: drop a log, pin a message; and the shortcuts that lead there.

import * as z from 'zod';
import { lineAt } from '../../commands/understand.js';
import { Problem } from '../../domain/problem.js';
import { aboutMessage } from '../listenShortcuts.js';
import { messageShortcutPayload, readPayload } from '../payloads.js';
import { isDirect, type Place, placeOfPerson } from '../place.js';
import { isFirst, type Listening, type Parts } from '../ports.js';
import { registrations } from '../registrations.js';
import { quotedText } from '../textsIn.js';
import { fetched, mostFiles } from './download.js';
import { isMeant, pastedText } from './dropped.js';
import { listenToForms } from './listenForms.js';

const pin = 'pushpin';
const mostPinned = 3000;

const threadMessage = z.object({
  channel: z.string().min(1).max(64),
  channel_type: z.string().max(20).optional(),
  user: z.string().min(1).max(64),
  text: z.string().max(60_000).default(''),
  ts: z.string().max(40),
  thread_ts: z.string().max(40),
  files: z
    .array(
      z.object({
        id: z.string().max(64).default(''),
        name: z.string().max(300).nullish(),
      }),
    )
    .max(50)
    .optional(),
});

const reaction = z.object({
  user: z.string().min(1).max(64),
  reaction: z.literal(pin),
  item: z.object({ type: z.literal('message'), channel: z.string().max(64), ts: z.string().max(40) }),
});

export function listenToIncidents(listening: Listening, parts: Parts): void {
  listenToForms(listening, parts);
  listenToThreads(listening, parts);
  listenToPins(listening, parts);
}

function listenToThreads(listening: Listening, parts: Parts): void {
  listening.event('message', async ({ event, body }) => {
    const raw = (event ?? {}) as { bot_id?: unknown; subtype?: unknown };
    if (!parts.incidents || raw.bot_id !== undefined) return;
    if (raw.subtype !== undefined && raw.subtype !== 'file_share' && raw.subtype !== 'thread_broadcast')
      return;
    const message = readPayload(threadMessage, event);
    if (message instanceof Problem || isDirect(message.channel)) return;
    const files = (message.files ?? []).slice(0, mostFiles);
    const isPasted = isMeant(message.text);
    if (files.length === 0 && !isPasted) return;
    const key = eventKey(body, `${message.channel} ${message.ts}`);
    if (!(await isFirst(parts, `thread ${message.channel} ${message.ts}`))) return;
    const { incidents } = parts;
    parts.running.start(async (signal) => {
      const id = await incidents.incidentOfThread(message.channel, message.thread_ts);
      const command = id && lineAt('drop', parts.dispatcher.commands, id);
      if (!command) return;
      const place = placeOfThread(message.channel, message.thread_ts, message.user);
      const shared = files.map(({ id, name }) => ({ id, name: name ?? 'file' }));
      const left = (message.files ?? []).length - shared.length;
      if (left > 0) await parts.answering.say(place, tooMany(left));
      for (const [index, file] of shared.entries()) {
        const attachments = await fetched(parts, [file], place);
        if (attachments === null) continue;
        const along = { key: `${key} ${index}`, attachments };
        await parts.answering.answer(command, place, signal, along);
      }
      if (shared.length > 0 || !isPasted) return;
      const attachment = { name: 'pasted.txt', bytes: Buffer.from(pastedText(message.text)) };
      await parts.answering.answer(command, place, signal, { key, attachments: [attachment] });
    });
  });
}

function tooMany(left: number): string {
  return `Of one message the first ${mostFiles} files are read; ${left} ${left === 1 ? 'was' : 'were'} left out. Share the rest in another message.`;
}

function listenToPins(listening: Listening, parts: Parts): void {
  listening.event('reaction_added', async ({ event }) => {
    if (!parts.incidents) return;
    const read = readPayload(reaction, event);
    if (read instanceof Problem) return;
    const { channel, ts } = read.item;
    const key = pinKey(channel, ts);
    if (!(await isFirst(parts, key))) return;
    const wanted = { channel, ts, user: { id: read.user, name: '' }, key };
    parts.running.start((signal) => pinned(parts, wanted, signal, true));
  });

  listening.shortcut(registrations.pinShortcut, async ({ ack, body }) => {
    await ack();
    const payload = readPayload(messageShortcutPayload, body);
    if (payload instanceof Problem || !parts.incidents) return;
    if (!(await isFirst(parts, `shortcut ${payload.trigger_id}`))) return;
    const ts = payload.message.ts ?? payload.message_ts ?? '';
    const user = { id: payload.user.id, name: payload.user.name ?? '' };
    const channel = payload.channel.id;
    const wanted = { channel, ts, user, key: pinKey(channel, ts) };
    parts.running.start((signal) => pinned(parts, wanted, signal, false));
  });

  listening.shortcut(registrations.triageShortcut, async ({ ack, body }) => {
    await ack();
    const payload = readPayload(messageShortcutPayload, body);
    if (payload instanceof Problem) return;
    const key = `shortcut ${payload.trigger_id}`;
    if (!(await isFirst(parts, key))) return;
    parts.running.start((signal) => aboutMessage(parts, payload, 'open', signal, { key }));
  });
}

interface Pinning {
  readonly channel: string;
  readonly ts: string;
  readonly user: { readonly id: string; readonly name: string };
  readonly key: string;
}

/** Whoever pins it and however: a message stands in the timeline once. */
function pinKey(channel: string, ts: string): string {
  return `pin ${channel} ${ts}`;
}

/** @param quietly a reaction below something that is no incident means something else. */
async function pinned(parts: Parts, wanted: Pinning, signal: AbortSignal, quietly: boolean): Promise<void> {
  const { channel, ts, user, key } = wanted;
  const found = (await parts.queue.send(`read:${channel}`, 'replies', () =>
    parts.web.message(channel, ts),
  )) as { text?: unknown; thread_ts?: unknown; bot_id?: unknown; user?: unknown } | null;
  const threadTs = typeof found?.thread_ts === 'string' ? found.thread_ts : ts;
  const id = (await parts.incidents?.incidentOfThread(channel, threadTs)) ?? null;
  const newThread = typeof found?.thread_ts !== 'string';
  const place = { ...placeOfThread(channel, threadTs, user.id, user.name), newThread };
  if (id === null) {
    if (!quietly) await parts.answering.say(place, 'This message stands in no incident’s thread.');
    return;
  }
  const text = quotedText(found).slice(0, mostPinned);
  const command = lineAt('pin', parts.dispatcher.commands, id);
  if (text.trim() === '' || command === null) return;
  const author =
    typeof found?.user === 'string' ? await parts.incidents?.names.of({ id: found.user, name: '' }) : null;
  const source = await parts.web.permalink(channel, ts).catch(() => null);
  const fields = {
    text: author && found?.user !== user.id ? `${author} wrote: ${text}` : text,
    ...(source === null ? {} : { source }),
  };
  await parts.answering.answer(command, place, signal, { key, fields });
}

function placeOfThread(channel: string, threadTs: string, userId: string, name = ''): Place {
  return { ...placeOfPerson({ id: userId, name }), channel, threadTs, direct: isDirect(channel) };
}

function eventKey(body: unknown, otherwise: string): string {
  const id = (body as { event_id?: unknown } | null)?.event_id;
  return `event ${typeof id === 'string' ? id.slice(0, 100) : otherwise}`;
}
