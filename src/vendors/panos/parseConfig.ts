// The network part of a configuration in PAN-OS's own words, whichever read it came from.

import type {
  GatewayWords,
  IdentityWords,
  IkeProfileWords,
  IpsecProfileWords,
  NetworkWords,
  ProxyIdWords,
  RouterWords,
  TunnelWords,
  VersionWords,
} from './configWords.js';
import { marksIn } from './provenance.js';
import { child, entryName, findAll, list, members, text, truth, wholeNumber } from './words.js';
import type { XmlNode } from './xml.js';

/** Which parts of a large configuration are collected at all; the path starts at `response`. */
export function keepNetwork(path: readonly string[]): boolean {
  const at = path.indexOf('network');
  if (at < 0)
    return path.every((name) =>
      ['response', 'result', 'config', 'devices', 'entry', 'msg', 'line', 'error', 'errors'].includes(name),
    );
  const below = path.slice(at + 1);
  return wanted.some((branch) =>
    branch.every((name, index) => index >= below.length || below[index] === name || name === '*'),
  );
}

const wanted: readonly (readonly string[])[] = [
  ['ike'],
  ['interface', 'tunnel', 'units'],
  ['tunnel', 'ipsec'],
  ['profiles', 'monitor-profile'],
  ['virtual-router', 'entry', 'interface'],
  ['virtual-router', 'entry', 'routing-table', '*', 'static-route'],
  ['virtual-router', 'entry', 'protocol', '*', 'enable'],
  ['logical-router', 'entry', 'vrf', 'entry', 'interface'],
  ['logical-router', 'entry', 'vrf', 'entry', 'bgp', 'enable'],
  ['logical-router', 'entry', 'vrf', 'entry', 'ospf', 'enable'],
  ['logical-router', 'entry', 'vrf', 'entry', 'ospfv3', 'enable'],
  ['logical-router', 'entry', 'vrf', 'entry', 'rip', 'enable'],
  ['logical-router', 'entry', 'vrf', 'entry', 'routing-table', '*', 'static-route'],
];

/** @param result reply of a configuration read; `network` may stand at any depth. Null when there is none. */
export function parseNetwork(result: XmlNode): NetworkWords | null {
  const network = findAll(result, (node) => node.name === 'network')[0];
  if (!network) return null;
  const crypto = child(network, 'ike', 'crypto-profiles');
  return {
    ikeProfiles: list(crypto, 'entry', 'ike-crypto-profiles').map(ikeProfile),
    ipsecProfiles: list(crypto, 'entry', 'ipsec-crypto-profiles').map(ipsecProfile),
    gateways: list(network, 'entry', 'ike', 'gateway').map(gateway),
    tunnels: list(network, 'entry', 'tunnel', 'ipsec').map(tunnel),
    monitorProfiles: list(network, 'entry', 'profiles', 'monitor-profile').map((entry) => ({
      name: entryName(entry),
      action: text(entry, 'action'),
      interval: wholeNumber(entry, 'interval'),
      threshold: wholeNumber(entry, 'threshold'),
    })),
    routers: ['virtual-router', 'logical-router'].flatMap((kind) => list(network, 'entry', kind).map(router)),
    marks: marksIn(network),
  };
}

function ikeProfile(entry: XmlNode): IkeProfileWords {
  return {
    name: entryName(entry),
    dh: members(entry, 'dh-group'),
    encryption: members(entry, 'encryption'),
    hash: members(entry, 'hash'),
    lifetimeSeconds: duration(child(entry, 'lifetime')),
  };
}

function ipsecProfile(entry: XmlNode): IpsecProfileWords {
  const protocol = child(entry, 'ah') ? 'ah' : 'esp';
  return {
    name: entryName(entry),
    protocol,
    encryption: members(entry, protocol, 'encryption'),
    authentication: members(entry, protocol, 'authentication'),
    dh: text(entry, 'dh-group'),
    lifetimeSeconds: duration(child(entry, 'lifetime')),
    lifesizeKilobytes: size(child(entry, 'lifesize')),
  };
}

const secondsIn = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const;
const kilobytesIn = { kb: 1, mb: 1_024, gb: 1_048_576, tb: 1_073_741_824 } as const;

function duration(node: XmlNode | undefined): number | null {
  return scaled(node, secondsIn);
}

function size(node: XmlNode | undefined): number | null {
  return scaled(node, kilobytesIn);
}

function scaled(node: XmlNode | undefined, units: Readonly<Record<string, number>>): number | null {
  for (const [unit, factor] of Object.entries(units)) {
    const amount = wholeNumber(node, unit);
    if (amount !== null) return amount * factor;
  }
  return null;
}

