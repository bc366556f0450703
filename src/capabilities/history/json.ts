// A past as programs read it.

import type * as z from 'zod';
import type { Past } from './past.js';
import type { historyAnswer } from './schema.js';

export function historyJson(past: Past): z.infer<typeof historyAnswer> {
  const { tunnel, span, watched, spent, outages, changes, rekeys, traffic } = past;
  const seconds = (ms: number): number => Math.round(ms / 1000);
  const steps = traffic?.rates.length ?? 0;
  return {
    schema: 1,
    tunnel,
    ...span,
    knownSince: past.knownSince,
    availability: past.availability,
    seconds: {
      up: seconds(spent.up),
      idle: seconds(spent.idle),
      degraded: seconds(spent.degraded),
      flapping: seconds(spent.flapping),
      down: seconds(spent.down),
      disabled: seconds(spent.disabled),
      planned: seconds(spent.planned),
      unknown: seconds(spent.unknown),
    },
    now: watched && {
      state: watched.state,
      since: watched.since,
      sinceAtLeast: watched.sinceAtLeast,
      lookedAt: watched.lookedAt,
    },
    outages: outages.map((one) => ({
      from: one.from,
      to: one.to,
      state: one.state,
      seconds: seconds(one.lastedMs),
      unseenSeconds: seconds(one.unseenMs),
      planned: one.planned,
      cause: one.cause ?? 'insufficient-data',
      confidence: one.confidence,
      trigger: one.trigger?.says ?? null,
      basis: one.basis,
      incident: one.incident,
    })),
    rekeys: rekeys.length,
    changes: changes.map(({ at, device, who, what, before, after }) => ({
      at,
      device,
      who,
      what,
      before,
      after,
    })),
    traffic: traffic && {
      device: traffic.device,
      stepSeconds: (Date.parse(span.to) - Date.parse(span.from)) / 1000 / Math.max(1, steps),
      bytesInPerSecond: traffic.rates.map((rate) => rate.in),
      bytesOutPerSecond: traffic.rates.map((rate) => rate.out),
    },
  };
}
