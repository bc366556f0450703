// One end of a tunnel as its device is configured to run it, in neutral words.

import type { Identity } from './identity.js';
import type { Proposal } from './proposal.js';
import type { Selector } from './selector.js';

export type Vendor = string;

export type IkeVersionSetting = 'ikev1' | 'ikev2' | 'ikev2-preferred' | 'any';
type ExchangeMode = 'main' | 'aggressive' | 'auto';
/** What an end is set to authenticate with. */
export type AuthMethod = 'psk' | 'certificate' | 'eap' | 'xauth';

export type PeerAddress =
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'fqdn'; readonly name: string }
  | { readonly kind: 'dynamic' };

export function peerText(peer: PeerAddress | null): string | null {
  if (!peer) return null;
  return peer.kind === 'address' ? peer.address : peer.kind === 'fqdn' ? peer.name : 'dynamic';
}

/** Dead peer detection (IKEv1) or liveness check (IKEv2): asks whether the peer's IKE answers. */
export interface DpdConfig {
  readonly enabled: boolean;
  readonly intervalSeconds: number | null;
  readonly retries: number | null;
}

/**
 * Phase 1 as configured. `null` means that the device does not tell (the reason stands in `TunnelConfig.unreadable`),
 * never that the setting is off or equal.
 */
export interface IkeGatewayConfig {
  readonly name: string;
  readonly disabled: boolean | null;
  readonly version: IkeVersionSetting | null;
  readonly exchangeMode: ExchangeMode | null;
  /** Local address without prefix length; null when it is taken from the interface at run time. */
  readonly localAddress: string | null;
  readonly localInterface: string | null;
  readonly peer: PeerAddress | null;
  /** null: not configured, then the end uses its own address (`effectiveLocalId` of facts). */
  readonly localId: Identity | null;
  /** null: not configured, then the peer's address is expected. */
  readonly peerId: Identity | null;
  readonly auth: AuthMethod | null;
  /** What this end expects of the peer when it differs from its own method. */
  readonly peerAuth: AuthMethod | null;
  /** The name of the own certificate on the device; null when there is none, or certificates have no names there. */
  readonly certificate: string | null;
  /** Whether it accepts a peer whose certificate does not carry the identity that the peer sends. */
  readonly idMayDifferFromCertificate: boolean | null;
  readonly proposals: readonly Proposal[] | null;
  readonly lifetimeSeconds: number | null;
  readonly dpd: DpdConfig | null;
  readonly natTraversal: 'on' | 'off' | 'forced' | null;
  readonly passive: boolean | null;
  readonly fragmentation: boolean | null;
  /**
   * Protection against quantum computers: a post-quantum pre-shared key (RFC 8784), which an end may insist on, or a hybrid key
   * exchange (RFC 9370). Null when the device does not tell.
   */
  readonly postQuantum: 'none' | 'ppk-preferred' | 'ppk-mandatory' | 'hybrid' | null;
  /** With IKEv2 an end of FortiOS takes only a peer that sends the same one; left out where none is set. */
  readonly networkId?: string;
}

/** A gateway of which nothing was read but its name. */
export function unreadGateway(name: string): IkeGatewayConfig {
  return {
    name,
    disabled: null,
    version: null,
    exchangeMode: null,
    localAddress: null,
    localInterface: null,
    peer: null,
    localId: null,
    peerId: null,
    auth: null,
    peerAuth: null,
    certificate: null,
    idMayDifferFromCertificate: null,
    proposals: null,
    lifetimeSeconds: null,
    dpd: null,
    natTraversal: null,
    passive: null,
    fragmentation: null,
    postQuantum: null,
  };
}

/** When the end brings a child SA up by itself: at once, on traffic (trap), or never. */
export type StartAction = 'at-once' | 'on-traffic' | 'never';

