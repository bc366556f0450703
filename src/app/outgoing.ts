// Who is told of incidents besides Slack: the one list that knows them all.

import { outgoingMessage } from '../capabilities/incident/outgoing.js';
import type { Settings } from '../config/settings.js';
import type { Clock } from '../domain/clock.js';
import type { OutgoingLane } from '../incidents/outbox.js';
import { type Courier, createCourier } from '../outgoing/courier.js';
import type { Destination } from '../outgoing/destination.js';
import { pagerduty } from '../outgoing/pagerduty.js';
import { webhook } from '../outgoing/webhook.js';
import type { OpenStores } from '../stores/door.js';
import { createOutgoingStore } from '../stores/outbox.js';
import type { Logger } from '../support/logger.js';

export interface OutgoingParts {
  readonly settings: Pick<Settings, 'out'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly open: () => Promise<OpenStores>;
  /** Names this process among all replicas. */
  readonly owner: string;
}

const lookMs = 1000;

/** For whom a row is written with every event. */
export function lanesOf({ out }: Pick<Settings, 'out'>): readonly OutgoingLane[] {
  return [...(out.webhook ? (['webhook'] as const) : []), ...(out.pagerduty ? (['pagerduty'] as const) : [])];
}

/** A secret that leads nowhere is a Problem now, not when the first incident is to be told. The client is loaded only here: a question on the terminal tells nobody. */
export async function outgoingOver(parts: OutgoingParts): Promise<Courier> {
  const { createCaller } = await import('../outgoing/call.js');
  const { out } = parts.settings;
  const proxy = out.proxy && { url: out.proxy.url, login: (await out.proxy.login?.()) ?? null };
  const told: { readonly courier: Courier; readonly close: () => Promise<void> }[] = [];
  if (out.webhook) {
    await out.webhook.secret();
    const caller = createCaller({ addresses: out.webhook.addresses, proxy });
    const destination = webhook({
      ...out.webhook,
      caller,
      clock: parts.clock,
      messageOf: outgoingMessage,
    });
    told.push({ courier: courierOf(parts, destination), close: () => caller.close() });
  }
  if (out.pagerduty) {
    await out.pagerduty.token();
    const caller = createCaller({ addresses: [], proxy });
    const destination = pagerduty({ ...out.pagerduty, caller, clock: parts.clock });
    told.push({ courier: courierOf(parts, destination), close: () => caller.close() });
  }
  return {
    start() {
      for (const { courier } of told) courier.start();
    },
    async stop() {
      await Promise.all(told.map(({ courier }) => courier.stop()));
      await Promise.all(told.map(({ close }) => close()));
    },
  };
}

function courierOf({ clock, log, open, owner }: OutgoingParts, destination: Destination): Courier {
  return createCourier({
    destination,
    clock,
    log,
    owner,
    lookMs,
    async stores() {
      const { database, incidents } = await open();
      return { incidents, outbox: createOutgoingStore(database.sql, destination.lane) };
    },
  });
}
