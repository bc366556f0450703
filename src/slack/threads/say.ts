// One row of the outbox as a message: the head of a thread, an event in it, a handoff, a notice, or why an alert opened nothing.

import { incidentCard } from '../../capabilities/incident/card.js';
import { eventMessage } from '../../capabilities/incident/threadMessages.js';
import { tunnelmedic } from '../../commands/stores.js';
import type { IncidentEvent } from '../../incidents/events.js';
import { type Incident, incidentFrom } from '../../incidents/incident.js';
import type { MessagePlace, OutboxRow } from '../../incidents/outbox.js';
import { renderCard, renderEvent, type SlackMessage } from '../../render/slack/index.js';
import { sayAlert } from './alert.js';
import { sayConfirmed, sayHandoff } from './handoff.js';
import { leaveToIncident, sayNotice } from './notice.js';
import { type Hold, once, redraw, type Said, type SayParts } from './post.js';
import { drawQuestion, questionsTouchedBy } from './question.js';

/** A command that opens an incident in a thread says so right after; until then the head waits. */
const headWaitMs = 1500;
const homelessWaitMs = 3_600_000;

export async function say(parts: SayParts, row: OutboxRow, hold: Hold, signal: AbortSignal): Promise<Said> {
  if (row.body.kind === 'handoff') return await sayHandoff(parts, row, row.body, hold, signal);
  if (row.body.kind === 'confirmed') return await sayConfirmed(parts, row.body.handoff, hold);
  if (row.body.kind === 'notice') return await sayNotice(parts, row, row.body, hold, signal);
  if (row.body.kind === 'alert') return await sayAlert(parts, row, row.body, hold);
  const events = await parts.stores.incidents.events(row.stream);
  const event = events.find((one) => one.seq === row.seq);
  if (!event) return { place: null };
  const incident = incidentFrom(events);
  if (event.what.kind === 'opened') return await sayHead(parts, row, incident, hold);
  if (event.what.kind === 'joined' || event.what.kind === 'merged') await leaveToIncident(parts, incident);
  await answerQuestions(parts, event, incident, hold);
  const { thread } = incident;
  const message = thread ? drawEvent(event, incident) : null;
  if (!thread || !message) return { place: null };
  return await once(parts, row, hold, thread.channel, thread.ts, message);
}

/** The card that everything else stands below. In an alert's thread the card is a reply, and the alert stays the head. */
async function sayHead(parts: SayParts, row: OutboxRow, incident: Incident, hold: Hold): Promise<Said> {
  const { clock, incidents, stores, web } = parts;
  await leaveToIncident(parts, incident);
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
        by: tunnelmedic,
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
  await parts.posting.updateOnce(place, message);
}

function drawCard(incident: Incident): SlackMessage {
  return renderCard(incidentCard(incident));
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
