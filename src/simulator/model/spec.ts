// The plain data that describes a simulated fleet: firewalls, and tunnels as pairs of ends.
import type { Fault } from './fault.js';
import type { Side } from './side.js';

export interface FleetSpec {
  /** Same seed, same SPIs, cookies and attempt times. */
  readonly seed: number;
  /** How much simulated past exists when the fleet starts. */
  readonly historySeconds: number;
  readonly firewalls: readonly FirewallSpec[];
  readonly panorama?: PanoramaSpec;
  readonly pairs: readonly PairSpec[];
}

/** Whose words a device speaks. */
export type Product = 'panos' | 'fortios';

export interface FirewallSpec {
  readonly name: string;
  readonly product: Product;
  readonly model: string;
  /** PAN-OS: `major.minor.patch`, below 10 the older reply shapes are used. FortiOS: `v7.4.8`. */
  readonly version: string;
  /** `unknown` on an unlicensed VM. */
  readonly serial: string;
  /** IANA zone of the device clock. */
  readonly timezone: string;
  /** How far the device clock is ahead of true time; negative when behind. */
  readonly clockSkewSeconds: number;
  readonly managementAddress: string;
  readonly outsideInterface: string;
  /** Behind it are the hosts. */
  readonly insideInterface: string;
  /** Next hop of the default route; the lab's upstream router. */
  readonly upstreamAddress: string;
  readonly virtualRouter: string;
  /** Virtual systems, or VDOMs of a FortiGate; more than one entry means that they are on. */
  readonly vsys: readonly string[];
  readonly ha?: HaSpec;
  /** Template pushed by Panorama; local configuration is then almost empty. */
  readonly template?: string;
  /** The token of a FortiGate's API user. */
  readonly apiKey: string;
  readonly username: string;
  readonly password: string;
  /** Where a FortiGate keeps its log besides its memory. */
  readonly logPlaces?: readonly ('disk' | 'fortianalyzer')[];
  /** A network processor carries the traffic of a FortiGate: the counters of its phases 2 do not move. */
  readonly offloads?: boolean;
  /** A search of the log is not complete until both are reached. */
  readonly logJob: { readonly readyAfterMs: number; readonly activePolls: number };
}

interface HaSpec {
  /** Name of the other member. */
  readonly mate: string;
  readonly state: 'active' | 'passive';
  readonly priority: number;
}

export interface PanoramaSpec {
  readonly name: string;
  readonly version: string;
  readonly serial: string;
  readonly timezone: string;
  readonly apiKey: string;
  readonly username: string;
  readonly password: string;
}

export interface PairSpec {
  readonly name: string;
  readonly left: EndSpec;
  readonly right: EndSpec;
  readonly path: PathSpec;
  readonly traffic: TrafficSpec;
  /** Faults of the past; those without `fromSecondsAgo` were always there. */
  readonly faults: readonly ScheduledFault[];
}

export interface ScheduledFault {
  readonly fault: Fault;
  /** Seconds before the start of the fleet; absent: before the simulated past begins. */
  readonly fromSecondsAgo?: number;
  readonly untilSecondsAgo?: number;
}

/** One end with all of its configuration. `firewall` absent: a foreign end that nobody can read. */
export interface EndSpec {
  readonly firewall?: string;
  readonly product: Product;
  readonly gateway: GatewayConfig;
  readonly ikeCrypto: IkeCryptoConfig;
  readonly ipsecCrypto: IpsecCryptoConfig;
  readonly tunnel: TunnelConfig;
}

export interface Identity {
  readonly type: 'ipaddr' | 'fqdn' | 'ufqdn' | 'keyid' | 'dn';
  readonly id: string;
}

type Authentication =
  | {
      readonly method: 'pre-shared-key';
      readonly key: string;
      /** When the keys differ, the log that the API gives does not say so. */
      readonly unsaid?: boolean;
    }
  | {
      readonly method: 'certificate';
      readonly certificate: string;
      readonly profile: string;
      /** What the other end finds when it checks this end's certificate. */
      readonly problem?: string;
    };

