// What one sweep of a device tells of each of its tunnels: few calls for all of them, so that it can be asked every minute.

import type { TunnelState } from './live.js';

/** Totals as they were read in this sweep. Two may be subtracted only while `identity` is equal and no value fell. */
export interface SweepCounters {
  readonly identity: string;
  readonly bytesIn: bigint | null;
  readonly bytesOut: bigint | null;
  readonly packetsIn: bigint | null;
  readonly packetsOut: bigint | null;
}

export interface SweepChild {
  /** The configured child (proxy ID) that it belongs to. */
  readonly name: string;
  /** `no-sa`: idle or down, which this child alone does not tell. */
  readonly state: 'up' | 'no-sa' | 'unknown';
  /** 8 lower-case hex digits; another one than before means that it was rekeyed. */
  readonly spiIn: string | null;
  readonly spiOut: string | null;
  /** ISO 8601 UTC: when the SA has to be renewed; null where the device does not tell. */
  readonly expiresAt: string | null;
  /** Null where this sweep did not read them: the tables of a whole device may not tell them, and each child has its turn. */
  readonly counters: SweepCounters | null;
}

export function childWithoutSa(name: string, state: 'no-sa' | 'unknown'): SweepChild {
  return { name, state, spiIn: null, spiOut: null, expiresAt: null, counters: null };
}

/** One end of a tunnel in a sweep. */
export interface SweepRow {
  /** The tunnel's name on the device. */
  readonly tunnel: string;
  readonly state: TunnelState;
  /** ISO 8601 UTC, null when the device does not tell. */
  readonly since: string | null;
  /** Why it is in that state, in a few words of the device. */
  readonly basis: string;
  readonly peer: string | null;
  readonly monitor: 'up' | 'down' | null;
  /** True where the device itself says, in this look, that a negotiation failed; left out where it does not tell. */
  readonly failure?: boolean;
  /** The IKE SA that counts; null when there is none or the device does not tell. */
  readonly ike: {
    readonly id: string;
    readonly establishedAt: string | null;
    readonly expiresAt: string | null;
  } | null;
  readonly children: readonly SweepChild[];
}

export interface DeviceSweep {
  /** The unit of a pair that answered, by its address; null without a pair. Another one than before is a failover. */
  readonly unit: string | null;
  /** A row for every configured tunnel, also when down. */
  readonly rows: readonly SweepRow[];
}
