// A healthy end in evidence: who it is, its configuration, its SAs and counters, its routes, its certificate.

import type { Identity } from '../../src/domain/identity.js';
import type { ChildSa, TunnelLive } from '../../src/domain/live.js';
import { known } from '../../src/domain/observation.js';
import type {
  DeniedSession,
  InnerPolicy,
  OuterPolicy,
  PolicyRoute,
  StrayedSession,
} from '../../src/domain/path.js';
import { readProposal } from '../../src/domain/proposal.js';
import { readSelector, type Selector } from '../../src/domain/selector.js';
import type { SettingName, TunnelConfig } from '../../src/domain/tunnelConfig.js';
import type { SituationEnd } from './situation.js';

export const at = '2026-03-02T10:00:00.000Z';
const laterAt = '2026-03-02T10:00:03.000Z';

export interface Person {
  readonly device: string;
  readonly tunnel: string;
  readonly address: string;
  readonly peer: string;
  readonly id: Identity;
  readonly peerId: Identity;
  readonly local: string;
  readonly remote: string;
  readonly spiIn: string;
  readonly spiOut: string;
}

export const left: Person = {
  device: 'fw-paris',
  tunnel: 'to-lyon',
  address: '192.0.2.10',
  peer: '203.0.113.20',
  id: { type: 'fqdn', value: 'paris.example' },
  peerId: { type: 'fqdn', value: 'lyon.example' },
  local: '10.1.0.0/24',
  remote: '10.2.0.0/24',
  spiIn: 'c0ffee01',
  spiOut: 'deadbe02',
};
export const right: Person = {
  device: 'fw-lyon',
  tunnel: 'to-paris',
  address: left.peer,
  peer: left.address,
  id: left.peerId,
  peerId: left.id,
  local: left.remote,
  remote: left.local,
  spiIn: left.spiOut,
  spiOut: left.spiIn,
};

function selectors(...texts: readonly string[]): readonly Selector[] {
  return texts.map((text) => {
    const read = readSelector(text);
    if (!read) throw new Error(`${text} is no selector`);
    return read;
  });
}

/** Texts of case.json that stand for structured values. */
function structured(patch: Readonly<Record<string, unknown>> | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(patch ?? {}).map(([key, value]) => {
      const list = Array.isArray(value) ? value.map(String) : [];
      if (key === 'proposals' && value !== null) return [key, list.map((text) => proposal(text))];
      if (key === 'local' || key === 'remote') return [key, selectors(...list)];
      return [key, value];
    }),
  );
}

function proposal(text: string) {
  const read = readProposal(text, text.includes('esp:') ? 'esp' : 'ike');
  if (!read) throw new Error(`${text} is no proposal`);
  return read;
}

export function configOf(person: Person, change: SituationEnd, version: 1 | 2, vendor: string): TunnelConfig {
  const config: TunnelConfig = {
    device: person.device,
    vendor,
    tunnel: person.tunnel,
    disabled: false,
    ike: {
      name: `gw-${person.tunnel}`,
      disabled: false,
      version: version === 1 ? 'ikev1' : 'ikev2',
      exchangeMode: 'auto',
      localAddress: person.address,
      localInterface: 'ethernet1/1',
      peer: { kind: 'address', address: person.peer },
      localId: person.id,
      peerId: person.peerId,
      auth: 'psk',
      peerAuth: null,
      proposals: [proposal('aes-256-cbc/sha256/group14')],
      lifetimeSeconds: person === left ? 28_800 : 27_000,
      dpd: { enabled: true, intervalSeconds: 5, retries: 5 },
      natTraversal: 'on',
      passive: false,
      fragmentation: true,
      certificate: null,
      idMayDifferFromCertificate: null,
      postQuantum: 'none',
    },
    children: [
      {
        name: 'lan',
        local: selectors(person.local),
        remote: selectors(person.remote),
        proposals: [proposal('esp:aes-256-cbc/sha256')],
        pfs: [],
        protocol: 'esp',
        mode: 'tunnel',
        lifetimeSeconds: person === left ? 3600 : 3300,
        lifetimeKilobytes: null,
        start: 'at-once',
      },
    ],
    interface: 'tunnel.1',
    routed: null,
    monitor: null,
    managedBy: null,
    comment: null,
    places: placesOf(person.tunnel),
    unreadable: {},
    objects: {},
    vendorKeys: {},
  };
  return {
    ...config,
    ...change.config,
    ike: { ...config.ike, ...structured(change.ike) },
    children: config.children.map((child) => ({ ...child, ...structured(change.child) })),
  };
}

