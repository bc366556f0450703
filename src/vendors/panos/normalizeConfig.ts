// A tunnel as PAN-OS configures it → the neutral configuration of one end, with its places and with what could not be read.

import { addressNumber, anyIpv4, readSelector, type Selector } from '../../domain/selector.js';
import type { ChildConfig, MonitorConfig, SettingName, TunnelConfig } from '../../domain/tunnelConfig.js';
import { type Claim, twinsOf } from '../twinGateways.js';
import type {
  IpsecProfileWords,
  NetworkWords,
  ProxyIdWords,
  RouterWords,
  TunnelWords,
} from './configWords.js';
import { normalizeGateway, unresolved } from './normalizeGateway.js';
import { normalizeIpsecProfile, pfsGroups } from './normalizeProposal.js';
import { type OriginOf, placeObjects } from './provenance.js';

type Unreadable = Partial<Record<SettingName, string>>;

export function normalizeNetwork(
  device: string,
  network: NetworkWords,
  originOf: OriginOf,
): readonly TunnelConfig[] {
  const claims = network.gateways.map(
    (gateway): Claim => ({ ike: normalizeGateway(gateway.name, gateway, network, {}), apart: null }),
  );
  return network.tunnels.map((words) => {
    const tunnel = normalizeTunnel(device, network, words, originOf);
    return { ...tunnel, twins: twinsOf({ ike: tunnel.ike, apart: null }, claims) };
  });
}

function normalizeTunnel(
  device: string,
  network: NetworkWords,
  tunnel: TunnelWords,
  originOf: OriginOf,
): TunnelConfig {
  const unreadable: Unreadable = {};
  if (tunnel.kind !== 'auto-key')
    unreadable.tunnel = `The tunnel is of the kind ${tunnel.kind}; only IKE (auto-key) tunnels are read.`;
  const gatewayName = tunnel.gateways[0] ?? null;
  const gateway = network.gateways.find((candidate) => candidate.name === gatewayName) ?? null;
  if (gateway === null && gatewayName !== null)
    unreadable.gateway = `The IKE gateway ${gatewayName} is not in the configuration that was read.`;
  const ike = normalizeGateway(gatewayName ?? '', gateway, network, unreadable);
  const profileName = tunnel.ipsecProfile ?? 'default';
  const profile = network.ipsecProfiles.find((candidate) => candidate.name === profileName) ?? null;
  const router = routerOf(network, tunnel.interface);
  const monitor = normalizeMonitor(tunnel, network, unreadable);
  const children = normalizeChildren(tunnel, profile, profileName, ike.passive, monitor, unreadable);
  const objects = {
    tunnel: tunnel.name,
    gateway: gatewayName,
    'ike-profile': profileOf(gateway),
    'ipsec-profile': profileName,
    'monitor-profile': tunnel.monitor?.profile ?? null,
    interface: tunnel.interface,
    router: router?.name ?? null,
  };
  const proxyId = { 'proxy-id': tunnel.proxyIds.length === 1 ? (tunnel.proxyIds[0]?.name ?? null) : null };
  const placed = placeObjects(objects, proxyId, ike.version === 'ikev1' ? 1 : 2, originOf);
  return {
    device,
    vendor: 'panos',
    tunnel: tunnel.name,
    disabled: tunnel.disabled,
    ike,
    children,
    interface: tunnel.interface,
    routed: routedInto(router, tunnel.interface, unreadable),
    monitor,
    managedBy: placed.managedBy,
    comment: tunnel.comment,
    places: placed.places,
    objects: { ...objects, ...proxyId },
    unreadable,
    vendorKeys: withoutEmpty({
      gateway: gatewayName,
      ikeProfile: profileOf(gateway),
      ipsecProfile: profileName,
      router: router?.name ?? null,
      outerRouter: routerOf(network, ike.localInterface)?.name ?? null,
      certificate: gateway?.certificate ?? null,
      proxyIds: String(tunnel.proxyIds.length),
      backupRoute: backupWord(router, tunnel.interface, children),
    }),
  };
}

function profileOf(gateway: NetworkWords['gateways'][number] | null): string | null {
  if (gateway === null) return null;
  return (
    (gateway.version === 'ikev2'
      ? gateway.ikev2.profile
      : (gateway.ikev1.profile ?? gateway.ikev2.profile)) ?? 'default'
  );
}

function routerOf(network: NetworkWords, name: string | null): RouterWords | null {
  return name === null ? null : (network.routers.find((router) => router.interfaces.includes(name)) ?? null);
}

/** Destinations of the static routes whose interface is that of the tunnel; null when its router was not read. */
function routedInto(
  router: RouterWords | null,
  inside: string | null,
  unreadable: Unreadable,
): readonly string[] | null {
  if (router === null || inside === null) return null;
  const routes = router.staticRoutes.filter((route) => route.interface === inside);
  const destinations = [...new Set(routes.map((route) => route.destination))].filter((one) => one !== '');
  const names = destinations.filter((one) => readSelector(one) === null);
  if (names.length > 0)
    unreadable.route = `A static route leads ${names.map((name) => `"${name}"`).join(', ')} into the tunnel, ${unresolved}.`;
  return destinations.filter((one) => !names.includes(one));
}

