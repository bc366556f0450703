// One message of the outbox in Slack: posted once, found again after a crash, drawn again.

import type { Clock } from '../../domain/clock.js';
import type { MessagePlace, OutboxRow } from '../../incidents/outbox.js';
import type { SlackMessage } from '../../render/slack/index.js';
import { SlackRefusal } from '../failure.js';
import type { Posting } from '../posting.js';
import type { SlackWeb } from '../web.js';
import type { IncidentParts, IncidentStores } from './ports.js';

export interface SayParts {
  readonly web: SlackWeb;
  readonly posting: Posting;
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
  { posting }: Pick<SayParts, 'posting'>,
  place: MessagePlace,
  message: SlackMessage,
): Promise<void> {
  try {
    await posting.updateOnce(place, message);
  } catch (error) {
    if (!(error instanceof SlackRefusal) || error.word !== 'message_not_found') throw error;
  }
}

/** Posts it, unless somebody began to and it stands there already. */
export async function once(
  { posting }: Pick<SayParts, 'posting'>,
  row: Pick<OutboxRow, 'key' | 'at' | 'begun'>,
  hold: Hold,
  channel: string,
  threadTs: string | null,
  message: SlackMessage,
): Promise<Said> {
  const wanted = { channel, threadTs, key: row.key, since: new Date(row.at), mayStand: row.begun };
  const place = await posting.postOnce(wanted, message, hold);
  return place === null ? { lost: true } : { place };
}

/** Devices may take longer than a row is ours without a sign of life. */
export async function keepHolding(
  { clock, incidents }: SayParts,
  hold: Hold,
  until: AbortSignal,
): Promise<void> {
  while (!until.aborted) {
    await clock.sleep(incidents.leaseMs / 3, until).catch(() => undefined);
    if (!until.aborted) await hold().catch(() => false);
  }
}
