// Mentions, direct messages and the home tab. Slack delivers events again when it is unsure; each is acted on once.

import { commandIn, lacksTunnel } from '../commands/understand.js';
import { Problem } from '../domain/problem.js';
import { checkNames } from './checkNames.js';
import { directMessageEvent, eventEnvelope, homeEvent, mentionEvent, readPayload } from './payloads.js';
import type { Place } from './place.js';
import { isNew, type Listening, type Parts } from './ports.js';
import { promptsFor } from './prompts.js';
import { textsIn } from './textsIn.js';

export function listenToEvents(listening: Listening, parts: Parts): void {
  listening.event('app_mention', async (arrival) => {
    const event = readPayload(mentionEvent, arrival.event);
    if (event instanceof Problem || isFromBot(arrival.event)) return;
    if (!(await isNew(parts, arrival, `${event.channel} ${event.ts}`))) return;
    const threadTs = event.thread_ts ?? event.ts;
    const place = { ...placeOf(event, threadTs), newThread: event.thread_ts === undefined };
    const words = withoutUs(event.text, arrival.body);
    parts.running.start(async (signal) => {
      const missing = lacksTunnel(words, parts.dispatcher.commands);
      const key = `message ${event.channel} ${event.ts}`;
      if (missing === null && isCommand(parts, words))
        return parts.answering.answer(words, place, signal, { key });
      const said = [
        missing === null ? words : '',
        ...(event.thread_ts === undefined ? [] : await threadTexts(parts, event.channel, threadTs)),
      ];
      // The words of the mention come first: they say which tunnel when the thread talks of several.
      await checkNames(parts, said, place, signal, missing?.name, { key });
    });
  });

  listening.event('message', async (arrival) => {
    if (isFromBot(arrival.event)) return;
    const event = readPayload(directMessageEvent, arrival.event);
    if (event instanceof Problem || event.text.trim() === '') return;
    if (!(await isNew(parts, arrival, `${event.channel} ${event.ts}`))) return;
    const words = withoutUs(event.text, arrival.body).replace(/^\/?ipsec\s+/i, '');
    const root = event.thread_ts ?? event.ts;
    parts.running.start(async (signal) => {
      // In the agent view each question is a thread; elsewhere a direct message is answered beside it.
      const isSession = await parts.agent.begin(event.channel, root, event.user);
      const place = placeOf(event, isSession ? root : (event.thread_ts ?? null));
      const key = `message ${event.channel} ${event.ts}`;
      try {
        if (isCommand(parts, words)) await parts.answering.answer(words, place, signal, { key });
        else await checkNames(parts, [words], place, signal, undefined, { key });
      } finally {
        if (isSession) await parts.agent.end(event.channel, root);
      }
    });
  });

  listening.event('app_home_opened', async (arrival) => {
    const event = readPayload(homeEvent, arrival.event);
    if (event instanceof Problem || !(await isNew(parts, arrival, null))) return;
    const { tab, user, channel, view } = event;
    if (tab === 'home') parts.running.start((signal) => parts.home.publish(user, view === undefined, signal));
    // Where the messages with us are: what one may ask there.
    if (tab === 'messages' && channel !== undefined)
      parts.running.start(async () => {
        await parts.agent.suggest(channel, await promptsFor(parts, user));
      });
  });
}

/** Messages of apps, our own among them, edits, joins and the like are not for us. */
function isFromBot(event: unknown): boolean {
  const raw = (event ?? {}) as { bot_id?: unknown; subtype?: unknown };
  return raw.bot_id !== undefined || (raw.subtype !== undefined && raw.subtype !== 'file_share');
}

function placeOf(event: { channel: string; user: string }, threadTs: string | null): Place {
  return {
    channel: event.channel,
    threadTs,
    user: { id: event.user, name: '' },
    direct: event.channel.startsWith('D'),
    responseUrl: null,
    editTs: null,
  };
}

/** The mention of us is no word of the command; others may be: `incident X hand @mei`. */
function withoutUs(text: string, body: unknown): string {
  const envelope = readPayload(eventEnvelope, body);
  const us = envelope instanceof Problem ? undefined : envelope.authorizations?.[0]?.user_id;
  const mention = us === undefined ? /<@[A-Z0-9]+(?:\|[^<>]*)?>/ : new RegExp(`<@${us}(?:\\|[^<>]*)?>`, 'g');
  return text.replace(mention, ' ').slice(0, 3000).trim();
}

function isCommand(parts: Parts, words: string): boolean {
  return commandIn(words, parts.dispatcher.commands) !== null;
}

async function threadTexts(parts: Parts, channel: string, ts: string): Promise<string[]> {
  try {
    const messages = await parts.queue.send(`read:${channel}`, 'replies', () =>
      parts.web.replies(channel, ts),
    );
    return messages.slice(0, 50).map(textsIn);
  } catch {
    parts.logger.warn({ channel }, 'a thread could not be read');
    return [];
  }
}
