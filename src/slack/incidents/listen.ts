// What people do to an incident besides commands: fill in fields, drop a log into the thread, pin a message.

import { z } from 'zod';
import type { Attachment } from '../../commands/command.js';
import { quoteWord } from '../../domain/commandText.js';
import { Problem } from '../../domain/problem.js';
import type { Action } from '../../domain/report.js';
import { choiceOf, namesInFirst } from '../checkNames.js';
import { openAsk } from '../listenCommands.js';
import {
  type ActionPlace,
  buttonPayload,
  menuPayload,
  messageShortcutPayload,
  readPayload,
} from '../payloads.js';
import { isDirect, type Place, placeIn as placeOfBody, placeOfClick, placeOfPerson } from '../place.js';
import { isFirst, type Listening, type Parts } from '../ports.js';
import { registrations } from '../registrations.js';
import { sentences } from '../sentences.js';
import { quotedText, textsIn } from '../textsIn.js';
import { download, type SharedFile } from './download.js';
import { isMeant, pastedText } from './dropped.js';
import { fillSubmission, fillView, readCarried, readFilled } from './forms.js';

const unreadableForm = 'What you filled in could not be read, so nothing was done. Open the form again.';
const pin = 'pushpin';
const mostFiles = 5;
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
        name: z.string().max(300).nullish(),
        url_private_download: z.string().max(3000).optional(),
        url_private: z.string().max(3000).optional(),
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

function listenToForms(listening: Listening, parts: Parts): void {
  listening.action(registrations.formButton, async ({ ack, body }) => {
    await ack();
    const payload = readPayload(buttonPayload, body);
    if (payload instanceof Problem || !parts.incidents) return;
    const { incidents } = parts;
    const [{ value: command, action_ts: actionTs }] = payload.actions;
    if (!(await isFirst(parts, `form ${payload.user.id} ${actionTs}`))) return;
    await openForm(parts, payload, command, () => incidents.form(command, labelOf(body)));
  });

  listening.action(registrations.furtherMenu, async ({ ack, body }) => {
    await ack();
    const payload = readPayload(menuPayload, body);
    if (payload instanceof Problem || !parts.incidents) return;
    const { incidents } = parts;
    const [chosen] = payload.actions;
    const command = chosen.selected_option.value;
    const key = `form ${payload.user.id} ${chosen.action_ts}`;
    if (!(await isFirst(parts, key))) return;
    const action = await incidents.action(command).catch(() => null);
    if (action?.inputs?.length || isOfIncident(command))
      return await openForm(parts, payload, command, async () => action);
    parts.running.start((signal) =>
      parts.answering.answer(command, placeOfClick(payload, command), signal, { key }),
    );
  });

  listening.view(registrations.fillView, async ({ ack, body }) => {
    const payload = readPayload(fillSubmission, body);
    const carried = payload instanceof Problem ? null : readCarried(payload.view.private_metadata);
    if (payload instanceof Problem || carried === null) {
      await ack();
      parts.logger.warn('the answer of a modal was refused');
      const asker = placeOfBody(body);
      if (asker) parts.running.start(() => parts.answering.say(asker, unreadableForm));
      return;
    }
    await ack();
    const key = `view ${payload.view.id} ${payload.view.hash}`;
    if (!(await isFirst(parts, key))) return;
    const { fields, people, files } = readFilled(payload);
    const place: Place = {
      ...placeOfPerson({ id: payload.user.id, name: payload.user.name ?? payload.user.username }),
      ...carried.place,
      channel: carried.place.channel ?? payload.user.id,
    };
    parts.running.start(async (signal) => {
      const attachments = await fetched(parts, files.slice(0, mostFiles), place);
      if (attachments === null) return;
      const named = await Promise.all(
        Object.entries(people).map(
          async ([name, id]) => [name, (await parts.incidents?.names.mention(id)) ?? id] as const,
        ),
      );
      await parts.answering.answer(carried.command, place, signal, {
        key,
        fields: { ...fields, ...Object.fromEntries(named) },
        attachments,
      });
      // The button stood on the home tab, which shows what was added.
      if (carried.place.channel === payload.user.id) await parts.home.publish(payload.user.id, false, signal);
    });
  });
}

/** Opens the modal that asks for the fields of a command. Not behind what waits: the ticket for a modal lives three seconds. */
async function openForm(
  parts: Parts,
  payload: ActionPlace,
  command: string,
  find: () => Promise<Action | null>,
): Promise<void> {
  const place = placeOfClick(payload, command);
  try {
    const action = await find();
    const { channel, direct, threadTs, newThread = false } = place;
    const carried = { channel, direct, threadTs, newThread };
    const view = action?.inputs?.length ? fillView(action, { command, place: carried }) : null;
    if (view && payload.trigger_id) return await parts.web.openView(payload.trigger_id, view);
  } catch (error) {
    parts.logger.warn({ error }, 'a modal could not be opened');
  }
  parts.running.start(() =>
    parts.answering.say(place, `This form cannot be shown now. Type it instead: ${command.slice(0, 300)} …`),
  );
}

