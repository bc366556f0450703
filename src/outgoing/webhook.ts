// The outgoing webhook: an incident as JSON to one address, signed, at each turn that people outside want to know.

import type { Clock } from '../domain/clock.js';
import type { IncidentEvent } from '../incidents/events.js';
import type { Caller } from './call.js';
import { type Destination, deliveredBy } from './destination.js';
import { signedHeaders } from './signature.js';

interface WebhookMessage {
  /** The same whenever the same is told again. */
  readonly id: string;
  readonly body: unknown;
}

export interface WebhookParts {
  readonly url: string;
  /** Read at each call, so that a changed one counts at once. */
  readonly secret: () => Promise<string>;
  readonly caller: Caller;
  readonly clock: Clock;
  /** What is told of the last of these events; null for nothing. */
  readonly messageOf: (events: readonly IncidentEvent[]) => WebhookMessage | null;
}

export function webhook({ url, secret, caller, clock, messageOf }: WebhookParts): Destination {
  return {
    lane: 'webhook',
    async deliver(events, signal) {
      const message = messageOf(events);
      if (message === null) return { outcome: 'nothing' };
      const now = clock.now();
      const body = JSON.stringify(message.body);
      const headers = {
        'content-type': 'application/json',
        'user-agent': 'Tunnelmedic',
        ...signedHeaders(message.id, now, body, await secret()),
      };
      return deliveredBy(await caller.call({ method: 'POST', url, headers, body }, now, signal));
    },
  };
}
