// Where alerts are kept until they were worked off, as a port: what comes twice is one row, and replicas share the work.

import type { QuietOutcome } from '../domain/alertAnswer.js';
import type { ThreadPlace } from '../incidents/events.js';
import type { OutboxBody } from '../incidents/outbox.js';
import type { Alert } from './alert.js';

export interface NewAlert {
  readonly alert: Alert;
  /** The message of another app that says it: the answer stands in its thread. Null: nobody said it in a channel. */
  readonly place: ThreadPlace | null;
  /** Where its incident is told when the settings name no other; null: they decide. */
  readonly channel: string | null;
}

/** What became of it, for whoever asks later; also what is not said again when it repeats. */
export type AlertOutcome = QuietOutcome | 'opened' | 'joined' | 'resolved' | 'several' | 'none' | 'given-up';

/** The incident that it belongs to. */
interface Led {
  readonly incident: string;
  readonly outcome: 'opened' | 'joined' | 'resolved';
}

export interface AlertEnd {
  readonly id: string;
  readonly outcome: AlertOutcome;
}

/** A message that follows, written in the transaction of what it follows from. */
export interface Said {
  readonly key: string;
  readonly stream: string;
  readonly body: Extract<OutboxBody, { readonly kind: 'alert' }>;
  /** What is said once in a while however often it comes; null says it each time. */
  readonly once: string | null;
}

export interface AlertRow extends NewAlert {
  /** The same for what was delivered twice. */
  readonly id: string;
  /** From 1; grows when it comes again after it was worked off. */
  readonly round: number;
  /** ISO 8601 UTC: when it came first. */
  readonly receivedAt: string;
  /** ISO 8601 UTC: when it came last. */
  readonly lastAt: string;
  /** The tunnel that a person chose for it; null while nobody did. */
  readonly tunnel: string | null;
  /** Of the round before. */
  readonly outcome: AlertOutcome | null;
  /** That it belongs to, once that was decided; null before, and while a close look decides. */
  readonly incident: string | null;
  /** How often it was begun, this time included. */
  readonly attempts: number;
}

/** Times are ISO 8601 UTC; `owner` names the process that works. */
export interface AlertStore {
  /**
   * Keeps them without the secrets in them.
   * @param dueAt when the moment is over in which others may come that belong to them.
   * @returns how many of them wait now; what came before and was worked off a moment ago does not wait again.
   */
  keep(alerts: readonly NewAlert[], when: { readonly at: string; readonly dueAt: string }): Promise<number>;
  /**
   * Those that wait, when the moment of one of them is over and nobody else works; all together, because what belongs together is
   * decided by one. What was in flight at two deaths comes alone.
   */
  claim(owner: string, now: string, until: string): Promise<readonly AlertRow[]>;
  /** Those of which it is decided what they lead to, and a diagnosis is still to be made. */
  claimBegun(owner: string, now: string, until: string): Promise<readonly AlertRow[]>;
  /** Holds what is ours longer. */
  hold(owner: string, now: string, until: string): Promise<void>;
  /** Decided; whoever comes next makes the diagnosis. @param led null: a close look decides where it leads. */
  begun(ids: readonly string[], owner: string, at: string, led: Led | null): Promise<void>;
  /** Worked off, with the message that follows; one transaction. */
  done(ends: readonly AlertEnd[], owner: string, at: string, said: Said | null): Promise<void>;
  /** Not now. */
  later(ids: readonly string[], owner: string, dueAt: string): Promise<void>;
  /** A person says which tunnel it means: it is worked off again. @returns false when there is no such alert, or it has one. */
  choose(id: string, tunnel: string, at: string, said: Said): Promise<boolean>;
  row(id: string): Promise<AlertRow | null>;
  /** What a process held that is gone for certain is free again. */
  forgetHolders(): Promise<void>;
}
