// One message of the outbox in Slack: posted once, found again after a crash, drawn again, in a simpler form when Slack refuses one.

import type { Clock } from '../../domain/clock.js';
import type { MessagePlace, OutboxRow } from '../../incidents/outbox.js';
import { bare, type SlackMessage, withoutPlans } from '../../render/slack/index.js';
import { SlackRefusal } from '../failure.js';
import type { SlackWeb } from '../web.js';
import type { IncidentParts, IncidentStores } from './ports.js';

export interface SayParts {
  readonly web: SlackWeb;
  readonly clock: Clock;
  readonly incidents: IncidentParts;
  readonly stores: IncidentStores;
}

export type Said =
  /** It stands there; null: it had nothing to say. */
  | { readonly place: MessagePlace | null }
  | { readonly wait: number }
  /** Somebody else holds the row now. */
  | { readonly lost: true };

/** Extends our hold before each call; false when it is not ours any more. */
export type Hold = () => Promise<boolean>;

/** One that somebody deleted has nothing to correct. */
export async function redraw(
  { web }: Pick<SayParts, 'web'>,
  { channel, ts }: MessagePlace,
  message: SlackMessage,
): Promise<void> {
  try {
    await inForm(message, (form) => web.update(channel, ts, form));
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('message_not_found')) throw error;
  }
}

/** Posts it, unless somebody began to and it stands there already. */
export async function once(
  parts: Pick<SayParts, 'web'>,
  row: Pick<OutboxRow, 'key' | 'at' | 'begun'>,
  hold: Hold,
  channel: string,
  threadTs: string | null,
  message: SlackMessage,
): Promise<Said> {
  const { web } = parts;
  if (row.begun) {
    const found = await web.findByKey(channel, threadTs, row.key, new Date(row.at));
    if (found) return { place: found };
  }
  if (!(await hold())) return { lost: true };
  return { place: await inForm(message, (form) => web.post(channel, form, threadTs, row.key)) };
}

/** As drawn, or in simpler forms when Slack refuses the form. */
export async function inForm<T>(message: SlackMessage, send: (form: SlackMessage) => Promise<T>): Promise<T> {
  const forms = [message, withoutPlans(message), bare(message)];
  for (const [index, form] of forms.entries()) {
    try {
      return await send(form);
    } catch (error) {
      const isForm =
        error instanceof Error && /invalid_blocks|msg_blocks_too_long|msg_too_long/.test(error.message);
      if (!isForm || index === forms.length - 1) throw error;
    }
  }
  throw new SlackRefusal('invalid_blocks');
}