function gateway(entry: XmlNode): GatewayWords {
  const certificate = child(entry, 'authentication', 'certificate');
  const local = child(certificate, 'local-certificate');
  return {
    name: entryName(entry),
    disabled: truth(entry, 'disabled') ?? false,
    auth: certificate ? 'certificate' : child(entry, 'authentication', 'pre-shared-key') ? 'psk' : null,
    certificate: local?.attributes.name ?? text(local, 'name'),
    localInterface: text(entry, 'local-address', 'interface'),
    localIp: text(entry, 'local-address', 'ip') ?? floatingIp(entry),
    peerIp: text(entry, 'peer-address', 'ip'),
    peerFqdn: text(entry, 'peer-address', 'fqdn'),
    peerDynamic: child(entry, 'peer-address', 'dynamic') !== undefined,
    localId: identity(child(entry, 'local-id')),
    peerId: identity(child(entry, 'peer-id')),
    peerIdMatching: text(entry, 'peer-id', 'matching'),
    idPayloadMismatch: truth(certificate, 'allow-id-payload-mismatch'),
    version: text(entry, 'protocol', 'version'),
    exchangeMode: text(entry, 'protocol', 'ikev1', 'exchange-mode'),
    ikev1: version(child(entry, 'protocol', 'ikev1')),
    ikev2: version(child(entry, 'protocol', 'ikev2')),
    passive: truth(entry, 'protocol-common', 'passive-mode'),
    natTraversal: truth(entry, 'protocol-common', 'nat-traversal', 'enable'),
    fragmentation: truth(entry, 'protocol-common', 'fragmentation', 'enable'),
    raw: entry,
  };
}

function floatingIp(entry: XmlNode): string | null {
  return text(entry, 'local-address', 'floating-ip') ?? text(entry, 'local-address', 'floating-ip', 'ip');
}

function identity(node: XmlNode | undefined): IdentityWords | null {
  const id = text(node, 'id');
  return id === null ? null : { type: text(node, 'type') ?? '', id };
}

function version(node: XmlNode | undefined): VersionWords {
  return {
    profile: text(node, 'ike-crypto-profile'),
    fragmentation: truth(node, 'ikev2-fragment', 'enable') ?? truth(node, 'ikev2-fragment'),
    // Versions differ in the word.
    ppk: {
      enabled: truth(node, 'pq-ppk', 'enabled') ?? truth(node, 'pq-ppk', 'enable') ?? false,
      mode: text(node, 'pq-ppk', 'negotiation-mode'),
    },
    kem: truth(node, 'pq-kem', 'enable') ?? truth(node, 'pq-kem', 'enabled') ?? false,
    dpd: {
      enable: truth(node, 'dpd', 'enable'),
      interval: wholeNumber(node, 'dpd', 'interval'),
      retry: wholeNumber(node, 'dpd', 'retry'),
    },
  };
}

function tunnel(entry: XmlNode): TunnelWords {
  const auto = child(entry, 'auto-key');
  const monitor = child(entry, 'tunnel-monitor');
  const kinds = ['auto-key', 'manual-key', 'global-protect-satellite'] as const;
  return {
    name: entryName(entry),
    interface: text(entry, 'tunnel-interface'),
    kind: kinds.find((kind) => child(entry, kind)) ?? 'unknown',
    gateways: list(auto, 'entry', 'ike-gateway').map(entryName),
    ipsecProfile: text(auto, 'ipsec-crypto-profile'),
    proxyIds: [
      ...list(auto, 'entry', 'proxy-id').map((node) => proxyId(node, false)),
      ...list(auto, 'entry', 'proxy-id-v6').map((node) => proxyId(node, true)),
    ],
    monitor: monitor
      ? {
          enable: truth(monitor, 'enable'),
          destination: text(monitor, 'destination-ip'),
          proxyId: text(monitor, 'proxy-id'),
          profile: text(monitor, 'tunnel-monitor-profile'),
        }
      : null,
    mode: text(entry, 'ipsec-mode'),
    disabled: truth(entry, 'disabled') ?? false,
    comment: text(entry, 'comment'),
    raw: entry,
  };
}

function proxyId(entry: XmlNode, ipv6: boolean): ProxyIdWords {
  const protocol = child(entry, 'protocol');
  const named = (['tcp', 'udp'] as const).find((name) => child(protocol, name));
  const number = wholeNumber(protocol, 'number');
  return {
    name: entryName(entry),
    local: text(entry, 'local'),
    remote: text(entry, 'remote'),
    protocol: { name: named ?? (number === null ? 'any' : 'number'), number },
    localPort: named ? (wholeNumber(protocol, named, 'local-port') ?? 0) : 0,
    remotePort: named ? (wholeNumber(protocol, named, 'remote-port') ?? 0) : 0,
    ipv6,
  };
}

const protocols: readonly string[] = ['bgp', 'ospf', 'ospfv3', 'rip'];

function router(entry: XmlNode): RouterWords {
  const tables = findAll(entry, (node) => node.name === 'static-route');
  return {
    name: entryName(entry),
    isDynamic:
      findAll(entry, (node) => protocols.includes(node.name) && truth(node, 'enable') === true).length > 0,
    interfaces: findAll(entry, (node) => node.name === 'interface' && node.children.length > 0).flatMap(
      (node) => members(node),
    ),
    staticRoutes: tables.flatMap((table) =>
      list(table, 'entry').map((route) => ({
        destination: text(route, 'destination') ?? '',
        interface: text(route, 'interface'),
        nextHop: text(route, 'nexthop', 'ip-address'),
      })),
    ),
  };
}
