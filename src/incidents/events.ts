// Everything that can happen to an incident, as events; what stands in the timeline is exactly what was appended.

import type { AskForm } from '../domain/ask.js';
import type { Cause } from '../domain/causes.js';
import type { Remedy, Trigger } from '../domain/decision.js';
import type { TunnelState } from '../domain/live.js';
import type { Share } from '../domain/share.js';
import type { ActingSide, Confidence, Contradiction } from '../domain/verdict.js';

/** Who did it. The id is stable (as the chat names a user, `terminal`, `tunnelmedic` for the bot itself); the name is for people. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

export type IncidentSeverity = 'low' | 'normal' | 'high' | 'critical';
export type IncidentState = 'open' | 'waiting-for-partner' | 'monitoring' | 'resolved';

/** Where the thread of an incident stands. `ts` is the thread's first message. */
export interface ThreadPlace {
  readonly channel: string;
  readonly ts: string;
  readonly link: string | null;
}

/** Who was on call when an incident opened, of the team that looks after its tunnel. */
export interface OnCallThen {
  readonly team: string;
  /** People, or groups by their id alone. */
  readonly people: readonly Person[];
  /** ISO 8601 UTC; null when nothing tells. */
  readonly until: string | null;
  /** Whether they are mentioned in its first message. */
  readonly mentioned: boolean;
  /** Whether the one of them owns it until somebody takes it. */
  readonly owns: boolean;
}

export interface RecordedVerdict {
  /** The tunnel that was diagnosed, where it stands for others too. */
  readonly of?: string;
  /** A second one of them that was diagnosed beside it. */
  readonly second?: { readonly of: string; readonly cause: Cause; readonly confidence: Confidence };
  /** What they have in common is at fault, rather than each of them. */
  readonly isShared?: true;
  readonly cause: Cause;
  readonly confidence: Confidence;
  readonly side: ActingSide;
  readonly summary: string;
  /** Causes that steps cleared, in words people read. */
  readonly ruledOut: readonly string[];
  /** The lines that it rests on, with their device. */
  readonly evidence?: readonly string[];
  readonly nextOurs: string;
  readonly nextTheirs: string;
  /** Of the decision; events from before it was kept have none of these. */
  readonly state?: TunnelState;
  /** Since when that state stands (ISO 8601 UTC); null when nothing tells. */
  readonly since?: string | null;
  /** The first failure of a log that shows no success; missing where `since` tells. */
  readonly onlyFailuresSince?: string;
  readonly trigger?: Trigger | null;
  /** Why there is no trigger; empty beside one. */
  readonly untriggered?: string;
  readonly remedies?: readonly Remedy[];
  /** What cannot all be true, and what counts meanwhile. */
  readonly contradictions?: readonly Pick<Contradiction, 'about' | 'says'>[];
  /** Whose the other end is; null when both are ours. Events from before it was kept do not say it. */
  readonly partner?: string | null;
}

export const becauseKinds = ['alert', 'notice'] as const;

/** What nobody asked for and opened an incident, or belongs to it. Text from outside. */
export interface Because {
  readonly kind: (typeof becauseKinds)[number];
  /** The monitoring system, as it is configured; of a notice our own watch. */
  readonly source: string;
  readonly name: string;
  /** http(s) only; null when there is none. */
  readonly link: string | null;
  /** By which its sender knows it; null where nobody answers it. */
  readonly key: string | null;
}

/** An alert of tunnels that belong to an incident already. */
export interface JoinedAlert extends Omit<Because, 'kind'> {
  readonly status: 'firing' | 'resolved';
  /** Of one that is resolved: what a look showed then. */
  readonly still?: 'up' | 'down' | 'unknown';
  readonly tunnels: readonly string[];
}

/** What a look showed of one tunnel. */
export interface SeenState {
  readonly tunnel: string;
  readonly state: TunnelState;
  /** ISO 8601 UTC: since when it is in this state; null when nothing tells. */
  readonly since: string | null;
}

