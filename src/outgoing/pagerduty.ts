// What PagerDuty is told of an incident that its alerts opened: acknowledged when somebody takes it, a note with each verdict, resolved when it is closed.

import type { Clock } from '../domain/clock.js';
import type { IncidentEvent } from '../incidents/events.js';
import { type Incident, incidentFrom } from '../incidents/incident.js';
import { causeTitle, verdictText } from '../incidents/words.js';
import type { Answer, Call, Caller } from './call.js';
import { type Delivered, type Destination, deliveredBy } from './destination.js';

export interface PagerDutyParts {
  /** `https://api.pagerduty.com`, or that of another region; without a slash at its end. */
  readonly url: string;
  /** A key of its REST API, read at each call, so that a changed one counts at once. */
  readonly token: () => Promise<string>;
  /** Mail address of the PagerDuty user in whose name it is done. */
  readonly from: string;
  readonly caller: Caller;
  readonly clock: Clock;
}

/** Shapes: PagerDuty, "REST API", update an incident and create a note on an incident. */
export function pagerduty({ url, token, from, caller, clock }: PagerDutyParts): Destination {
  return {
    lane: 'pagerduty',
    async deliver(events, signal) {
      const acts = actsOn(events);
      if (acts.length === 0) return { outcome: 'nothing' };
      const headers = {
        accept: 'application/vnd.pagerduty+json;version=2',
        authorization: `Token token=${await token()}`,
        'content-type': 'application/json',
        from,
        'user-agent': 'Tunnelmedic',
      };
      for (const { method, path, body } of acts) {
        const call = { method, url: `${url}${path}`, headers, body: JSON.stringify(body) };
        const done = deliveredThere(await caller.call(call, clock.now(), signal));
        if (done.outcome !== 'delivered') return done;
      }
      return { outcome: 'delivered' };
    },
  };
}

interface Act {
  readonly method: Call['method'];
  readonly path: string;
  readonly body: unknown;
}

/** Whoever resolved it there was faster; an incident that nobody knows there stays unknown. */
function deliveredThere(answer: Answer): Delivered {
  if ('status' in answer && answer.status === 400 && /already (?:been )?resolved/i.test(answer.text))
    return { outcome: 'delivered' };
  if ('status' in answer && answer.status === 404) return { outcome: 'refused', why: 'it answers 404' };
  return deliveredBy(answer);
}

function actsOn(events: readonly IncidentEvent[]): readonly Act[] {
  const event = events.at(-1);
  if (!event) return [];
  const incident = incidentFrom(events);
  const known = keysIn(events);
  const { what } = event;
  switch (what.kind) {
    case 'owner':
      return what.owner === null ? [] : known.map(acknowledge);
    case 'verdict':
      return known.map((key) => note(key, verdictNote(incident)));
    case 'closed':
      return known.map((key) => resolve(key, `${causeTitle(what.cause)}. ${what.remedy}`));
    case 'joined':
    case 'alert':
      return catchingUp(
        keysIn([event]).filter((key) => !keysIn(events.slice(0, -1)).includes(key)),
        incident,
      );
    default:
      return [];
  }
}

/** What joined later hears how it stands. */
function catchingUp(keys: readonly string[], incident: Incident): readonly Act[] {
  const isTaken = incident.owner !== null && !incident.isOwnedByDefault;
  return keys.flatMap((key) => [
    ...(isTaken ? [acknowledge(key)] : []),
    ...(incident.verdict ? [note(key, verdictNote(incident))] : []),
  ]);
}

/** The ids of the incidents of PagerDuty that told of it, in order. */
function keysIn(events: readonly IncidentEvent[]): readonly string[] {
  const keys = events.flatMap(({ what }) => {
    if (what.kind === 'alert') return what.source === 'pagerduty' ? [what.key] : [];
    if (what.kind !== 'opened' && what.kind !== 'joined') return [];
    return what.because?.source === 'pagerduty' ? [what.because.key] : [];
  });
  return [...new Set(keys.filter((key) => key !== null))];
}

function acknowledge(key: string): Act {
  return update(key, { status: 'acknowledged' });
}

function resolve(key: string, resolution: string): Act {
  return update(key, { status: 'resolved', resolution: resolution.slice(0, longest) });
}

function update(key: string, fields: Readonly<Record<string, string>>): Act {
  const body = { incident: { type: 'incident_reference', ...fields } };
  return { method: 'PUT', path: `/incidents/${encodeURIComponent(key)}`, body };
}

function note(key: string, content: string): Act {
  const path = `/incidents/${encodeURIComponent(key)}/notes`;
  return { method: 'POST', path, body: { note: { content: content.slice(0, longest) } } };
}

const longest = 5000;

function verdictNote({ id, tunnel, tunnels, verdict, thread }: Incident): string {
  if (!verdict) return '';
  const others = tunnels.length > 1 ? ` and ${tunnels.length - 1} more` : '';
  const steps = verdict.remedies?.map(({ actor, says }) => `${actor}: ${says}`) ?? [];
  return [
    `${tunnel}${others}: ${verdictText(verdict)}`,
    ...steps,
    `Tunnelmedic, incident ${id}${thread?.link ? `: ${thread.link}` : ''}`,
  ].join('\n');
}
