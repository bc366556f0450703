// What a tunnel does right now: IKE SAs, child SAs, counters with their scope, monitor; no state is ever guessed from a counter.

import type { Identity } from './identity.js';
import type { Proposal } from './proposal.js';
import type { Selector } from './selector.js';

export type TunnelState = 'up' | 'degraded' | 'down' | 'idle' | 'disabled' | 'unknown';

export type IkeState = 'established' | 'connecting' | 'rekeying' | 'down' | 'unknown';
export type ChildState = 'installed' | 'rekeying' | 'down' | 'unknown';
export type Role = 'initiator' | 'responder';

export interface IkeSa {
  /** Unique on the device while it lives; a name is not (two SAs of one gateway are legal). */
  readonly id: string;
  readonly gateway: string;
  readonly state: IkeState;
  readonly version: 1 | 2 | null;
  readonly role: Role | null;
  readonly localAddress: string | null;
  readonly localPort: number | null;
  readonly peerAddress: string | null;
  readonly peerPort: number | null;
  readonly localId: Identity | null;
  readonly peerId: Identity | null;
  /** 16 hex digits, null when the device does not tell. */
  readonly initiatorSpi: string | null;
  readonly responderSpi: string | null;
  readonly proposal: Proposal | null;
  /** NAT was detected between the ends, null when the device does not tell. */
  readonly natDetected: boolean | null;
  /** ISO 8601 UTC. */
  readonly establishedAt: string | null;
  readonly expiresAt: string | null;
  /** Requests of ours that wait for an answer, in the device's words; null when it does not tell them. */
  readonly openRequests: readonly string[] | null;
  /** The device's own words for the state. */
  readonly rawState: string;
  /** Where the device has no such state: from what else of it the state follows, in a few words. */
  readonly derivedFrom?: string;
}

/**
 * Counters of one child SA or tunnel. Two readings may be subtracted only when `scope` and `identity` are equal and no value fell.
 * Values are exact beyond 2^53.
 */
export interface Counters {
  readonly scope: 'child-sa' | 'tunnel' | 'connection';
  /** What the counters belong to (SPI or id); they start again when it changes. */
  readonly identity: string;
  readonly bytesIn: bigint | null;
  readonly bytesOut: bigint | null;
  readonly packetsIn: bigint | null;
  readonly packetsOut: bigint | null;
  /** When a packet last passed, ISO 8601 UTC, null when the device does not tell. */
  readonly lastInAt: string | null;
  readonly lastOutAt: string | null;
  readonly errors: {
    readonly authentication: bigint | null;
    readonly decryption: bigint | null;
    readonly replay: bigint | null;
    readonly lifetime: bigint | null;
  };
  /** Requests for keys that traffic caused while there was no SA; null when the device does not count them. */
  readonly acquires: bigint | null;
}

export interface ChildSa {
  /** Unique on the device while it lives. */
  readonly id: string;
  /** The configured child (proxy ID) it belongs to. */
  readonly name: string;
  readonly state: ChildState;
  /** Replaced by a newer SA and about to go: normal, never a fault. */
  readonly beingReplaced: boolean;
  /** 8 lower-case hex digits. */
  readonly spiIn: string | null;
  readonly spiOut: string | null;
  readonly protocol: 'esp' | 'ah' | null;
  readonly mode: 'tunnel' | 'transport' | null;
  readonly udpEncapsulated: boolean | null;
  readonly proposal: Proposal | null;
  readonly local: readonly Selector[];
  readonly remote: readonly Selector[];
  readonly installedAt: string | null;
  readonly expiresAt: string | null;
  readonly counters: Counters | null;
  readonly rawState: string;
}

export interface MonitorLive {
  readonly enabled: boolean;
  readonly state: 'up' | 'down' | 'unknown';
  readonly source: string | null;
  readonly destination: string | null;
  readonly sent: bigint | null;
  readonly answered: bigint | null;
}

/** Everything a device holds for one tunnel at one moment. */
export interface TunnelLive {
  readonly tunnel: string;
  /** ISO 8601 UTC, our clock. */
  readonly at: string;
  /** Milliseconds from the question to `at`: the counters may be so much older. Absent where nobody measured it. */
  readonly readInMs?: number;
  readonly ike: readonly IkeSa[];
  readonly children: readonly ChildSa[];
  /** Configured children without SA, by name; they are down or idle, which the engine decides. */
  readonly missingChildren: readonly string[];
  /** A policy waits for traffic (trap): without an SA the tunnel is idle, not down. Null: the device does not tell. */
  readonly waitsForTraffic: boolean | null;
  readonly monitor: MonitorLive | null;
  /** Some SAs could not be read because the daemon was busy with them: one missing look is not "down". */
  readonly partial: boolean;
  /** MTU of the tunnel where the device tells it. */
  readonly mtu: number | null;
}

/** A child SA that carries traffic. */
export function isUp(sa: ChildSa): boolean {
  return sa.state === 'installed' || sa.state === 'rekeying';
}
