// Samples: what each look at an end of a tunnel adds to its history, the looks themselves, and where both are kept, as a port.

import type { TunnelState } from '../domain/live.js';
import type { TimeSpan } from './store.js';

/** What passed over some time; null where the device told no counters, or where they began anew meanwhile. */
export interface Passed {
  /** Time over which it was counted; 0 where nothing could be compared. */
  readonly seconds: number;
  readonly bytesIn: number | null;
  readonly bytesOut: number | null;
  readonly packetsIn: number | null;
  readonly packetsOut: number | null;
}

/** One look at one end. */
export interface Sample extends Passed {
  /** The tunnel's name in the fleet. */
  readonly tunnel: string;
  /** Its name on the device. */
  readonly end: string;
  /** Of this end alone, as this one look found it. */
  readonly state: TunnelState;
}

/** One sweep of one device. */
export interface DeviceSamples {
  readonly device: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly samples: readonly Sample[];
  /** Two looks that are further apart leave a hole: nobody knows what was in between. */
  readonly holeMs: number;
}

/** What an end did over a stretch of time: one look, or many that were summed up. */
export interface Point extends Passed {
  /** ISO 8601 UTC: when the look was, or when the stretch begins. */
  readonly at: string;
  /** Length of the stretch in seconds; 0 for one look. */
  readonly step: number;
  /** The worst of the looks. */
  readonly state: TunnelState;
}

/** The points of one end, oldest first. */
export interface Series {
  readonly device: string;
  readonly end: string;
  readonly points: readonly Point[];
}

export interface SampleStore {
  /** Adding the same sweep again changes nothing. */
  add(swept: DeviceSamples): Promise<void>;
  /** Each end of a tunnel. */
  series(tunnel: string, span: TimeSpan): Promise<readonly Series[]>;
  /** When a device that this tunnel ends at was looked at without a hole, oldest first, cut to the span. */
  looked(tunnel: string, span: TimeSpan): Promise<readonly TimeSpan[]>;
  /** ISO 8601 UTC of the oldest look at a device of this tunnel that is still remembered; null when there is none. */
  firstLook(tunnel: string): Promise<string | null>;
}

const badness: readonly TunnelState[] = ['disabled', 'up', 'idle', 'unknown', 'degraded', 'down'];

/** Both together: what passed is the sum of what is known, the state is the worse one. */
export function together(one: Point, other: Point): Point {
  const sum = (a: number | null, b: number | null): number | null =>
    a === null || b === null ? (a ?? b) : a + b;
  return {
    at: one.at,
    step: one.step,
    state: badness.indexOf(other.state) > badness.indexOf(one.state) ? other.state : one.state,
    seconds: one.seconds + other.seconds,
    bytesIn: sum(one.bytesIn, other.bytesIn),
    bytesOut: sum(one.bytesOut, other.bytesOut),
    packetsIn: sum(one.packetsIn, other.packetsIn),
    packetsOut: sum(one.packetsOut, other.packetsOut),
  };
}