/**
 * A second static route to a remote network that does not use the tunnel; a default route is no backup of a tunnel. `no` only
 * where no routing protocol could bring one and the networks are known.
 */
function backupWord(
  router: RouterWords | null,
  inside: string | null,
  children: readonly ChildConfig[],
): string | null {
  if (router === null) return null;
  const remotes = new Set(
    router.staticRoutes.filter((route) => route.interface === inside).map((route) => route.destination),
  );
  for (const selector of children.flatMap((one) => one.remote)) {
    for (const route of router.staticRoutes) {
      const destination = readSelector(route.destination);
      if (destination && covers(destination, selector)) remotes.add(route.destination);
    }
  }
  remotes.delete('0.0.0.0/0');
  const other = router.staticRoutes.some(
    (route) => remotes.has(route.destination) && route.interface !== inside,
  );
  if (other) return 'yes';
  return router.isDynamic || remotes.size === 0 ? null : 'no';
}

function covers(outer: Selector, inner: Selector): boolean {
  return outer.family === inner.family && outer.start <= inner.start && inner.end <= outer.end;
}

function normalizeChildren(
  tunnel: TunnelWords,
  profile: IpsecProfileWords | null,
  profileName: string,
  passive: boolean | null,
  monitor: MonitorConfig | null,
  unreadable: Unreadable,
): readonly ChildConfig[] {
  const read = profile === null ? null : normalizeIpsecProfile(profile);
  if (profile === null)
    unreadable['child.proposals'] =
      `The IPSec crypto profile ${profileName} is not in the configuration that was read.`;
  else if (read?.proposal === null)
    unreadable['child.proposals'] =
      `The IPSec crypto profile ${profileName} holds words that are not known: ${read.unknown}.`;
  const common = {
    proposals: read?.proposal ? [read.proposal] : null,
    pfs: profile === null ? null : pfsGroups(profile),
    protocol: profile?.protocol ?? null,
    mode: tunnel.mode === 'transport' ? ('transport' as const) : ('tunnel' as const),
    // Not written means one hour, the default of the schema.
    lifetimeSeconds: profile === null ? null : (profile.lifetimeSeconds ?? 3_600),
    lifetimeKilobytes: profile?.lifesizeKilobytes ?? null,
  };
  const start = (name: string): ChildConfig['start'] => {
    if (passive) return 'never';
    const monitored = monitor?.enabled && (monitor.child === null || monitor.child === name);
    return monitored ? 'at-once' : passive === null ? null : 'on-traffic';
  };
  if (tunnel.proxyIds.length === 0)
    return [
      { name: tunnel.name, local: [anyIpv4()], remote: [anyIpv4()], ...common, start: start(tunnel.name) },
    ];
  return tunnel.proxyIds.map((proxyId) => ({
    name: proxyId.name,
    local: selectors(proxyId, 'local', unreadable),
    remote: selectors(proxyId, 'remote', unreadable),
    ...common,
    start: start(proxyId.name),
  }));
}

function selectors(
  proxyId: ProxyIdWords,
  side: 'local' | 'remote',
  unreadable: Unreadable,
): readonly Selector[] {
  const written = proxyId[side] ?? (proxyId.ipv6 ? '::/0' : '0.0.0.0/0');
  const selector = readSelector(written);
  if (selector === null) {
    unreadable['child.selectors'] =
      `The ${side} network of proxy ID ${proxyId.name} is "${written}", ${unresolved}.`;
    return [];
  }
  const port = side === 'local' ? proxyId.localPort : proxyId.remotePort;
  return [
    {
      ...selector,
      protocol: { any: null, tcp: 6, udp: 17, number: proxyId.protocol.number }[proxyId.protocol.name],
      ports: port === 0 ? null : { from: port, to: port },
    },
  ];
}

function normalizeMonitor(
  tunnel: TunnelWords,
  network: NetworkWords,
  unreadable: Unreadable,
): MonitorConfig | null {
  const { monitor } = tunnel;
  if (monitor === null) return null;
  if (monitor.enable === null && monitor.destination !== null)
    unreadable.monitor =
      'The configuration does not say whether the tunnel monitor is enabled; it counts as off.';
  if (monitor.destination !== null && addressNumber(monitor.destination) === null)
    unreadable['monitor.destination'] = `The monitored address is "${monitor.destination}", ${unresolved}.`;
  const name = monitor.profile ?? 'default';
  const profile = network.monitorProfiles.find((candidate) => candidate.name === name);
  const enabled = monitor.enable ?? false;
  if (enabled && !profile)
    unreadable['monitor.action'] = `The monitor profile ${name} is not in the configuration that was read.`;
  return {
    enabled,
    destination:
      monitor.destination !== null && addressNumber(monitor.destination) ? monitor.destination : null,
    child: monitor.proxyId,
    profile: monitor.profile,
    action: profile ? (profile.action === 'fail-over' ? 'fail-over' : 'wait-recover') : null,
    // Not written means 3 s and 5 probes, the defaults of the schema.
    intervalSeconds: profile ? (profile.interval ?? 3) : null,
    threshold: profile ? (profile.threshold ?? 5) : null,
  };
}

function withoutEmpty(values: Readonly<Record<string, string | null>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
  );
}
