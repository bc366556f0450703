// Small builders for configurations and live states with documentation addresses.

import type { ChildSa, IkeSa, TunnelLive } from '../../../src/domain/live.js';
import { readProposal } from '../../../src/domain/proposal.js';
import { readSelector, type Selector } from '../../../src/domain/selector.js';
import type { ChildConfig, TunnelConfig } from '../../../src/domain/tunnelConfig.js';

export function selectors(...texts: string[]): Selector[] {
  return texts.map((text) => {
    const selector = readSelector(text);
    if (!selector) throw new Error(`not a selector: ${text}`);
    return selector;
  });
}

export function proposals(printed: string, protocol: 'ike' | 'esp') {
  const proposal = readProposal(printed, protocol);
  if (!proposal) throw new Error(`not a proposal: ${printed}`);
  return [proposal];
}

export interface ConfigOptions {
  readonly device?: string;
  readonly tunnel?: string;
  readonly local?: string | null;
  readonly peer?: string | null;
  readonly children?: readonly Partial<ChildConfig>[];
  readonly ike?: Partial<TunnelConfig['ike']>;
  readonly disabled?: boolean | null;
  readonly monitor?: TunnelConfig['monitor'];
}

export function tunnelConfig(options: ConfigOptions = {}): TunnelConfig {
  const tunnel = options.tunnel ?? 'tunnel-x';
  const peer = options.peer === undefined ? '203.0.113.9' : options.peer;
  return {
    device: options.device ?? 'fw-a',
    vendor: 'double',
    tunnel,
    disabled: options.disabled === undefined ? false : options.disabled,
    ike: {
      name: `gw-${tunnel}`,
      disabled: false,
      version: 'ikev2',
      exchangeMode: null,
      localAddress: options.local === undefined ? '198.51.100.1' : options.local,
      localInterface: 'ethernet1/1',
      peer: peer === null ? { kind: 'dynamic' } : { kind: 'address', address: peer },
      localId: null,
      peerId: null,
      auth: 'psk',
      peerAuth: null,
      proposals: proposals('aes256/sha256/modp2048', 'ike'),
      lifetimeSeconds: 28800,
      dpd: { enabled: true, intervalSeconds: 5, retries: 5 },
      natTraversal: 'on',
      passive: false,
      fragmentation: null,
      certificate: null,
      idMayDifferFromCertificate: null,
      postQuantum: null,
      ...options.ike,
    },
    children: (options.children ?? [{}]).map((child) => ({
      name: tunnel,
      local: selectors('10.1.0.0/24'),
      remote: selectors('10.2.0.0/24'),
      proposals: proposals('aes256/sha256', 'esp'),
      pfs: ['group14'],
      protocol: 'esp' as const,
      mode: 'tunnel' as const,
      lifetimeSeconds: 3600,
      lifetimeKilobytes: null,
      start: null,
      ...child,
    })),
    interface: 'tunnel.1',
    routed: null,
    monitor: options.monitor ?? null,
    managedBy: null,
    comment: null,
    places: {},
    unreadable: {},
    objects: {},
    vendorKeys: {},
  };
}

export function ikeSa(change: Partial<IkeSa> = {}): IkeSa {
  return {
    id: '1',
    gateway: 'gw-tunnel-x',
    state: 'established',
    version: 2,
    role: 'initiator',
    localAddress: '198.51.100.1',
    localPort: 500,
    peerAddress: '203.0.113.9',
    peerPort: 500,
    localId: null,
    peerId: null,
    initiatorSpi: null,
    responderSpi: null,
    proposal: null,
    natDetected: null,
    establishedAt: '2026-03-01T09:00:00.000Z',
    expiresAt: '2026-03-01T17:00:00.000Z',
    openRequests: [],
    rawState: 'ESTABLISHED',
    ...change,
  };
}

export function childSa(change: Partial<ChildSa> = {}): ChildSa {
  return {
    id: 'c1',
    name: 'tunnel-x',
    state: 'installed',
    beingReplaced: false,
    spiIn: 'c0ffee01',
    spiOut: 'c0ffee02',
    protocol: 'esp',
    mode: 'tunnel',
    udpEncapsulated: false,
    proposal: null,
    local: selectors('10.1.0.0/24'),
    remote: selectors('10.2.0.0/24'),
    installedAt: '2026-03-01T11:30:00.000Z',
    expiresAt: '2026-03-01T12:30:00.000Z',
    counters: counters(),
    rawState: 'INSTALLED',
    ...change,
  };
}

export function counters(
  change: Partial<NonNullable<ChildSa['counters']>> = {},
): NonNullable<ChildSa['counters']> {
  return {
    scope: 'child-sa',
    identity: 'c0ffee01',
    bytesIn: 1000n,
    bytesOut: 2000n,
    packetsIn: 10n,
    packetsOut: 20n,
    lastInAt: null,
    lastOutAt: null,
    errors: { authentication: null, decryption: null, replay: null, lifetime: null },
    acquires: null,
    ...change,
  };
}

export function tunnelLive(change: Partial<TunnelLive> = {}): TunnelLive {
  return {
    tunnel: 'tunnel-x',
    at: '2026-03-01T12:00:00.000Z',
    ike: [ikeSa()],
    children: [childSa()],
    missingChildren: [],
    waitsForTraffic: null,
    monitor: null,
    partial: false,
    mtu: null,
    ...change,
  };
}