export interface ChildConfig {
  /** The proxy ID or child name; equals the tunnel's name when there is only one without a name of its own. */
  readonly name: string;
  readonly local: readonly Selector[];
  readonly remote: readonly Selector[];
  readonly proposals: readonly Proposal[] | null;
  /** DH group names for PFS, empty when PFS is off, null when the device does not tell. */
  readonly pfs: readonly string[] | null;
  readonly protocol: 'esp' | 'ah' | null;
  readonly mode: 'tunnel' | 'transport' | null;
  readonly lifetimeSeconds: number | null;
  readonly lifetimeKilobytes: number | null;
  readonly start: StartAction | null;
}

/** A ping inside the tunnel that decides whether the tunnel counts as up. */
export interface MonitorConfig {
  readonly enabled: boolean;
  readonly destination: string | null;
  /** The proxy ID whose SA carries the ping, where the device wants one named. */
  readonly child: string | null;
  readonly profile: string | null;
  /** `wait-recover` keeps the interface up and renegotiates; `fail-over` takes it down so that routes move. */
  readonly action: 'wait-recover' | 'fail-over' | null;
  readonly intervalSeconds: number | null;
  readonly threshold: number | null;
}

/** Settings whose place in the vendor's own interface we can name; the words of each product stand in playbooks/vendors. */
export const settingNames = [
  'gateway',
  'ike.version',
  'ike.exchange-mode',
  'ike.local-address',
  'ike.peer-address',
  'ike.local-id',
  'ike.peer-id',
  'ike.auth',
  'ike.psk',
  'ike.certificate',
  'ike.proposals',
  'ike.lifetime',
  'ike.dpd',
  'ike.nat-traversal',
  'ike.nat-forced',
  'ike.passive',
  'ike.fragmentation',
  'child.proposals',
  'child.pfs',
  'child.lifetime',
  'child.selectors',
  'child.mode',
  'child.start',
  'monitor',
  'monitor.destination',
  'monitor.action',
  'tunnel',
  'tunnel.interface',
  'tunnel.zone',
  'tunnel.address',
  'tunnel.mtu',
  'tunnel.router',
  'route',
  'policy',
] as const;

export type SettingName = (typeof settingNames)[number];

export interface TunnelConfig {
  readonly device: string;
  readonly vendor: Vendor;
  /** The tunnel's name on the device. */
  readonly tunnel: string;
  readonly disabled: boolean | null;
  readonly ike: IkeGatewayConfig;
  /** At least one, in the device's order; a route-based tunnel has one whose selectors are any to any. */
  readonly children: readonly ChildConfig[];
  readonly interface: string | null;
  /** Networks that a static route of the configuration leads into the tunnel; null when the configuration does not tell routes. */
  readonly routed: readonly string[] | null;
  readonly monitor: MonitorConfig | null;
  /** Pushed from a central manager (Panorama template, FortiManager …), by its name; null when local. */
  readonly managedBy: string | null;
  /** Other gateways of the device that claim the same peer from the same address, by name; left out where they were not all read. */
  readonly twins?: readonly string[];
  readonly comment: string | null;
  /** Where each setting is found on this device, in the vendor's words, with the object's name. */
  readonly places: Readonly<Partial<Record<SettingName, string>>>;
  /** Names of the objects it is made of (`gateway`, `tunnel`, `connection`, `child` …), for commands that people run. */
  readonly objects: Readonly<Record<string, string | null>>;
  /** What could not be read and why: setting → one sentence. An unreadable setting is "cannot compare", never "equal". */
  readonly unreadable: Readonly<Partial<Record<SettingName, string>>>;
  /** Settings that were not printed where everything else was, so that the well-known default of the product counts. */
  readonly byDefault?: readonly SettingName[];
  /** Put together from the tables of what runs, because the configuration could not be read: never compared with an earlier one. */
  readonly fromRuntime?: true;
  /** The adapter's own keys (gateway id, profile names …), opaque to everybody else. */
  readonly vendorKeys: Readonly<Record<string, string>>;
}
