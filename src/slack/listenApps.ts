// What other apps post into channels, handed over as text: never what we said ourselves, or another copy of us.

import * as z from 'zod';
import { Problem } from '../domain/problem.js';
import { readPayload } from './payloads.js';
import type { AppMessage, Listening, Parts } from './ports.js';
import { textsIn } from './textsIn.js';
import { isOfOurKind } from './web.js';

const short = z.string().max(200).nullish();
const fields = z
  .array(z.object({ title: z.string().max(500).default(''), value: z.unknown().optional() }))
  .max(100)
  .nullish();

const posted = z.looseObject({
  ts: z.string().max(40),
  thread_ts: short,
  user: short,
  bot_id: short,
  app_id: short,
  username: short,
  metadata: z.unknown().optional(),
  bot_profile: z.looseObject({ name: short, app_id: short, id: short }).nullish(),
  text: z.string().nullish(),
  attachments: z
    .array(z.looseObject({ fields, title: z.string().nullish(), fallback: z.string().nullish() }))
    .max(100)
    .nullish(),
});

const event = z.looseObject({
  type: z.literal('message'),
  subtype: short,
  channel: z.string().min(1).max(64),
  message: posted.nullish(),
  previous_message: z.unknown().optional(),
});

export function listenToApps(listening: Listening, parts: Parts): void {
  const { apps } = parts;
  if (apps === null) return;
  listening.event('message', async (arrival) => {
    const message = heardIn(arrival.event, parts);
    if (message === null) return;
    parts.running.start(async () => {
      const { channel, ts } = message;
      const link = await parts.web.permalink(channel, ts).catch(() => null);
      await apps.hear(message, link);
    });
  });
}

/** Null for what nobody listens to, and for what we said ourselves. */
export function heardIn(raw: unknown, { apps, isOurs }: Pick<Parts, 'apps' | 'isOurs'>): AppMessage | null {
  const message = apps === null ? null : appMessageIn(raw);
  return message && !isOurs(message.app.ids) && apps?.isHeard(message) ? message : null;
}

/** Null for what no app posted, for replies in threads, and for edits that changed no word. */
export function appMessageIn(raw: unknown): AppMessage | null {
  const read = readPayload(event, raw);
  if (read instanceof Problem) return null;
  const isEdit = read.subtype === 'message_changed';
  if (!isEdit && read.subtype !== undefined && read.subtype !== null && read.subtype !== 'bot_message')
    return null;
  const source = isEdit ? (raw as { readonly message?: unknown }).message : raw;
  const told = readPayload(posted, source);
  if (told instanceof Problem || isOfOurKind(told)) return null;
  const { ts, thread_ts: thread, bot_id: bot, bot_profile: profile } = told;
  if (typeof bot !== 'string' || (typeof thread === 'string' && thread !== ts)) return null;
  const text = withTitle(textsIn(source), told);
  if (text === '' || (isEdit && textsIn(source) === textsIn(read.previous_message))) return null;
  const ids = [bot, told.app_id, profile?.app_id, profile?.id, told.user];
  return {
    channel: read.channel,
    ts,
    app: {
      ids: [...new Set(ids.filter((id) => typeof id === 'string'))],
      name: told.username ?? profile?.name ?? '',
    },
    text,
    fields: Object.fromEntries(
      (told.attachments ?? []).flatMap((one) =>
        (one.fields ?? []).flatMap(({ title, value }) =>
          typeof value === 'string' && title !== '' ? [[title, textsIn({ text: value })] as const] : [],
        ),
      ),
    ),
  };
}

/** What people see first, whatever stands first in the payload. */
function withTitle(text: string, { text: own, attachments }: z.output<typeof posted>): string {
  const [first] = attachments ?? [];
  const title = textsIn({ text: own?.trim() || first?.title || first?.fallback || '' });
  return text.startsWith(title) ? text : `${title}\n${text}`;
}
