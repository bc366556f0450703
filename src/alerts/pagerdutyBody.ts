// The body of a PagerDuty webhook of version 3: one event of one incident, whose title is all that it says of the alert.

import * as z from 'zod';
import { type Alert, instantOf, labelsFrom, linkOf, plainText } from './alert.js';

const named = z.looseObject({ summary: z.string().max(2000).nullish() }).nullish();

/** Shape: PagerDuty, "V3 webhooks", overview of the payload. A ping has data of another type. */
export const pagerdutyBody = z.looseObject({
  event: z.looseObject({
    id: z.string().max(200),
    event_type: z.string().max(200),
    occurred_at: z.unknown().optional(),
    data: z.looseObject({
      id: z.string().max(200).optional(),
      type: z.string().max(200).optional(),
      title: z.string().max(10_000).nullish(),
      status: z.string().max(50).nullish(),
      html_url: z.unknown().optional(),
      created_at: z.unknown().optional(),
      incident_key: z.string().max(2000).nullish(),
      service: named,
      priority: named,
    }),
  }),
});

/** Events that change whether it burns; notes, acknowledgements and pings say nothing of the tunnel. */
const telling: Readonly<Record<string, Alert['status']>> = {
  'incident.triggered': 'firing',
  'incident.reopened': 'firing',
  'incident.unacknowledged': 'firing',
  'incident.escalated': 'firing',
  'incident.resolved': 'resolved',
};

export function alertsOf({ event }: z.output<typeof pagerdutyBody>): readonly Alert[] {
  const { data } = event;
  const status = telling[event.event_type];
  if (status === undefined || data.type !== 'incident' || data.id === undefined) return [];
  const title = plainText(data.title ?? '');
  return [
    {
      source: 'pagerduty',
      name: title === '' ? 'PagerDuty incident' : title,
      status,
      key: data.id,
      event: event.id,
      startsAt: instantOf(data.created_at),
      endsAt: status === 'resolved' ? instantOf(event.occurred_at) : null,
      labels: labelsFrom({ service: data.service?.summary, priority: data.priority?.summary }),
      texts: [title, plainText(data.incident_key ?? '')].filter((text) => text !== ''),
      link: linkOf(data.html_url),
    },
  ];
}
