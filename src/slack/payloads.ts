// What Slack sends, read with care at the border: unknown keys are ignored, wrong types and oversized texts become one sentence.

import * as z from 'zod';
import { Problem } from '../domain/problem.js';

const id = z.string().min(1).max(64);
const ts = z.string().regex(/^\d{1,12}\.\d{1,12}$/, 'is no message time');
const url = z.url().max(2000);
const text = z.string().max(3000, 'is longer than 3,000 characters');

const person = z.object({
  id,
  name: z.string().max(200).optional(),
  username: z.string().max(200).optional(),
});
const optionalThread = z.object({ thread_ts: ts.optional() });

export const commandPayload = z.object({
  command: z.string().max(100),
  text: text.default(''),
  user_id: id,
  user_name: z.string().max(200).default(''),
  channel_id: id,
  channel_name: z.string().max(200).default(''),
  response_url: url.optional(),
  trigger_id: z.string().max(200),
});

const messageInPayload = optionalThread.extend({ ts });

const actionsPlace = {
  user: person,
  channel: z.object({ id, name: z.string().max(200).optional() }).optional(),
  message: messageInPayload.optional(),
  container: z
    .object({
      type: z.string().max(50).optional(),
      is_ephemeral: z.boolean().optional(),
      message_ts: ts.optional(),
      thread_ts: ts.optional(),
    })
    .default({}),
  response_url: url.optional(),
  trigger_id: z.string().max(200).optional(),
};

/** A button: the command is its value. */
export const buttonPayload = z.object({
  ...actionsPlace,
  actions: z
    .tuple([z.object({ action_id: z.string().max(255), action_ts: z.string().max(64), value: text })])
    .rest(z.unknown()),
});

/** A menu of commands: the command is the chosen option's value. */
export const menuPayload = z.object({
  ...actionsPlace,
  actions: z
    .tuple([
      z.object({
        action_id: z.string().max(255),
        action_ts: z.string().max(64),
        selected_option: z.object({ value: text }),
      }),
    ])
    .rest(z.unknown()),
});

/** A click that carries no command, on the home tab. */
export const homeClickPayload = z.object({ user: person, trigger_id: z.string().max(200) });

export type ActionPlace = Omit<z.infer<typeof buttonPayload>, 'actions'>;

export const suggestionPayload = z.object({
  user: person,
  value: z.string().max(3000).default(''),
  view: z.object({ private_metadata: z.string().max(3000).default('') }).optional(),
});

export const messageShortcutPayload = z.object({
  user: person,
  channel: z.object({ id, name: z.string().max(200).optional() }),
  message: z.looseObject({ ts: ts.optional(), thread_ts: ts.optional() }),
  message_ts: ts.optional(),
  response_url: url.optional(),
  trigger_id: z.string().max(200),
});

export type MessageShortcut = z.infer<typeof messageShortcutPayload>;

export const globalShortcutPayload = z.object({ user: person, trigger_id: z.string().max(200) });

const chosen = z.object({ selected_option: z.object({ value: z.string().max(300) }).nullish() });

export const askSubmission = z.object({
  user: person,
  view: z.object({
    id,
    private_metadata: z.string().max(3000).default(''),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), chosen)) }),
  }),
});

/** What the modal carries along: where the answer belongs. */
export const askPlace = z.object({
  channel: id.nullable(),
  direct: z.boolean(),
  threadTs: ts.nullable(),
  newThread: z.boolean().default(false),
});

export const eventEnvelope = z.object({
  event_id: z.string().max(100).optional(),
  /** Whom the event is delivered for: our bot. */
  authorizations: z.array(z.object({ user_id: z.string().regex(/^[UW][A-Z0-9]{1,30}$/) })).optional(),
});

export const mentionEvent = z.object({
  user: id,
  text: z.string().max(40_000),
  channel: id,
  ts,
  thread_ts: ts.optional(),
});

export const directMessageEvent = z.object({
  channel_type: z.literal('im'),
  user: id,
  text: z.string().max(40_000),
  channel: id,
  ts,
  thread_ts: ts.optional(),
});

export const homeEvent = z.object({
  user: id,
  tab: z.string().max(50),
  channel: id.optional(),
  view: z.unknown().optional(),
});

/** Somebody clicked Slack's own Stop button. Source: docs.slack.dev/reference/events/agent_session_stopped. */
export const sessionStoppedEvent = z.object({ user: id, channel: id, thread_ts: ts });

/** The payload, or a Problem whose sentence names the first thing that is wrong; never the payload itself. */
export function readPayload<T>(schema: z.ZodType<T>, value: unknown): T | Problem {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const where = (issue?.path ?? []).map(String).join('.').slice(0, 80) || 'payload';
  const tooLong = issue?.code === 'too_big';
  return new Problem('slack-invalid', {
    detail: tooLong ? `${where} is too long` : `${where} is missing or not as documented`,
    hint: tooLong
      ? 'Send a shorter text.'
      : 'Try again; if it happens again, tell the people who run Tunnelmedic.',
  });
}
