// What the fleet is: every configured tunnel of every device, which two are the ends of one, and what our configuration adds.

import type { TunnelDeclaration } from '../domain/evidence.js';
import type { Gap, Observation } from '../domain/observation.js';
import type { TunnelConfig, Vendor } from '../domain/tunnelConfig.js';

/** One end that we have a device for. */
export interface FleetEnd {
  readonly device: string;
  readonly vendor: Vendor;
  /** As the settings call the place of the device; left out where they tell none. */
  readonly region?: string;
  /** The tunnel's name on that device. */
  readonly tunnel: string;
  /** A gap when the end is declared and its device could not be asked. */
  readonly config: Observation<TunnelConfig>;
}

export interface FleetTunnel {
  /** What people call it and what every command takes; unique in the fleet. */
  readonly name: string;
  /** Other names that lead here. */
  readonly aliases: readonly string[];
  /** The end that was asked for, else the first in the order of the configuration. */
  readonly ours: FleetEnd;
  /** The other end when we can read it; null when it is foreign. */
  readonly theirs: FleetEnd | null;
  /** How we know that the two belong together: declared, or each one's peer is the other's local address. */
  readonly paired: 'declared' | 'addresses' | null;
  readonly declared: TunnelDeclaration;
}

/** Those that we can read; ours first. */
export function endsOf({ ours, theirs }: FleetTunnel): readonly FleetEnd[] {
  return theirs ? [ours, theirs] : [ours];
}

export interface FleetView {
  readonly tunnels: readonly FleetTunnel[];
  /** Devices whose tunnels could not be read. */
  readonly gaps: readonly Gap[];
  /** Devices that were asked, in the order of the configuration. */
  readonly devices: readonly string[];
}

/** What the configuration says about a tunnel. `ends` is empty when it only names a discovered tunnel. */
export interface DeclaredTunnel {
  readonly name: string;
  readonly ends: readonly { readonly device: string; readonly tunnel: string }[];
  readonly declaration: TunnelDeclaration;
}

export const nothingDeclared: TunnelDeclaration = {
  aliases: [],
  owner: null,
  partner: null,
  criticality: 'normal',
  isBackup: false,
  maintenance: null,
};
