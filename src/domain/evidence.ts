// All evidence about one tunnel: two ends from the first day, each readable or foreign.

import type {
  CertificateInfo,
  ChangeHistory,
  DeviceClock,
  DeviceUptime,
  DropCounter,
  HaState,
} from './device.js';
import type { LastGood } from './knownGood.js';
import type { TunnelLive } from './live.js';
import type { LogReading } from './log.js';
import type { Observation } from './observation.js';
import type { TunnelPath } from './path.js';
import type { TunnelConfig, Vendor } from './tunnelConfig.js';
import type { Unchecked } from './verdict.js';

export type EndName = 'ours' | 'theirs';

export function otherEnd(end: EndName): EndName {
  return end === 'ours' ? 'theirs' : 'ours';
}

/**
 * One end. A foreign end is known only through our logs and what its people tell: its observations are gaps with reason `foreign`.
 * So is an end of which somebody pasted the log and nothing else, but for that log.
 */
export interface EndEvidence {
  readonly end: EndName;
  readonly readable: boolean;
  /** Name of the device, or of the partner for a foreign end. */
  readonly name: string;
  readonly vendor: Vendor | null;
  /** The tunnel's name on that device. */
  readonly tunnel: string | null;
  readonly config: Observation<TunnelConfig>;
  readonly live: Observation<TunnelLive>;
  /** A second look some seconds after `live`, for rates; a gap `not-asked` when one look was enough. */
  readonly later: Observation<TunnelLive>;
  readonly log: Observation<LogReading>;
  readonly path: Observation<TunnelPath>;
  readonly clock: Observation<DeviceClock>;
  readonly uptime: Observation<DeviceUptime>;
  readonly ha: Observation<HaState>;
  readonly certificates: Observation<readonly CertificateInfo[]>;
  readonly changes: Observation<ChangeHistory>;
  readonly drops: Observation<readonly DropCounter[]>;
  /** How it was set up when the tunnel was last known to work; left out where nothing is kept that could tell. */
  readonly before?: Observation<LastGood>;
}

/** What our configuration adds to a tunnel. */
export interface TunnelDeclaration {
  readonly aliases: readonly string[];
  readonly owner: string | null;
  readonly partner: {
    readonly name: string;
    readonly contact: string | null;
    /** Where the message to them goes. */
    readonly mail?: string | null;
    readonly vendor: string | null;
  } | null;
  readonly criticality: 'low' | 'normal' | 'high';
  /** It waits behind another path: its routes lead elsewhere as long as that one stands. */
  readonly isBackup: boolean;
  readonly maintenance: { readonly from: string; readonly to: string; readonly why: string } | null;
}

/** What a person said; a fact like any other, with who and when. */
export interface Answer {
  readonly fact: string;
  readonly value: string;
  readonly by: string;
  readonly at: string;
}

export interface TunnelEvidence {
  readonly tunnel: string;
  readonly collectedAt: string;
  readonly declared: TunnelDeclaration;
  readonly ours: EndEvidence;
  readonly theirs: EndEvidence;
  readonly answers: readonly Answer[];
  /** What people gave and what does not count, with the reason: it never takes the diagnosis away. */
  readonly setAside?: readonly Unchecked[];
}
