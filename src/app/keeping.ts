// What a running service keeps and does by itself: outbox, inbox and cards for Slack, handoffs at shift changes, retention.

import { hostname } from 'node:os';
import { setBackJob } from '../capabilities/history/job.js';
import type { Settings } from '../config/settings.js';
import type { Clock } from '../domain/clock.js';
import { type Jobs, startJobs } from '../jobs/jobs.js';
import type { IncidentParts, IncidentStores, SeenKeys } from '../slack/index.js';
import { usualTimes } from '../slack/index.js';
import { createCardStore } from '../stores/cardStore.js';
import type { OpenStores } from '../stores/door.js';
import { createInboxStore } from '../stores/inbox.js';
import { createOutboxStore } from '../stores/outbox.js';
import { createSeenKeys } from '../stores/seenKeys.js';
import type { Logger } from '../support/logger.js';
import type { SweepListener } from '../watch/swept.js';
import { alertsOver } from './alerts.js';
import { jobsOver } from './jobs.js';
import { listenersOver } from './listeners.js';
import { sweepsOver } from './sweeps.js';
import type { Wired } from './wiring.js';

export interface Keeping {
  readonly incidents: IncidentParts;
  readonly seen: () => Promise<SeenKeys>;
  /** An alert was kept, and is due then: ISO 8601 UTC. */
  alertKept(dueAt: string): void;
  /** Opens the database and starts the jobs, in the background; a database that is away is tried again. */
  start(): void;
  stop(): Promise<void>;
}

export interface KeepingParts {
  readonly wired: Wired;
  readonly settings: Pick<
    Settings,
    'alerts' | 'teams' | 'tunnels' | 'watch' | 'store' | 'incidentLookSeconds'
  >;
  readonly clock: Clock;
  readonly log: Logger;
  /** Random, so that replicas and restarts differ. */
  readonly id: string;
  readonly leaseMs?: number;
  /** Told of every sweep, besides those that keep something of it. */
  readonly listeners?: readonly SweepListener[];
}

const againMs = 10_000;

export function createKeeping(parts: KeepingParts): Keeping {
  const { wired, settings, clock, log } = parts;
  let opened: Promise<IncidentStores> | null = null;
  const stores = (): Promise<IncidentStores> => {
    opened ??= wired.stores
      .open()
      .then(storesOf)
      .catch((error: unknown) => {
        opened = null;
        throw error;
      });
    return opened;
  };
  const setBack = setBackJob({
    store: async () => (await wired.stores.open()).watch,
    desk: wired.desk,
    frame: wired.frame,
    clock,
    onFault: (error, what) => log.error({ error }, what),
  });
  const listeners = listenersOver({
    settings,
    wired,
    clock,
    open: () => wired.stores.open(),
    also: [...(parts.listeners ?? []), setBack.listener],
  });
  const owner = `${hostname()} ${process.pid} ${parts.id}`;
  const alerts = alertsOver({ settings, wired, clock, log, owner, open: () => wired.stores.open(), stores });
  const stopping = new AbortController();
  let jobs: Promise<Jobs | null> | null = null;

  return {
    incidents: {
      stores,
      owner,
      homeChannel: settings.teams.find((team) => team.channel !== null)?.channel ?? null,
      composeHandoff: ({ handoff, team, from, to }, signal) =>
        wired.composeShiftHandoff({ key: handoff, team, from, to }, signal),
      diagnoseNotice: wired.diagnoseNotice,
      newId: wired.newId,
      leaseMs: parts.leaseMs ?? usualTimes.leaseMs,
      lookMs: usualTimes.lookMs,
    },
    seen: async () => createSeenKeys((await wired.stores.open()).database.sql),
    alertKept: alerts.hint,
    start() {
      jobs ??= keepTrying(async () => {
        const { database } = await wired.stores.open();
        return await startJobs({
          executeSql: (text, values) => database.executeSql(text, values),
          logger: log,
          jobs: jobsOver({
            settings: { ...settings, teams: wired.teams },
            clock,
            stores,
            open: () => wired.stores.open(),
            lookAtIncidents: (at) => wired.lookAtIncidents(at, stopping.signal),
            alertJob: alerts.job,
            setBackJob: setBack.job,
            sweepJob: sweepsOver({ settings, wired, clock, log, listeners }),
            onFault: (error) => log.error({ error }, 'open incidents could not be looked at'),
          }),
        });
      });
    },
    async stop() {
      stopping.abort();
      const running = await jobs;
      await running?.stop();
    },
  };

  async function keepTrying(start: () => Promise<Jobs>): Promise<Jobs | null> {
    while (!stopping.signal.aborted) {
      try {
        return await start();
      } catch (error) {
        log.error({ error }, 'jobs could not be started; trying again');
        await clock.sleep(againMs, stopping.signal).catch(() => undefined);
      }
    }
    return null;
  }
}

async function storesOf({
  database,
  incidents,
  shifts,
  notices,
  alerts,
}: OpenStores): Promise<IncidentStores> {
  const outbox = createOutboxStore(database.sql);
  const inbox = createInboxStore(database.sql, database.urgent);
  // One process a data folder: what is held was left by one that is gone.
  if (database.engine === 'pglite') {
    await outbox.forgetHolders();
    await inbox.forgetHolders();
    await alerts.forgetHolders();
  }
  return { incidents, shifts, notices, outbox, inbox, cards: createCardStore(database.sql) };
}
