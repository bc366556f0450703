// What systems outside are told of an incident: at which events, under which name, with the incident as it stood then.

import type { IncidentEvent } from '../../incidents/events.js';
import { incidentFrom } from '../../incidents/incident.js';
import { incidentJson } from './json.js';

export const outgoingTypes = [
  'incident.opened',
  'incident.verdict',
  'incident.recovered',
  'incident.closed',
  'incident.reopened',
] as const;
type OutgoingType = (typeof outgoingTypes)[number];

interface OutgoingMessage {
  readonly id: string;
  readonly body: {
    readonly schema: 1;
    readonly id: string;
    readonly type: OutgoingType;
    /** ISO 8601 UTC: when it happened. */
    readonly timestamp: string;
    readonly incident: Readonly<Record<string, unknown>>;
  };
}

/** @param events of one incident, up to the one that is told; null when that is nothing for others. */
export function outgoingMessage(events: readonly IncidentEvent[]): OutgoingMessage | null {
  const event = events.at(-1);
  const type = event && typeOf(event, events);
  if (!event || !type) return null;
  const id = `${event.incident}:${event.seq}`;
  const incident = incidentJson(incidentFrom(events));
  return { id, body: { schema: 1, id, type, timestamp: event.at, incident } };
}

function typeOf({ what }: IncidentEvent, events: readonly IncidentEvent[]): OutgoingType | null {
  switch (what.kind) {
    case 'opened':
      return 'incident.opened';
    case 'verdict':
      return hasRecovered(events) ? 'incident.recovered' : 'incident.verdict';
    case 'closed':
    case 'merged-into':
      return 'incident.closed';
    case 'reopened':
      return 'incident.reopened';
    default:
      return null;
  }
}

/** With this event, and not before it. */
function hasRecovered(events: readonly IncidentEvent[]): boolean {
  return incidentFrom(events).recovered !== null && incidentFrom(events.slice(0, -1)).recovered === null;
}
