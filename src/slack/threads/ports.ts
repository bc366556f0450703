// What the Slack side of incidents is given: where they are kept, who we are among the replicas, and how a handoff is made.

import type { Report } from '../../domain/report.js';
import type { CardStore, InboxStore, OutboxBody, OutboxStore } from '../../incidents/outbox.js';
import type { IncidentStore } from '../../incidents/store.js';
import type { FirstDiagnosis, Notice } from '../../notices/notice.js';
import type { NoticeStore } from '../../notices/store.js';
import type { ShiftStore } from '../../shifts/store.js';

export interface IncidentStores {
  readonly incidents: IncidentStore;
  readonly outbox: OutboxStore;
  readonly cards: CardStore;
  readonly inbox: InboxStore;
  readonly shifts: ShiftStore;
  readonly notices: NoticeStore;
}

export type HandoffBody = Extract<OutboxBody, { readonly kind: 'handoff' }>;

export type NoticeBody = Extract<OutboxBody, { readonly kind: 'notice' }>;

export interface IncidentParts {
  /** Opened once, in the background; rejects while the database cannot be used. */
  readonly stores: () => Promise<IncidentStores>;
  /** Names this process among all replicas. */
  readonly owner: string;
  /** Where incidents go that were opened outside of any channel; null: nowhere. */
  readonly homeChannel: string | null;
  readonly composeHandoff: (handoff: HandoffBody, signal: AbortSignal) => Promise<Report>;
  /** The first diagnosis of a notice; null when it takes longer than the patience, or there is nothing to diagnose; `busy` when it cannot begin now. */
  readonly diagnoseNotice: (
    notice: Notice,
    patienceMs: number,
    signal: AbortSignal,
  ) => Promise<FirstDiagnosis | 'busy' | null>;
  /** A short, unused id. */
  readonly newId: (prefix: string) => string;
  /** How long a message being posted is ours without a sign of life. */
  readonly leaseMs: number;
  /** How often the database is looked at for what other processes wrote. */
  readonly lookMs: number;
}

export const usualTimes = { leaseMs: 30_000, lookMs: 1000 } as const;
