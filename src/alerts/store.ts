// Where alerts are kept until they were worked off, as a port: what comes twice is one row, and replicas share the work.

import type { ThreadPlace } from '../incidents/events.js';
import type { Alert } from './alert.js';

export interface NewAlert {
  readonly alert: Alert;
  /** The message of another app that says it: the answer stands in its thread. Null: nobody said it in a channel. */
  readonly place: ThreadPlace | null;
  /** Where its incident is told when the settings name no other; null: they decide. */
  readonly channel: string | null;
}

/** What became of it, for whoever asks later; also what is not said again when it repeats. */
export type AlertOutcome =
  | 'opened'
  | 'joined'
  | 'resolved'
  | 'muted'
  | 'maintenance'
  | 'idle'
  | 'disabled'
  | 'rekeying'
  | 'up'
  | 'several'
  | 'none'
  | 'given-up';

export interface AlertRow extends NewAlert {
  /** The same for what was delivered twice. */
  readonly id: string;
  /** From 1; grows when it comes again after it was worked off. */
  readonly round: number;
  /** ISO 8601 UTC: when it came first. */
  readonly receivedAt: string;
  /** The tunnel that a person chose for it; null while nobody did. */
  readonly tunnel: string | null;
  /** Of the round before. */
  readonly outcome: AlertOutcome | null;
  /** That it belongs to, once it was opened; null before. */
  readonly incident: string | null;
  /** How often it was begun, this time included. */
  readonly attempts: number;
}

/** Times are ISO 8601 UTC; `owner` names the process that works. */
export interface AlertStore {
  /**
   * Keeps them without the secrets in them, in one transaction.
   * @param dueAt when the moment is over in which others may come that belong to them.
   * @returns how many of them wait now; what came before and was worked off a moment ago does not wait again.
   */
  keep(alerts: readonly NewAlert[], when: { readonly at: string; readonly dueAt: string }): Promise<number>;
  /**
   * Those that wait, when the moment of one of them is over and nobody else works; all together, because what belongs together is
   * decided by one. What was in flight at two deaths comes alone.
   */
  claim(owner: string, now: string, until: string): Promise<readonly AlertRow[]>;
  /** Those whose incident stands and whose first diagnosis was begun by a process that is gone. */
  claimOpened(owner: string, now: string, until: string): Promise<readonly AlertRow[]>;
  /** Holds what is ours longer. */
  hold(owner: string, now: string, until: string): Promise<void>;
  /** Its incident stands; the diagnosis is still to be made. */
  opened(
    ids: readonly string[],
    owner: string,
    incident: string,
    outcome: 'opened' | 'joined',
  ): Promise<void>;
  done(ids: readonly string[], owner: string, outcome: AlertOutcome | null, at: string): Promise<void>;
  /** Not now. */
  later(ids: readonly string[], owner: string, dueAt: string): Promise<void>;
  /** A person says which tunnel it means: it is worked off again. @returns false when there is no such alert, or it has one. */
  choose(id: string, tunnel: string, at: string): Promise<boolean>;
  row(id: string): Promise<AlertRow | null>;
  /** What a process held that is gone for certain is free again. */
  forgetHolders(): Promise<void>;
}
