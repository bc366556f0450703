// The words in which PAN-OS writes the network part of a configuration: gateways, profiles, tunnels, monitors, routers.

import type { XmlNode } from './xml.js';

export interface IkeProfileWords {
  readonly name: string;
  readonly dh: readonly string[];
  readonly encryption: readonly string[];
  readonly hash: readonly string[];
  readonly lifetimeSeconds: number | null;
}

export interface IpsecProfileWords {
  readonly name: string;
  readonly protocol: 'esp' | 'ah';
  readonly encryption: readonly string[];
  readonly authentication: readonly string[];
  /** `no-pfs` or one group; null when not written (the default is group2). */
  readonly dh: string | null;
  readonly lifetimeSeconds: number | null;
  readonly lifesizeKilobytes: number | null;
}

export interface IdentityWords {
  readonly type: string;
  readonly id: string;
}

export interface GatewayWords {
  readonly name: string;
  readonly disabled: boolean;
  readonly auth: 'psk' | 'certificate' | null;
  readonly certificate: string | null;
  readonly localInterface: string | null;
  readonly localIp: string | null;
  readonly peerIp: string | null;
  readonly peerFqdn: string | null;
  readonly peerDynamic: boolean;
  readonly localId: IdentityWords | null;
  readonly peerId: IdentityWords | null;
  /** `exact` or `wildcard`; null where it is not written, which is exact by the schema. */
  readonly peerIdMatching: string | null;
  readonly idPayloadMismatch: boolean | null;
  readonly version: string | null;
  readonly exchangeMode: string | null;
  readonly ikev1: VersionWords;
  readonly ikev2: VersionWords;
  readonly passive: boolean | null;
  readonly natTraversal: boolean | null;
  readonly fragmentation: boolean | null;
  readonly raw: XmlNode;
}

export interface VersionWords {
  readonly profile: string | null;
  /** Of IKEv2; null where it is not written. */
  readonly fragmentation: boolean | null;
  readonly ppk: { readonly enabled: boolean; readonly mode: string | null };
  readonly kem: boolean;
  readonly dpd: {
    readonly enable: boolean | null;
    readonly interval: number | null;
    readonly retry: number | null;
  };
}

export interface ProxyIdWords {
  readonly name: string;
  readonly local: string | null;
  readonly remote: string | null;
  readonly protocol: { readonly name: 'any' | 'tcp' | 'udp' | 'number'; readonly number: number | null };
  readonly localPort: number;
  readonly remotePort: number;
  readonly ipv6: boolean;
}

export interface TunnelWords {
  readonly name: string;
  readonly interface: string | null;
  readonly kind: 'auto-key' | 'manual-key' | 'global-protect-satellite' | 'unknown';
  readonly gateways: readonly string[];
  readonly ipsecProfile: string | null;
  readonly proxyIds: readonly ProxyIdWords[];
  readonly monitor: {
    readonly enable: boolean | null;
    readonly destination: string | null;
    readonly proxyId: string | null;
    readonly profile: string | null;
  } | null;
  readonly mode: string | null;
  readonly disabled: boolean;
  readonly comment: string | null;
  readonly raw: XmlNode;
}

interface MonitorProfileWords {
  readonly name: string;
  readonly action: string | null;
  readonly interval: number | null;
  readonly threshold: number | null;
}

interface StaticRouteWords {
  readonly destination: string;
  readonly interface: string | null;
  readonly nextHop: string | null;
}

export interface RouterWords {
  readonly name: string;
  readonly interfaces: readonly string[];
  /** A routing protocol is switched on: routes may come that no configuration writes. */
  readonly isDynamic: boolean;
  readonly staticRoutes: readonly StaticRouteWords[];
}

/** Objects of a configuration by `kind name`, each with the template that the reply marks it with, or null. */
export type Marks = ReadonlyMap<string, string | null>;

export interface NetworkWords {
  readonly ikeProfiles: readonly IkeProfileWords[];
  readonly ipsecProfiles: readonly IpsecProfileWords[];
  readonly gateways: readonly GatewayWords[];
  readonly tunnels: readonly TunnelWords[];
  readonly monitorProfiles: readonly MonitorProfileWords[];
  readonly routers: readonly RouterWords[];
  readonly marks: Marks;
}

export interface MergedNetwork {
  readonly network: NetworkWords;
  /** Of the candidate configuration: the running one does not say which template an object came from. */
  readonly candidate: Marks;
}