export type Happening =
  | {
      readonly kind: 'opened';
      /** The one that is diagnosed for all. */
      readonly tunnel: string;
      /** The other tunnels of a group, the worst first. */
      readonly others?: readonly string[];
      /** What all of them have in common. */
      readonly shares?: Share;
      readonly because?: Because;
      readonly severity: IncidentSeverity;
      readonly channel: string | null;
      readonly onCall?: OnCallThen;
    }
  /** More tunnels belong to it; `shares` is what all of them have in common then. */
  | {
      readonly kind: 'joined';
      readonly tunnels: readonly string[];
      readonly shares: Share | null;
      readonly because?: Because;
    }
  /** They have an incident of their own now. */
  | { readonly kind: 'left'; readonly tunnels: readonly string[]; readonly to: string }
  /** The tunnels of another incident, which ends there, belong to this one. */
  | {
      readonly kind: 'merged';
      readonly from: string;
      readonly tunnels: readonly string[];
      readonly shares: Share | null;
    }
  | { readonly kind: 'merged-into'; readonly into: string }
  /** An alert of tunnels that belong to it already. */
  | ({ readonly kind: 'alert' } & JoinedAlert)
  /** Which of its tunnels changed, by a look at all of them. */
  | { readonly kind: 'looked'; readonly tunnels: readonly SeenState[] }
  | { readonly kind: 'thread'; readonly place: ThreadPlace }
  | { readonly kind: 'owner'; readonly owner: Person | null }
  | { readonly kind: 'severity'; readonly severity: IncidentSeverity }
  | {
      readonly kind: 'state';
      readonly state: Exclude<IncidentState, 'resolved'>;
      readonly waitingFor: string;
    }
  | { readonly kind: 'note'; readonly text: string; readonly source: string | null }
  | {
      readonly kind: 'asked';
      readonly fact: string;
      readonly question: string;
      readonly step: string;
      readonly form?: AskForm;
      readonly choices?: readonly string[];
    }
  /** The question does not matter any more: something else answered it. */
  | { readonly kind: 'withdrawn'; readonly fact: string; readonly why: string }
  | {
      readonly kind: 'answered';
      readonly fact: string;
      readonly value: string;
      readonly replaces: string | null;
      /** As it was asked, else what it answers; missing in events from before it was kept. */
      readonly question?: string;
      /** The value as people call it, where that is another word. */
      readonly shown?: string;
      readonly replacedShown?: string;
    }
  | {
      readonly kind: 'partner-log';
      readonly document: string;
      readonly name: string;
      readonly lines: number;
      readonly says: string;
      /** The line that decides; null when none does, missing in events from before it was kept. */
      readonly quote?: { readonly number: number; readonly at: string | null; readonly text: string } | null;
      /** What that line means, or why none decides: one or two sentences. */
      readonly means?: string;
      /** The tunnel's name in that log, when a person said it. */
      readonly tunnel?: string;
    }
  | {
      readonly kind: 'partner-config';
      readonly document: string;
      readonly name: string;
      readonly product: string;
      /** The tunnel in it that was taken for the other end. */
      readonly tunnel: string;
      readonly says: string;
    }
  | {
      readonly kind: 'sheet';
      readonly document: string;
      readonly name: string;
      readonly differs: readonly string[];
    }
  | { readonly kind: 'verdict'; readonly verdict: RecordedVerdict }
  | { readonly kind: 'closed'; readonly cause: Cause; readonly remedy: string }
  | { readonly kind: 'reopened'; readonly why: string };

export interface IncidentEvent {
  readonly incident: string;
  /** From 1, without holes: the place in the timeline and the guard against two writers. */
  readonly seq: number;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly by: Person;
  /** What was clicked or typed, once: a second event with the same key is the same event. */
  readonly key: string;
  readonly what: Happening;
}
