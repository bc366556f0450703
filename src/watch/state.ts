// What the watch knows of a tunnel: its trusted state, since when, and the periods that its past is made of.

import type { Cause } from '../domain/causes.js';
import type { Trigger } from '../domain/decision.js';
import type { TunnelState } from '../domain/live.js';
import type { Confidence } from '../domain/verdict.js';

/** As a look finds it, and `flapping`: it changes so often that the single changes are no news. */
export type WatchedState = TunnelState | 'flapping';

/** The state that is trusted after hysteresis; one look alone changes it only where waiting would be worse. */
export interface WatchedTunnel {
  /** The tunnel's name in the fleet. */
  readonly tunnel: string;
  readonly state: WatchedState;
  /** ISO 8601 UTC: since when, by the device where it tells, else by the look that saw it first. */
  readonly since: string;
  /** True where it was in that state already when it was first looked at: `since` is then "at least since". */
  readonly sinceAtLeast: boolean;
  /** One sentence: what the state rests on. */
  readonly basis: string;
  /** ISO 8601 UTC of the newest look. */
  readonly lookedAt: string;
  /** The newest look showed otherwise, and is not trusted yet. */
  readonly doubted?: true;
}

/** A stretch of time in one state. The last one of a tunnel has no end. */
export interface Period {
  readonly tunnel: string;
  readonly state: WatchedState;
  readonly from: string;
  readonly to: string | null;
  readonly basis: string;
  /** Of an outage that was diagnosed. */
  readonly cause: Cause | null;
  readonly confidence: Confidence | null;
  readonly trigger: Trigger | null;
  /** Planned work, or a person's mute, covered its beginning: it is no outage in the figures. */
  readonly planned: boolean;
}

/** The trusted state of a tunnel changed now. */
export interface TunnelChange {
  readonly tunnel: string;
  readonly from: WatchedState;
  readonly to: WatchedState;
  /** ISO 8601 UTC: when it happened, by the device where it tells, else by the look. */
  readonly at: string;
  readonly basis: string;
  /** Null: worth a word. Else why nobody is told. */
  readonly quiet: 'maintenance' | 'muted' | 'first-look' | 'not-an-alarm' | null;
}

/** What happened to a tunnel at an instant, for its history. */
export interface Mark {
  readonly tunnel: string;
  readonly at: string;
  readonly kind: 'rekey' | 'change' | 'restart' | 'failover';
  readonly device: string;
  /** One line for people. */
  readonly text: string;
}
