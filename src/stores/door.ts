// The stores, opened when they are first needed and closed once; a database that could not be opened is tried again.

import type { AuditLog } from '../access/audit.js';
import type { AlertStore } from '../alerts/store.js';
import type { Problem } from '../domain/problem.js';
import type { OutgoingLane } from '../incidents/outbox.js';
import type { IncidentStore } from '../incidents/store.js';
import type { VerdictStore } from '../incidents/verdicts.js';
import type { NoticeStore } from '../notices/store.js';
import type { ShiftStore } from '../shifts/store.js';
import type { KnownGoodStore } from '../watch/knownGood.js';
import type { SampleStore } from '../watch/samples.js';
import type { WatchStore } from '../watch/store.js';
import { createAlertStore } from './alertStore.js';
import { createAuditLog } from './auditLog.js';
import type { Database } from './database.js';
import { createIncidentStore } from './incidentStore.js';
import { createKnownGoodStore } from './knownGoodStore.js';
import { createNoticeStore } from './noticeStore.js';
import type { OutageNews } from './outage.js';
import { forgetOld, type KeepDays, rewriteLeft } from './retention.js';
import { createSampleStore } from './sampleStore.js';
import { createShiftStore } from './shiftStore.js';
import { createVerdictStore } from './verdictStore.js';
import { createWatchStore } from './watchStore.js';

export interface OpenStores {
  readonly database: Database;
  readonly incidents: IncidentStore;
  readonly shifts: ShiftStore;
  readonly audit: AuditLog;
  readonly verdicts: VerdictStore;
  readonly knownGood: KnownGoodStore;
  readonly samples: SampleStore;
  readonly notices: NoticeStore;
  readonly alerts: AlertStore;
  readonly watch: WatchStore;
}

export interface StoreDoor {
  /** @throws Problem `store-locked` when another process holds the data folder, and those of a database that cannot be used. */
  open(): Promise<OpenStores>;
  /** What is open already; asking never opens it. */
  opened(): OpenStores | null;
  close(): Promise<void>;
}

export interface StoreDoorOptions {
  readonly dataFolder: string;
  /** Of PostgreSQL; null uses the data folder. */
  readonly databaseUrl: () => Promise<string | null>;
  readonly pid: number;
  readonly now: () => Date;
  /** What is older is removed when the stores are closed, at most once a day. */
  readonly keep: KeepDays;
  /** Which systems outside are told of what happens to incidents. */
  readonly outside: readonly OutgoingLane[];
  /** Told about what went wrong meanwhile. */
  readonly onFault: (error: unknown) => void;
  /** Told when the database cannot be used for a while. */
  readonly news: OutageNews;
  /** Told once when the data folder may no longer be written to. */
  readonly onLost?: (problem: Problem) => void;
}

export function createStoreDoor(options: StoreDoorOptions): StoreDoor {
  let opening: Promise<OpenStores> | null = null;
  let open: OpenStores | null = null;
  const start = async (): Promise<OpenStores> => {
    const url = await options.databaseUrl();
    // Loaded only when needed: a question that reads nothing from the database starts at once.
    const { openDatabase } = await import('./database.js');
    const database = await openDatabase(
      url === null ? options : { url, renewed: options.databaseUrl },
      options.now,
      { news: options.news },
    );
    open = {
      database,
      incidents: createIncidentStore(database.sql, database.engine === 'pglite', options.outside),
      shifts: createShiftStore(database.sql),
      audit: createAuditLog(database.sql),
      verdicts: createVerdictStore(database.sql),
      knownGood: createKnownGoodStore(database.sql),
      samples: createSampleStore(database.sql),
      notices: createNoticeStore(database.sql),
      alerts: createAlertStore(database.sql, database.urgent),
      watch: createWatchStore(database.sql),
    };
    return open;
  };
  return {
    opened: () => open,
    open() {
      opening ??= start().catch((error: unknown) => {
        opening = null;
        throw error;
      });
      return opening;
    },
    async close() {
      const opened = await opening?.catch(() => null);
      opening = null;
      open = null;
      if (!opened) return;
      await forgetOld(opened.database, options.keep, options.now()).catch(options.onFault);
      await rewriteLeft(opened.database).catch(options.onFault);
      await opened.database.close();
    },
  };
}
