// Where the watch keeps what it knows, as a port: trusted states, periods, marks, and who is not to be told for a while.

import type { Cause } from '../domain/causes.js';
import type { SetBack, Trigger } from '../domain/decision.js';
import type { Confidence } from '../domain/verdict.js';
import type { Person } from '../incidents/events.js';
import type { EndPlace, Judged, Known } from './known.js';
import type { Mark, Period, TunnelChange, WatchedTunnel } from './state.js';
import type { DeviceChange, NewestEnds } from './swept.js';

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
  /** The newest trusted state of every tunnel that is watched. @param of only of these. */
  states(of?: readonly string[]): Promise<readonly WatchedTunnel[]>;
  state(tunnel: string): Promise<WatchedTunnel | null>;
  /** @param than when the reader's own looks were answered, by device: ISO 8601 UTC. */
  newestEnds(than: ReadonlyMap<string, string>): Promise<readonly NewestEnds[]>;
  /** Those that touch the span, oldest first. @param tunnel null for all. */
  periods(tunnel: string | null, span: TimeSpan): Promise<readonly Period[]>;
  marks(tunnel: string | null, span: TimeSpan): Promise<readonly Mark[]>;
  /** Mutes that hold at that instant. */
  mutes(at: string): Promise<readonly Mute[]>;
  /** Whether a person asked for this tunnel to be watched or not; null when nobody did, then the configuration decides. */
  chosen(tunnel: string): Promise<boolean | null>;
}

/** What was found and may not have reached everybody: a process can die between both. */
export interface Untold {
  readonly device: string;
  readonly turn: number;
  /** ISO 8601 UTC of the sweep. */
  readonly at: string;
  readonly beforeAt: string | null;
  readonly unit: string | null;
  readonly changes: readonly TunnelChange[];
  readonly marks: readonly Mark[];
  readonly deviceChange: DeviceChange | null;
}

/** Where, when and by whose turn a device was asked. */
export interface Kept {
  readonly device: string;
  readonly turn: number;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Names of tunnels that end at the device, and their ends at others. */
  readonly tunnels: readonly string[];
  readonly others: readonly EndPlace[];
}

interface Claiming {
  /** ISO 8601 UTC. */
  readonly now: string;
  /** Whoever began longer ago than this died on the way. */
  readonly leaseMs: number;
  /** A device that was asked less than this ago has been looked at in this interval. */
  readonly gapMs: number;
}

/** What the sweeps write. Replicas share it: whoever has the turn of a device asks it. */
export interface WatchStore extends WatchReading {
  /** Of these devices those that may be asked now, each with its turn. */
  claim(devices: readonly string[], claiming: Claiming): Promise<ReadonlyMap<string, number>>;
  /** One transaction. @returns null for a sweep that is older than what is kept. */
  keep(kept: Kept, judge: (known: Known) => Judged): Promise<Judged | null>;
  /** Those of which `told` was not said long after they were kept; whoever gets one tells it. */
  untold(now: string, olderThanMs: number): Promise<readonly Untold[]>;
  told(untold: Pick<Untold, 'device' | 'turn'>): Promise<void>;
  /** Forgets devices that are not configured any more, and what was watched there. */
  forgetOthers(devices: readonly string[], at: string): Promise<void>;
  mute(mute: Mute): Promise<void>;
  /** Ends what holds then. @returns what was ended. */
  unmute(tunnel: string, at: string): Promise<readonly Mute[]>;
  choose(choice: Chosen): Promise<void>;
  /** What people chose, by name. */
  choices(): Promise<readonly Chosen[]>;
  addMarks(marks: readonly Mark[]): Promise<void>;
  /** Writes the first diagnosis of an outage into its period, and what set it off among the marks. @param from of the period, ISO 8601 UTC. */
  diagnosed(tunnel: string, from: string, diagnosis: Diagnosed): Promise<void>;
  /** Adds to what set an outage off who set it back. @param from of the period, ISO 8601 UTC. */
  setBack(tunnel: string, from: string, by: SetBack): Promise<void>;
}

export interface Chosen {
  readonly tunnel: string;
  readonly watched: boolean;
  readonly by: Person;
  /** ISO 8601 UTC. */
  readonly at: string;
}

export interface Diagnosed {
  readonly cause: Cause;
  readonly confidence: Confidence;
  readonly trigger: Trigger | null;
}
