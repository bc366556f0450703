// One row of the outbox as a message: the head of a thread, an event in it, or a handoff.

import type { Clock } from '../../domain/clock.js';
import { incidentCard } from '../../incidents/card.js';
import type { IncidentEvent } from '../../incidents/events.js';
import { type Incident, incidentFrom } from '../../incidents/incident.js';
import { eventMessage } from '../../incidents/messages.js';
import type { MessagePlace, OutboxRow } from '../../incidents/outbox.js';
import {
  bare,
  renderEvent,
  renderIncidentCard,
  type SlackMessage,
  withoutPlans,
} from '../../render/slack/index.js';
import { SlackRefusal } from '../failure.js';
import type { SlackWeb } from '../web.js';
import { sayConfirmed, sayHandoff } from './handoff.js';
import type { IncidentParts, IncidentStores } from './ports.js';
import { drawQuestion, questionsTouchedBy } from './question.js';

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

/** A command that opens an incident in a thread says so right after; until then the head waits. */
const headWaitMs = 1500;
const homelessWaitMs = 3_600_000;

export async function say(parts: SayParts, row: OutboxRow, hold: Hold, signal: AbortSignal): Promise<Said> {
  if (row.body.kind === 'handoff') return await sayHandoff(parts, row, row.body, hold, signal);
  if (row.body.kind === 'confirmed') return await sayConfirmed(parts, row.body.handoff, hold);
  const events = await parts.stores.incidents.events(row.stream);
  const event = events.find((one) => one.seq === row.seq);
  if (!event) return { place: null };
  const incident = incidentFrom(events);
  if (event.what.kind === 'opened') return await sayHead(parts, row, incident, hold);
  await answerQuestions(parts, event, incident, hold);
  const { thread } = incident;
  const message = thread ? drawEvent(event, incident) : null;
  if (!thread || !message) return { place: null };
  return await once(parts, row, hold, thread.channel, thread.ts, message);
}

/** The card that everything else stands below. In an alert's thread the card is a reply, and the alert stays the head. */
async function sayHead(parts: SayParts, row: OutboxRow, incident: Incident, hold: Hold): Promise<Said> {
  const { clock, incidents, stores, web } = parts;
  const [first] = incident.timeline;
  const opened = first?.what.kind === 'opened' ? first.what.channel : null;
  const { thread } = incident;
  const age = clock.now().getTime() - Date.parse(row.at);
  if (!thread && !row.begun && age < headWaitMs) return { wait: headWaitMs - age };
  const channel = thread?.channel ?? opened ?? incidents.homeChannel;
  if (channel === null) return { wait: homelessWaitMs };
  const said = await once(parts, row, hold, channel, thread?.ts ?? null, drawCard(incident));
  if (!('place' in said) || said.place === null) return said;
  const { place } = said;
  if (!thread) {
    const link = await web.permalink(place.channel, place.ts).catch(() => null);
    await stores.incidents.append(
      incident.id,
      {
        by: { id: 'tunnelmedic', name: 'Tunnelmedic' },
        at: clock.now().toISOString(),
        key: `thread:${incident.id}`,
        what: { kind: 'thread', place: { ...place, link } },
      },
      null,
    );
  }
  await stores.cards.place(incident.id, place, incident.lastSeq);
  return said;
}

export async function sayCard(
  parts: SayParts,
  events: readonly IncidentEvent[],
  place: MessagePlace,
): Promise<void> {
  const message = drawCard(incidentFrom(events));
  await inForm(message, (form) => parts.web.update(place.channel, place.ts, form));
}

function drawCard(incident: Incident): SlackMessage {
  return renderIncidentCard(incidentCard(incident));
}

function drawEvent(event: IncidentEvent, incident: Incident): SlackMessage | null {
  // The question's own message says it.
  if (event.what.kind === 'withdrawn') return null;
  const question = drawQuestion(event, incident);
  if (question) return renderEvent(question.blocks, question.actions, question.choice ?? null);
  const blocks = eventMessage(event, incident);
  return blocks === null ? null : renderEvent(blocks, []);
}

/** A question that was answered loses its buttons before the answer is said. */
async function answerQuestions(
  parts: SayParts,
  event: IncidentEvent,
  incident: Incident,
  hold: Hold,
): Promise<void> {
  for (const asked of questionsTouchedBy(event, incident)) {
    const place = await parts.stores.outbox.placeOf(`${incident.id}:${asked.seq}`);
    const message = drawEvent(asked, incident);
    if (!place || !message) continue;
    await hold();
    await redraw(parts, place, message);
  }
}

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
async function inForm<T>(message: SlackMessage, send: (form: SlackMessage) => Promise<T>): Promise<T> {
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