export interface GatewayConfig {
  readonly name: string;
  readonly localAddress: string;
  readonly localPrefixLength: number;
  readonly peerAddress: string | 'dynamic';
  readonly authentication: Authentication;
  readonly localId?: Identity;
  readonly peerId?: Identity;
  /** Whatever identity the peer sends is taken. */
  readonly anyPeerId?: boolean;
  readonly version: 'ikev1' | 'ikev2' | 'ikev2-preferred';
  readonly exchangeMode: 'auto' | 'main' | 'aggressive';
  /** IKEv1 DPD, or the IKEv2 liveness check. */
  readonly dpd: { readonly enabled: boolean; readonly intervalSeconds: number; readonly retries: number };
  readonly passive: boolean;
  readonly natTraversal: boolean;
  readonly fragmentation: boolean;
  readonly disabled: boolean;
  readonly comment?: string;
}

export interface Lifetime {
  readonly unit: 'seconds' | 'minutes' | 'hours' | 'days';
  readonly value: number;
}

export interface IkeCryptoConfig {
  readonly name: string;
  /** In order of preference: `aes-256-cbc`, `sha256`, `group14`. */
  readonly encryption: readonly string[];
  readonly hash: readonly string[];
  readonly dhGroup: readonly string[];
  readonly lifetime: Lifetime;
}

export interface IpsecCryptoConfig {
  readonly name: string;
  readonly encryption: readonly string[];
  readonly authentication: readonly string[];
  /** `no-pfs` or one group. */
  readonly dhGroup: string;
  readonly lifetime: Lifetime;
}

export interface ProxyId {
  readonly name: string;
  readonly local: string;
  readonly remote: string;
}

export interface TunnelConfig {
  readonly name: string;
  readonly interface: string;
  readonly interfaceAddress?: string;
  readonly zone: string;
  readonly vsys: string;
  /** Empty: route-based, one child SA for any to any. */
  readonly proxyIds: readonly ProxyId[];
  /** On a FortiGate: the selectors name address objects. */
  readonly namesObjects?: boolean;
  /** Remote networks routed into the tunnel interface. */
  readonly routes: readonly string[];
  readonly monitor?: MonitorConfig;
  readonly antiReplay: boolean;
  readonly disabled: boolean;
  /** False: the security policy of this end drops the inner traffic. */
  readonly policyAllowsInner: boolean;
  /** False: the security policy of this end drops IKE and ESP from the peer. */
  readonly policyAllowsIke: boolean;
  /** A rule of policy-based forwarding that sends the hosts' traffic into the tunnel, whatever the routes say. */
  readonly forwardedBy?: string;
  /** A NAT rule that matches the hosts' traffic of the tunnel. */
  readonly translatedBy?: string;
  /** False: this end has no route to the peer's address. */
  readonly routeToPeer: boolean;
  /** Where the route to the peer led before, when sessions of that time still live. */
  readonly oldEgress?: string;
}

export interface MonitorConfig {
  readonly destination: string;
  readonly proxyId?: string;
  readonly profile: string;
  readonly action: 'wait-recover' | 'fail-over';
  readonly intervalSeconds: number;
  readonly threshold: number;
}

interface PathSpec {
  /** The end behind a NAT device, and the public address the other end sees instead. */
  readonly nat?: { readonly behind: Side; readonly publicAddress: string };
  readonly udp500Blocked: boolean;
  readonly udp4500Blocked: boolean;
  /** The direction in which ESP packets are lost. */
  readonly espLostToward?: Side | 'both';
  readonly bigPacketsLost: boolean;
  /** Of the ESP packets in a direction that loses some: the share that is lost; all when absent. */
  readonly espLostShare?: number;
}

/** Packets per second offered to the tunnel by the hosts behind each end; 0 and 0: nobody asks for it. */
export interface TrafficSpec {
  readonly leftPacketsPerSecond: number;
  readonly rightPacketsPerSecond: number;
  readonly bytesPerPacket: number;
  /** Packets that the counters already held when the simulated past began; may exceed 2^53. */
  readonly counterBase: bigint;
}

export function lifetimeSeconds(lifetime: Lifetime): number {
  const factor = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 }[lifetime.unit];
  return lifetime.value * factor;
}
