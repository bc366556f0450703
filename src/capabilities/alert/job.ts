// Alerts are worked off when their moment of gathering is over: by one replica at a time up to where their incidents stand, then each diagnosis by itself.

import type { AlertRow, AlertStore } from '../../alerts/store.js';
import type { Moment, RoundJob } from '../../jobs/job.js';
import { underFirstOf } from '../../support/abort.js';
import { type DecideParts, decideAlerts } from './decide.js';
import { type FinishParts, finishAlerts } from './finish.js';

export interface AlertJobParts extends Omit<DecideParts, 'store'>, Omit<FinishParts, 'store'> {
  readonly store: () => Promise<AlertStore>;
  /** Random, so that replicas and restarts differ. */
  readonly owner: string;
  readonly onFault: (error: unknown, what: string) => void;
}

export interface AlertJob {
  readonly job: RoundJob;
  /** Something waits from then on: ISO 8601 UTC. */
  hint(dueAt: string): void;
}

/** What a killed replica held is gone on with by then; whoever lives renews it each third of the time. */
const leaseMs = 20_000;
/** For what another replica kept and did not live to work off. */
const lookMs = 5000;
const againMs = 10_000;
const mostWaitMs = 600_000;
/** What could not be worked off for so long is no news. */
const givenUpMs = 24 * 3_600_000;
/** What ends the process each time must not do so for ever. */
const mostAttempts = 5;

export function alertJob(parts: AlertJobParts): AlertJob {
  const { clock, owner, onFault } = parts;
  const hints = new Set<string>();
  let lookedAt = Number.NEGATIVE_INFINITY;

  function moments(): readonly Moment[] {
    const now = clock.now().getTime();
    const wanted = [...hints];
    hints.clear();
    if (Math.abs(now - lookedAt) >= lookMs) {
      lookedAt = now;
      wanted.push(new Date(Math.ceil(now / lookMs) * lookMs).toISOString());
    }
    return wanted.map((at) => ({ of: 'alerts', at, inMs: Date.parse(at) - now }));
  }

  async function work(store: AlertStore, rows: readonly AlertRow[], signal: AbortSignal): Promise<void> {
    const deadly = rows.filter(({ attempts }) => attempts > mostAttempts);
    await giveUp(store, deadly);
    const left = rows.filter((row) => !deadly.includes(row));
    if (left.length === 0) return;
    try {
      await decideAlerts({ ...parts, store }, left, signal);
    } catch (error) {
      if (!signal.aborted) onFault(error, 'alerts could not be worked off; they are tried again');
      const now = clock.now();
      const ageMs = (row: AlertRow): number => now.getTime() - Date.parse(row.lastAt);
      await giveUp(
        store,
        left.filter((row) => ageMs(row) > givenUpMs),
      );
      const waitMs = Math.min(mostWaitMs, Math.max(againMs, Math.min(...left.map(ageMs)) / 2));
      await store.later(idsOf(left), owner, after(now, waitMs));
    }
  }

  async function giveUp(store: AlertStore, rows: readonly AlertRow[]): Promise<void> {
    if (rows.length === 0) return;
    onFault(new Error(`${rows.length} alerts, such as ${rows[0]?.id}`), 'alerts were given up');
    const ends = rows.map(({ id }) => ({ id, outcome: 'given-up' as const }));
    await store.done(ends, owner, clock.now().toISOString(), null);
  }

  async function round(signal: AbortSignal): Promise<void> {
    const store = await parts.store();
    const times = () => [owner, clock.now().toISOString(), after(clock.now(), leaseMs)] as const;
    for (;;) {
      const rows = await store.claim(...times());
      if (rows.length === 0) break;
      await work(store, rows, signal);
    }
    for (;;) {
      const begun = await store.claimBegun(...times());
      const deadly = begun.filter(({ attempts }) => attempts > mostAttempts);
      await giveUp(store, deadly);
      const left = begun.filter((row) => !deadly.includes(row));
      if (left.length === 0) break;
      await finishAlerts({ ...parts, store }, left, signal);
    }
  }

  return {
    job: {
      name: 'alerts',
      expireInSeconds: 180,
      moments,
      async run(_due, signal) {
        const done = new AbortController();
        const holding = underFirstOf([done.signal, signal], (until) => keepHolding(parts, until));
        try {
          await round(signal);
        } finally {
          done.abort();
          await holding;
        }
      },
    },
    hint: (dueAt) => void hints.add(dueAt),
  };
}

/** Devices may take longer than a lease without a sign of life. */
async function keepHolding({ clock, owner, store }: AlertJobParts, until: AbortSignal): Promise<void> {
  while (!until.aborted) {
    await clock.sleep(leaseMs / 3, until).catch(() => undefined);
    if (until.aborted) return;
    const now = clock.now();
    await store()
      .then((alerts) => alerts.hold(owner, now.toISOString(), after(now, leaseMs)))
      .catch(() => undefined);
  }
}

function idsOf(rows: readonly AlertRow[]): readonly string[] {
  return rows.map(({ id }) => id);
}

function after(now: Date, milliseconds: number): string {
  return new Date(now.getTime() + milliseconds).toISOString();
}