/** Further acts on an incident all ask for fields; the others only read. */
function isOfIncident(command: string): boolean {
  return /^(incident|partner-log)\s/.test(command);
}

/** What the button said. */
function labelOf(body: unknown): string {
  const label = (body as { actions?: { text?: { text?: unknown } }[] } | null)?.actions?.[0]?.text?.text;
  return typeof label === 'string' ? label : '';
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
      if (id === null) return;
      const place = placeIn(message.channel, message.thread_ts, message.user);
      const shared = files.map((file) => ({
        name: file.name ?? 'file',
        url: file.url_private_download ?? file.url_private ?? '',
      }));
      for (const [index, file] of shared.entries()) {
        const attachments = await fetched(parts, [file], place);
        if (attachments === null) continue;
        const along = { key: `${key} ${index}`, attachments };
        await parts.answering.answer(`partner-log ${id}`, place, signal, along);
      }
      if (shared.length > 0 || !isPasted) return;
      const attachment = { name: 'pasted.txt', bytes: Buffer.from(pastedText(message.text)) };
      await parts.answering.answer(`partner-log ${id}`, place, signal, { key, attachments: [attachment] });
    });
  });
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
    const ts = payload.message.thread_ts ?? payload.message.ts ?? payload.message_ts ?? null;
    const place: Place = {
      ...placeOfPerson(payload.user),
      channel: payload.channel.id,
      threadTs: ts,
      newThread: payload.message.thread_ts === undefined,
      direct: isDirect(payload.channel.id),
      responseUrl: payload.response_url ?? null,
    };
    parts.running.start(async (signal) => {
      const names = await namesInFirst(parts, [textsIn(payload.message)], place, false);
      const [only] = names;
      if (only !== undefined && names.length === 1)
        return await parts.answering.answer(`triage ${quoteWord(only)}`, place, signal, { key });
      if (await openAsk(parts, payload.trigger_id, 'triage', place, names)) return;
      // The ticket for a modal lives three seconds; a process before us may have begun this.
      if (only === undefined) await parts.answering.say(place, sentences.noTunnel);
      else await parts.answering.show(choiceOf(names, 'triage'), place);
    });
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
  const found = (await parts.outbox.send(`read:${channel}`, 'replies', () =>
    parts.web.message(channel, ts),
  )) as { text?: unknown; thread_ts?: unknown; bot_id?: unknown; user?: unknown } | null;
  const threadTs = typeof found?.thread_ts === 'string' ? found.thread_ts : ts;
  const id = (await parts.incidents?.incidentOfThread(channel, threadTs)) ?? null;
  const newThread = typeof found?.thread_ts !== 'string';
  const place = { ...placeIn(channel, threadTs, user.id, user.name), newThread };
  if (id === null) {
    if (!quietly) await parts.answering.say(place, 'This message stands in no incident’s thread.');
    return;
  }
  const text = quotedText(found).slice(0, mostPinned);
  if (text.trim() === '') return;
  const author =
    typeof found?.user === 'string' ? await parts.incidents?.names.of({ id: found.user, name: '' }) : null;
  const source = await parts.web.permalink(channel, ts).catch(() => null);
  const fields = {
    text: author && found?.user !== user.id ? `${author} wrote: ${text}` : text,
    ...(source === null ? {} : { source }),
  };
  await parts.answering.answer(`incident ${id} note`, place, signal, { key, fields });
}

/** The files' bytes; null when one could not be had, and the person was told. */
async function fetched(
  parts: Parts,
  files: readonly SharedFile[],
  place: Place,
): Promise<readonly Attachment[] | null> {
  const attachments: Attachment[] = [];
  for (const file of files) {
    const got = await download(file, parts.settings);
    if (!got.ok) {
      await parts.answering.say(place, got.says);
      return null;
    }
    attachments.push(got.attachment);
  }
  return attachments;
}

function placeIn(channel: string, threadTs: string, userId: string, name = ''): Place {
  return { ...placeOfPerson({ id: userId, name }), channel, threadTs, direct: isDirect(channel) };
}

function eventKey(body: unknown, otherwise: string): string {
  const id = (body as { event_id?: unknown } | null)?.event_id;
  return `event ${typeof id === 'string' ? id.slice(0, 100) : otherwise}`;
}
