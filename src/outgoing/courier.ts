// Tells one system outside what was written down for it: in order for each incident, again after a failure, given up after a day.

import type { Clock } from '../domain/clock.js';
import type { OutboxRow, OutboxStore, OutgoingBody } from '../incidents/outbox.js';
import type { IncidentStore } from '../incidents/store.js';
import type { Logger } from '../support/logger.js';
import type { Delivered, Destination } from './destination.js';

interface CourierStores {
  readonly outbox: OutboxStore<OutgoingBody>;
  readonly incidents: Pick<IncidentStore, 'events'>;
}

export interface CourierParts {
  readonly destination: Destination;
  /** Rejects while the database cannot be used. */
  readonly stores: () => Promise<CourierStores>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Names this process among all replicas. */
  readonly owner: string;
  readonly lookMs: number;
}

export interface Courier {
  start(): void;
  /** Ends what is on its way; it is told again by whoever comes next. */
  stop(): Promise<void>;
}

const atATime = 4;
/** Longer than one call may take. */
const leaseMs = 30_000;
const firstWaitMs = 2000;
const longestWaitMs = 15 * 60_000;
/** What nobody could be told for so long is no news. */
const longestMs = 24 * 3_600_000;

export function createCourier(parts: CourierParts): Courier {
  const { clock, log, destination, lookMs } = parts;
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      const told = await round(parts, signal).catch((error: unknown) => {
        log.error(
          { error, destination: destination.lane },
          'what is to be told outside could not be looked at',
        );
        return 0;
      });
      if (told === 0) await clock.sleep(lookMs, signal).catch(() => undefined);
    }
  };
  let running: Promise<void> | null = null;
  return {
    start() {
      running ??= run();
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** @returns how many rows were worked off. */
async function round(parts: CourierParts, signal: AbortSignal): Promise<number> {
  const { clock, owner } = parts;
  const stores = await parts.stores();
  const now = clock.now();
  const rows = await stores.outbox.claim(owner, now.toISOString(), after(now, leaseMs), atATime);
  await Promise.all(rows.map((row) => tell(parts, stores, row, signal)));
  return rows.length;
}

async function tell(
  { destination, clock, log, owner }: CourierParts,
  { outbox, incidents }: CourierStores,
  row: OutboxRow<OutgoingBody>,
  signal: AbortSignal,
): Promise<void> {
  const events = (await incidents.events(row.body.incident)).filter(({ seq }) => seq <= row.seq);
  const isThere = events.at(-1)?.seq === row.seq;
  const isOld = clock.now().getTime() - Date.parse(row.at) > longestMs;
  const delivered: Delivered = !isThere
    ? { outcome: 'nothing' }
    : isOld
      ? { outcome: 'refused', why: 'it is older than a day' }
      : await destination.deliver(events, signal).catch((error: unknown): Delivered => {
          log.error({ error, destination: destination.lane }, 'a system outside could not be called');
          return { outcome: 'later', why: 'it could not be called', waitMs: null };
        });
  const about = { destination: destination.lane, what: row.key };
  if (delivered.outcome === 'refused') {
    log.error({ ...about, why: delivered.why }, 'a system outside was not told of an incident');
    await outbox.refused(row.id, owner);
  } else if (delivered.outcome === 'later') {
    const now = clock.now();
    const waitMs = signal.aborted ? 0 : waitOf(delivered.waitMs, row.attempts);
    const inSeconds = Math.ceil(waitMs / 1000);
    log.warn({ ...about, why: delivered.why, inSeconds }, 'a system outside is told later');
    await outbox.later(row.id, owner, now.toISOString(), after(now, waitMs), true);
  } else await outbox.posted(row.id, owner, null);
}

/** Twice as long each time, or what it asks for; never longer than a quarter of an hour. */
function waitOf(askedMs: number | null, attempts: number): number {
  const ownMs = firstWaitMs * 2 ** Math.min(attempts - 1, 20);
  return Math.min(Math.max(askedMs ?? 0, ownMs), longestWaitMs);
}

function after(now: Date, milliseconds: number): string {
  return new Date(now.getTime() + milliseconds).toISOString();
}
