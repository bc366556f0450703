// The Device port: what can be asked of a firewall, in kinds of evidence; each vendor answers the kinds it can.

import type { CapturedReply } from './capture.js';
import type { Check, Needs } from './check.js';
import type { SettingDifference } from './knownGood.js';
import type { TunnelLive } from './live.js';
import type { LogWindow } from './log.js';
import type { Observation } from './observation.js';
import type { TunnelSummary } from './overview.js';
import type { TunnelPath } from './path.js';
import type { DeviceSweep } from './sweep.js';
import type { TunnelConfig, Vendor } from './tunnelConfig.js';

export interface DeviceIdentity {
  readonly hostname: string | null;
  readonly model: string | null;
  readonly version: string | null;
  readonly serial: string | null;
}

/** `offsetMs` is device time minus our time; add it to our time to speak the device's. `zone` is IANA or an abbreviation. */
export interface DeviceClock {
  readonly deviceTime: string;
  readonly offsetMs: number;
  readonly zone: string | null;
  readonly utcOffsetMinutes: number | null;
}

export interface HaState {
  readonly enabled: boolean;
  readonly local: 'active' | 'passive' | 'active-primary' | 'active-secondary' | 'suspended' | 'other' | null;
  readonly peer: string | null;
  readonly synchronized: boolean | null;
  /** How long the local state has lasted. */
  readonly seconds: number | null;
  /** Which configured address answered as the active unit, and which others were asked. */
  readonly activeAddress: string | null;
  readonly asked: readonly string[];
}

export interface CertificateInfo {
  /** By which the device's configuration refers to it; null where certificates have no names. */
  readonly name: string | null;
  readonly subject: string;
  readonly issuer: string;
  readonly alternativeNames: readonly string[];
  readonly notBefore: string;
  readonly notAfter: string;
  readonly hasPrivateKey: boolean | null;
  readonly use: 'own' | 'peer' | 'authority';
}

/** Who changed what shortly before it broke; never contains the value of a secret. */
export interface ConfigChange {
  /** An edit of the configuration, what put edits in force or failed to, an update of content or software, or a file that was loaded anew. */
  readonly kind: 'edit' | 'commit' | 'failed-commit' | 'update' | 'reload';
  readonly at: string;
  readonly who: string;
  readonly command: string;
  readonly path: string;
  /** What the path leads to, in the vendor's words and with its name; left out where the device does not tell. */
  readonly changed?: string;
  /** Settings that it changed, where the device tells values; empty or left out where it does not, which is not that it changed none. */
  readonly settings?: readonly SettingDifference[];
  /** A key was changed, or may have been. */
  readonly keys?: true;
}

/**
 * Three witnesses, each with a right of its own: one that refuses says nothing about what the others tell, and never that
 * nothing was changed. Oldest first.
 */
export interface ChangeHistory {
  readonly edits: Observation<readonly ConfigChange[]>;
  readonly commits: Observation<readonly ConfigChange[]>;
  /** Whether edits wait for a commit. */
  readonly pending: Observation<boolean>;
  /** Of a pair: when the unit that answers took over, ISO 8601 UTC, oldest first; left out where there is none. */
  readonly failovers?: Observation<readonly string[]>;
}

export interface DeviceUptime {
  /** ISO 8601 UTC, our clock: the earliest it can have started. Exact to seconds, except where a device tells only hours or days. */
  readonly startedAt: string;
  /** What started: the whole device, or the IKE daemon alone. */
  readonly what: 'device' | 'ike-daemon';
}

/** Dropped packets and protocol counters of the whole device that touch IPsec, by the device's own names. */
export interface DropCounter {
  readonly name: string;
  readonly value: bigint;
  readonly meaning: string;
}

/** Kinds that describe the whole device; asked once for all tunnels on it. */
export interface DeviceEvidence {
  identity: DeviceIdentity;
  clock: DeviceClock;
  uptime: DeviceUptime;
  ha: HaState;
  /** Every configured tunnel, also when down; the order is the device's. */
  inventory: readonly TunnelConfig[];
  /** A row for every configured tunnel, with a number of calls that does not grow with tunnels. */
  overview: readonly TunnelSummary[];
  /** A row for every configured tunnel, for a look that is repeated each minute: at most two calls while nothing changes. */
  sweep: DeviceSweep;
  certificates: readonly CertificateInfo[];
  changes: ChangeHistory;
  drops: readonly DropCounter[];
}

/** Kinds that describe one tunnel. */
interface TunnelEvidenceKinds {
  live: TunnelLive;
  path: TunnelPath;
  log: LogWindow;
}

export type EvidenceTypes = DeviceEvidence & TunnelEvidenceKinds;
export type EvidenceKind = keyof EvidenceTypes;

/** What a question is about. Device kinds take no tunnel; `log` also takes the time range (ISO 8601 UTC) and a line limit. */
export interface EvidenceScope {
  readonly tunnel?: TunnelConfig;
  readonly from?: string;
  readonly to?: string;
  readonly limit?: number;
  /**
   * For a second look at `live` some seconds after this first one: a device may then ask for the counters alone (one call) and
   * take the SAs from here when their identities (SPI, state) are still the same; it answers a whole `TunnelLive` either way.
   */
  readonly earlier?: TunnelLive;
  /**
   * For `sweep`: so many calls more may be spent on counters that the tables of the whole device do not tell, those that were read
   * longest ago first. Absent: none.
   */
  readonly detail?: number;
}

/** The frame of one question: everything stops when the signal aborts. `deadlineAt` is ISO 8601 UTC by our clock. */
export interface CallContext {
  readonly signal: AbortSignal;
  readonly deadlineAt: string;
  /**
   * What the device told from then on for another tunnel is new enough: ISO 8601 UTC. The answer then says in its source when it was
   * told. Absent: only what it tells now.
   */
  readonly since?: string;
}

/** What is checked of a device besides the evidence that it answers; the vendor's own way in. */
export interface DeviceChecks {
  /** In order of dependence. */
  readonly checks: readonly Check[];
  /** What must be well before evidence can be asked at all. */
  readonly open: Needs;
}

/**
 * One firewall (or an HA pair that is one firewall to its users).
 * `fetch` never throws for what the world does wrong: it answers a Gap with reason and remedy. It sends reads only.
 */
export interface Device {
  readonly name: string;
  readonly vendor: Vendor;
  /** The kinds this vendor can answer at all; others answer a Gap `not-supported` without a call. */
  readonly answers: readonly EvidenceKind[];
  fetch<K extends EvidenceKind>(
    kind: K,
    scope: EvidenceScope,
    call: CallContext,
  ): Promise<Observation<EvidenceTypes[K]>>;
  /** They share what the device knows: a key that was refused is not sent again by a check. */
  checks(): DeviceChecks;
  /** Each read that this device is ever asked, once, in turn; without secrets, as evidence. Names and addresses stand as they came. */
  capture(call: CallContext): AsyncIterable<CapturedReply>;
  /** Device calls made since start, for frugality figures. */
  callCount(): number;
  close(): Promise<void>;
}