function placesOf(tunnel: string): Readonly<Partial<Record<SettingName, string>>> {
  return {
    gateway: `gateway gw-${tunnel}`,
    'ike.version': `gateway gw-${tunnel} > version`,
    'ike.peer-address': `gateway gw-${tunnel} > peer address`,
    'ike.local-id': `gateway gw-${tunnel} > local identification`,
    'ike.peer-id': `gateway gw-${tunnel} > peer identification`,
    'ike.psk': `gateway gw-${tunnel} > pre-shared key`,
    'ike.proposals': `IKE crypto profile of gw-${tunnel}`,
    'child.proposals': `IPsec crypto profile of ${tunnel}`,
    'child.selectors': `tunnel ${tunnel} > proxy IDs`,
    route: 'virtual router default > static routes',
  };
}

export function liveOf(
  person: Person,
  change: SituationEnd,
  config: TunnelConfig,
  version: 1 | 2,
): TunnelLive {
  const sa = change.sa ?? 'up';
  const hasIke = sa !== 'down' && sa !== 'idle';
  const hasChild = sa === 'up' || sa === 'rekeying' || sa === 'up-other-spis';
  const child = childSa(person, change, config);
  const children: ChildSa[] = !hasChild
    ? []
    : sa === 'rekeying'
      ? [
          { ...child, id: '1', state: 'rekeying', beingReplaced: true, rawState: 'REKEYED' },
          { ...child, id: '2', spiIn: `${person.spiIn.slice(0, 6)}99` },
        ]
      : sa === 'up-other-spis'
        ? [{ ...child, spiIn: 'aaaaaaaa', spiOut: 'bbbbbbbb' }]
        : [child];
  const monitor = config.monitor;
  return {
    tunnel: person.tunnel,
    at,
    ike: hasIke
      ? [
          {
            id: '1',
            gateway: config.ike.name,
            state: sa === 'connecting' ? 'connecting' : 'established',
            version,
            role: person === left ? 'initiator' : 'responder',
            localAddress: person.address,
            localPort: 500,
            peerAddress: person.peer,
            peerPort: 500,
            localId: config.ike.localId,
            peerId: config.ike.peerId,
            initiatorSpi: '0123456789abcdef',
            responderSpi: sa === 'connecting' ? null : 'fedcba9876543210',
            proposal: null,
            natDetected: change.nat ?? false,
            establishedAt: sa === 'connecting' ? null : '2026-03-02T08:00:00.000Z',
            expiresAt: null,
            openRequests: change.openRequest ? [change.openRequest] : [],
            rawState: sa === 'connecting' ? 'CONNECTING' : 'ESTABLISHED',
          },
        ]
      : [],
    children,
    missingChildren: hasChild ? [] : ['lan'],
    waitsForTraffic: sa === 'idle',
    monitor: monitor?.enabled
      ? {
          enabled: true,
          state: change.monitor ?? 'up',
          source: tunnelAddress(person),
          destination: monitor.destination,
          sent: 100n,
          answered: change.monitor === 'down' ? 0n : 100n,
        }
      : null,
    partial: false,
    mtu: 1400,
  };
}

function childSa(person: Person, change: SituationEnd, config: TunnelConfig): ChildSa {
  const [wanted] = config.children;
  return {
    id: '1',
    name: 'lan',
    state: 'installed',
    beingReplaced: false,
    spiIn: person.spiIn,
    spiOut: person.spiOut,
    protocol: 'esp',
    mode: 'tunnel',
    udpEncapsulated: false,
    proposal: null,
    local: change.narrowed ? selectors(change.narrowed) : (wanted?.local ?? []),
    remote: wanted?.remote ?? [],
    installedAt: '2026-03-02T09:40:00.000Z',
    expiresAt: null,
    counters: {
      scope: change.olderCounters ? 'tunnel' : 'child-sa',
      identity: person.spiIn,
      ...countersOf(
        change.counted ?? ((change.traffic ?? 'both-ways') === 'both-ways' ? wellUsed : undefined),
      ),
      errors: { authentication: null, decryption: null, replay: null, lifetime: null },
      acquires: null,
    },
    rawState: 'INSTALLED',
  };
}

