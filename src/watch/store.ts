// Where the watch keeps what it knows, as a port: trusted states, periods, marks, and who is not to be told for a while.

import type { Person } from '../incidents/events.js';
import type { Mark, Period, WatchedTunnel } from './state.js';

export interface Mute {
  readonly id: string;
  /** The tunnel's name in the fleet. */
  readonly tunnel: string;
  readonly by: Person;
  readonly from: string;
  readonly until: string;
  readonly why: string;
}

export interface TimeSpan {
  /** ISO 8601 UTC. */
  readonly from: string;
  readonly to: string;
}

/** What everybody may read of the watch: lists, history, handoff, home, metrics. */
export interface WatchReading {
  /** The newest trusted state of every tunnel that is watched. */
  states(): Promise<readonly WatchedTunnel[]>;
  state(tunnel: string): Promise<WatchedTunnel | null>;
  /** Those that touch the span, oldest first. @param tunnel null for all. */
  periods(tunnel: string | null, span: TimeSpan): Promise<readonly Period[]>;
  marks(tunnel: string | null, span: TimeSpan): Promise<readonly Mark[]>;
  /** Mutes that hold at that instant. */
  mutes(at: string): Promise<readonly Mute[]>;
  /** Whether a person asked for this tunnel to be watched or not; null when nobody did, then the configuration decides. */
  chosen(tunnel: string): Promise<boolean | null>;
}
