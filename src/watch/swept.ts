// What one sweep of one device found, in the names of the fleet: what everybody who remembers something of it is told.

import type { SweepRow } from '../domain/sweep.js';
import type { FleetTunnel } from '../fleet/fleetTunnel.js';
import type { Mark, TunnelChange, WatchedTunnel } from './state.js';

export interface SweptEnd {
  readonly tunnel: FleetTunnel;
  readonly row: SweepRow;
  /** Its row of the sweep before; null when there was none. */
  readonly before: SweepRow | null;
  /** The tunnel as a whole, both ends and hysteresis counted. */
  readonly watched: WatchedTunnel;
}

/** What a device showed when it was last asked, by whichever replica. */
export interface NewestEnds {
  readonly device: string;
  /** ISO 8601 UTC of the newest sweep that was answered. */
  readonly at: string;
  readonly reachable: boolean;
  /** Of the tunnels that are watched; null where what the reader has is as new. */
  readonly ends: readonly { readonly tunnel: string; readonly row: SweepRow }[] | null;
}

export interface Swept {
  readonly device: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** ISO 8601 UTC of the sweep before that was answered; null when there was none. Our clock may have been set back since. */
  readonly beforeAt: string | null;
  /** The unit of a pair that answered; null without a pair. */
  readonly unit: string | null;
  readonly ends: readonly SweptEnd[];
  readonly changes: readonly TunnelChange[];
  readonly marks: readonly Mark[];
}

/** A device could not be asked, or can be asked again: never a change of its tunnels. */
export interface DeviceChange {
  readonly device: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly reachable: boolean;
  /** Why it could not be asked, and what to do. */
  readonly says: string;
  readonly remedy: string;
}

/** Told after a sweep was kept; what it does must be safe to do twice, and a fault of it stops nobody else. */
export interface SweepListener {
  readonly name: string;
  swept?(swept: Swept, signal: AbortSignal): Promise<void>;
  device?(change: DeviceChange, signal: AbortSignal): Promise<void>;
}