/** A tunnel that has carried traffic for a while. */
const wellUsed = { out: 5000, in: 5000 };

function countersOf(counted: SituationEnd['counted']) {
  const ago = (seconds: number | undefined) =>
    seconds === undefined ? null : new Date(Date.parse(at) - seconds * 1000).toISOString();
  const [out, arrived] = [counted?.out ?? 0, counted?.in ?? 0];
  return {
    bytesIn: BigInt(counted?.inBytes ?? arrived * 100),
    bytesOut: BigInt(counted?.outBytes ?? out * 100),
    packetsIn: BigInt(arrived),
    packetsOut: BigInt(out),
    lastInAt: ago(counted?.inSecondsAgo),
    lastOutAt: ago(counted?.outSecondsAgo),
  };
}

/** The second look, three seconds later. */
export function moved(live: TunnelLive, traffic: 'both-ways' | 'only-out' | 'only-in' | 'none'): TunnelLive {
  const incoming = traffic === 'both-ways' || traffic === 'only-in' ? 100n : 0n;
  const outgoing = traffic === 'both-ways' || traffic === 'only-out' ? 100n : 0n;
  return {
    ...live,
    at: laterAt,
    children: live.children.map((child) => ({
      ...child,
      counters: child.counters && {
        ...child.counters,
        packetsIn: (child.counters.packetsIn ?? 0n) + incoming,
        packetsOut: (child.counters.packetsOut ?? 0n) + outgoing,
        bytesIn: (child.counters.bytesIn ?? 0n) + incoming * 100n,
        bytesOut: (child.counters.bytesOut ?? 0n) + outgoing * 100n,
        lastInAt: incoming > 0n ? laterAt : child.counters.lastInAt,
        lastOutAt: outgoing > 0n ? laterAt : child.counters.lastOutAt,
      },
    })),
  };
}

/** The tunnel interface has an address of the local network, so that a monitor lies in the proxy ID on both sides. */
function tunnelAddress(person: Person): string {
  return person.local.replace(/0\/24$/, '1');
}

function sourceOf(person: Person, request: string) {
  return { device: person.device, request, at, fromCache: false, calls: 1 };
}

export function pathOf(person: Person) {
  return {
    interface: { name: 'tunnel.1', zone: 'vpn', router: 'default', address: tunnelAddress(person), up: true },
    toPeer: { destination: person.peer, interface: 'ethernet1/1', nextHop: '192.0.2.1', found: true },
    toRemote: [{ destination: person.remote, interface: 'tunnel.1', nextHop: null, found: true }],
    hasBackupRoute: false,
    byPolicy: known<readonly PolicyRoute[]>([], sourceOf(person, 'forwarding rules')),
    innerPolicy: known<InnerPolicy>(
      {
        source: person.local,
        destination: person.remote,
        fromZone: 'inside',
        toZone: 'vpn',
        rule: 'allow-vpn',
        allowed: true,
        translatedBy: known<string | null>(null, sourceOf(person, 'policy test')),
      },
      sourceOf(person, 'policy test'),
    ),
    outerPolicy: known<OuterPolicy>(
      { peer: person.peer, address: person.address, zone: 'untrust', rule: null, allowed: true },
      sourceOf(person, 'policy test'),
    ),
    strayed: known<readonly StrayedSession[]>([], sourceOf(person, 'sessions')),
    denied: known<readonly DeniedSession[]>([], sourceOf(person, 'sessions')),
  };
}

export function certificate(person: Person) {
  return {
    name: null,
    subject: `CN=${person.id.value}`,
    issuer: 'CN=Example CA',
    alternativeNames: [person.id.value],
    notBefore: '2025-01-01T00:00:00.000Z',
    notAfter: '2027-01-01T00:00:00.000Z',
    hasPrivateKey: true,
    use: 'own' as const,
  };
}
