// Short ways to describe firewalls and pairs: a few words in, full mirrored configurations out.
import { hex32 } from './random.js';
import type { Side } from './side.js';
import type {
  EndSpec,
  FirewallSpec,
  GatewayConfig,
  Lifetime,
  MonitorConfig,
  PairSpec,
  Product,
  ProxyId,
  ScheduledFault,
  TrafficSpec,
  TunnelConfig,
} from './spec.js';

export type FirewallDraft = Pick<FirewallSpec, 'name' | 'serial' | 'managementAddress' | 'upstreamAddress'> &
  Partial<FirewallSpec>;

export function firewall(draft: FirewallDraft): FirewallSpec {
  return {
    product: 'panos',
    model: 'PA-VM',
    version: '11.2.8',
    timezone: 'UTC',
    clockSkewSeconds: 0,
    outsideInterface: 'ethernet1/1',
    insideInterface: 'ethernet1/2',
    virtualRouter: 'default',
    vsys: ['vsys1'],
    apiKey: `LUFRPT1${hex32(draft.name, 'key')}${hex32(draft.name, 'more')}==`,
    username: 'tunnelmedic',
    password: `pw-${hex32(draft.name, 'password')}`,
    logJob: { readyAfterMs: 60, activePolls: 0 },
    ...draft,
  };
}

/** A FortiGate with one VDOM, whose log stands in its memory. */
export function fortigate(draft: FirewallDraft): FirewallSpec {
  return firewall({
    product: 'fortios',
    model: 'FortiGate-100F',
    version: 'v7.4.8',
    outsideInterface: 'wan1',
    insideInterface: 'internal',
    vsys: ['root'],
    apiKey: `${hex32(draft.name, 'token')}${hex32(draft.name, 'of the user')}`,
    ...draft,
  });
}

export interface EndDraft {
  /** Absent: a foreign end. */
  readonly firewall?: string;
  /** PAN-OS when not given. On a FortiGate phase 1, its interface and the tunnel have one name, and any identity is taken. */
  readonly product?: Product;
  readonly address: string;
  /** On a FortiGate its name is the tunnel's. */
  readonly tunnelInterface?: string;
  readonly interfaceAddress?: string;
  /** Name of tunnel and gateway on this end, when not the pair's. */
  readonly name?: string;
  readonly zone?: string;
  readonly vsys?: string;
  readonly monitor?: Omit<MonitorConfig, 'profile'>;
  readonly gateway?: Partial<GatewayConfig>;
  readonly tunnel?: Partial<TunnelConfig>;
}

export interface PairDraft {
  readonly name: string;
  readonly left: EndDraft;
  readonly right: EndDraft;
  /** Networks behind the ends, one row a child SA; a route-based pair has `routed` instead. */
  readonly protects?: readonly { readonly name: string; readonly left: string; readonly right: string }[];
  readonly routed?: { readonly left: string; readonly right: string };
  readonly version?: GatewayConfig['version'];
  readonly ike?: { readonly encryption: string; readonly hash: string; readonly dhGroup: string };
  readonly esp?: { readonly encryption: string; readonly authentication: string; readonly dhGroup: string };
  readonly ikeLifetime?: Lifetime;
  readonly espLifetime?: Lifetime;
  /** The end that starts; the other is passive. Absent: either. */
  readonly initiator?: Side;
  /** The end behind a NAT device, with the address the other sees. */
  readonly nat?: { readonly behind: Side; readonly publicAddress: string };
  readonly traffic?: Partial<TrafficSpec>;
  readonly faults?: readonly ScheduledFault[];
}

export function pair(draft: PairDraft): PairSpec {
  return {
    name: draft.name,
    left: end(draft, 'left'),
    right: end(draft, 'right'),
    path: {
      udp500Blocked: false,
      udp4500Blocked: false,
      bigPacketsLost: false,
      ...(draft.nat === undefined ? {} : { nat: draft.nat }),
    },
    traffic: {
      leftPacketsPerSecond: 42,
      rightPacketsPerSecond: 37,
      bytesPerPacket: 840,
      counterBase: 0n,
      ...draft.traffic,
    },
    faults: draft.faults ?? [],
  };
}

function end(draft: PairDraft, side: Side): EndSpec {
  const own = draft[side];
  const other = side === 'left' ? 'right' : 'left';
  const product = own.product ?? 'panos';
  const name = own.name ?? draft.name;
  const ike = draft.ike ?? { encryption: 'aes-256-cbc', hash: 'sha256', dhGroup: 'group14' };
  const esp = draft.esp ?? { encryption: 'aes-256-cbc', authentication: 'sha256', dhGroup: 'group14' };
  const { protects = [], routed } = draft;
  const proxyIds = protects.map((row): ProxyId => ({ name: row.name, local: row[side], remote: row[other] }));
  return {
    ...(own.firewall === undefined ? {} : { firewall: own.firewall }),
    product,
    gateway: gateway(draft, side, name),
    ikeCrypto: {
      name: `${draft.name}-ike`,
      encryption: [ike.encryption],
      hash: [ike.hash],
      dhGroup: [ike.dhGroup],
      lifetime: draft.ikeLifetime ?? { unit: 'hours', value: 8 },
    },
    ipsecCrypto: {
      name: `${draft.name}-ipsec`,
      encryption: [esp.encryption],
      authentication: [esp.authentication],
      dhGroup: esp.dhGroup,
      lifetime: draft.espLifetime ?? { unit: 'hours', value: 1 },
    },
    tunnel: {
      name,
      interface: product === 'fortios' ? name : (own.tunnelInterface ?? 'tunnel.1'),
      ...(own.interfaceAddress === undefined ? {} : { interfaceAddress: own.interfaceAddress }),
      zone: own.zone ?? 'vpn',
      vsys: own.vsys ?? (product === 'fortios' ? 'root' : 'vsys1'),
      proxyIds,
      routes:
        routed === undefined ? [...new Set(proxyIds.map((proxyId) => proxyId.remote))] : [routed[other]],
      ...(own.monitor === undefined ? {} : { monitor: { ...own.monitor, profile: `${draft.name}-monitor` } }),
      antiReplay: true,
      disabled: false,
      policyAllowsInner: true,
      policyAllowsIke: true,
      routeToPeer: true,
      ...own.tunnel,
    },
  };
}

function gateway(draft: PairDraft, side: Side, name: string): GatewayConfig {
  const other = side === 'left' ? 'right' : 'left';
  const peerAddress = draft.nat?.behind === other ? draft.nat.publicAddress : draft[other].address;
  // Behind NAT the address that is sent is not the one that is seen, so both ends name themselves.
  const named = (of: Side) => ({
    type: 'fqdn' as const,
    id: `${of}.${draft.name.replace(/[^\w-]/g, '-')}.example`,
  });
  const isForti = draft[side].product === 'fortios';
  const { gateway: told = {} } = draft[side];
  return {
    name: isForti ? name : `${name}-gw`,
    localAddress: draft[side].address,
    localPrefixLength: 24,
    peerAddress,
    authentication: { method: 'pre-shared-key', key: `shared ${draft.name}` },
    ...(draft.nat === undefined ? {} : { localId: named(side), peerId: named(other) }),
    version: draft.version ?? 'ikev2',
    exchangeMode: 'main',
    dpd: { enabled: true, intervalSeconds: 5, retries: 5 },
    passive: draft.initiator === other,
    natTraversal: draft.nat !== undefined,
    fragmentation: false,
    disabled: false,
    ...(isForti && told.peerId === undefined && draft.nat === undefined ? { anyPeerId: true } : {}),
    ...told,
  };
}
