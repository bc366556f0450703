// What the IKE daemon holds → configurations, for firewalls whose configuration we may not read; much stays unknown and says so.

import { addressNumber, readSelector } from '../../domain/selector.js';
import { readDhGroupName } from '../../domain/transforms.js';
import type { ChildConfig, IkeGatewayConfig, SettingName, TunnelConfig } from '../../domain/tunnelConfig.js';
import { placesOf } from '../../products/words.js';
import { normalizeIdentity } from './normalizeGateway.js';
import { normalizeIkeProfile, normalizeIpsecProfile } from './normalizeProposal.js';
import type { FlowWords } from './parseFlow.js';
import type { RuntimeGatewayWords, RuntimeTunnelWords } from './parseRuntime.js';

const why = 'The role of the API user may not read the configuration; the IKE daemon does not tell this.';
const untold: readonly SettingName[] = [
  'ike.exchange-mode',
  'ike.dpd',
  'ike.passive',
  'ike.fragmentation',
  'monitor',
];

/**
 * Rows with the same tunnel interface are the proxy IDs of one tunnel, whose name is what stands before the first colon: without the
 * configuration nothing better is known.
 */
export function normalizeRuntime(
  device: string,
  rows: readonly RuntimeTunnelWords[],
  gateways: readonly RuntimeGatewayWords[],
  flows: readonly FlowWords[],
): readonly TunnelConfig[] {
  const groups = new Map<string, RuntimeTunnelWords[]>();
  for (const row of rows) {
    const inside = flows.find((flow) => flow.id !== null && flow.id === row.id)?.innerInterface ?? null;
    const key = `${row.gateway}\n${inside ?? row.name}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const inside = flows.find((flow) => flow.id !== null && flow.id === first.id)?.innerInterface ?? null;
    const gateway = gateways.find((candidate) => candidate.name === first.gateway) ?? null;
    return [tunnelOf(device, first.name.split(':')[0] ?? first.name, group, first.gateway, gateway, inside)];
  });
}

function tunnelOf(
  device: string,
  name: string,
  group: readonly RuntimeTunnelWords[],
  gatewayName: string,
  gateway: RuntimeGatewayWords | null,
  inside: string | null,
): TunnelConfig {
  const ike = gatewayOf(gatewayName, gateway);
  const unreadable: Partial<Record<SettingName, string>> = Object.fromEntries(
    untold.map((setting) => [setting, why]),
  );
  if (ike.proposals === null) unreadable['ike.proposals'] = why;
  if (ike.auth === null) unreadable['ike.auth'] = why;
  const objects = {
    tunnel: name,
    gateway: gatewayName,
    interface: inside,
  };
  return {
    device,
    vendor: 'panos',
    tunnel: name,
    disabled: null,
    ike,
    children: group.map((row) => childOf(name, row)),
    interface: inside,
    routed: null,
    monitor: null,
    managedBy: null,
    comment: null,
    places: placesOf('panos', { names: objects, ikeVersion: gateway?.version === 1 ? 1 : 2 }),
    objects,
    unreadable,
    fromRuntime: true,
    vendorKeys: { gateway: gatewayName, source: 'runtime' },
  };
}

function gatewayOf(name: string, gateway: RuntimeGatewayWords | null): IkeGatewayConfig {
  const crypto =
    gateway === null || gateway.enc.length === 0
      ? null
      : normalizeIkeProfile({
          name,
          dh: gateway.dh,
          encryption: gateway.enc,
          hash: gateway.hash,
          lifetimeSeconds: gateway.lifeSeconds,
        }).proposal;
  const auth = gateway?.auth?.toUpperCase().startsWith('PSK') ? 'psk' : gateway?.auth ? 'certificate' : null;
  const peer = identityIn(gateway?.peer ?? null);
  const local = identityIn(gateway?.local ?? null);
  return {
    name,
    disabled: null,
    version: gateway === null || gateway.version === null ? null : gateway.version === 1 ? 'ikev1' : 'ikev2',
    exchangeMode: null,
    localAddress: local.address,
    localInterface: null,
    peer: peer.address === null ? null : { kind: 'address', address: peer.address },
    localId: local.identity,
    peerId: peer.identity,
    auth,
    peerAuth: auth,
    proposals: crypto === null ? null : [crypto],
    lifetimeSeconds: gateway?.lifeSeconds ?? null,
    dpd: null,
    natTraversal:
      gateway?.natTraversal === null || gateway === null ? null : gateway.natTraversal ? 'on' : 'off',
    passive: null,
    fragmentation: null,
    certificate: null,
    idMayDifferFromCertificate: null,
    postQuantum: null,
  };
}

/** `203.0.113.60(fqdn:peer.example)`. */
function identityIn(printed: string | null): {
  address: string | null;
  identity: IkeGatewayConfig['peerId'];
} {
  const found = /^([^(]*)\((\w+):(.*)\)$/.exec(printed ?? '');
  const address = (found?.[1] ?? printed ?? '').trim();
  return {
    address: addressNumber(address) && address !== '0.0.0.0' ? address : null,
    identity: found ? normalizeIdentity({ type: found[2] ?? '', id: found[3] ?? '' }) : null,
  };
}

function childOf(tunnel: string, row: RuntimeTunnelWords): ChildConfig {
  const group = row.dh === null ? null : readDhGroupName(row.dh);
  const protocol = row.proto?.toLowerCase() === 'ah' ? 'ah' : 'esp';
  const proposal = normalizeIpsecProfile({
    name: row.name,
    protocol,
    encryption: row.enc,
    authentication: row.hash,
    dh: group ?? 'no-pfs',
    lifetimeSeconds: row.lifeSeconds,
    lifesizeKilobytes: null,
  }).proposal;
  const local = readSelector(row.local ?? '');
  const remote = readSelector(row.remote ?? '');
  return {
    name: row.name.startsWith(`${tunnel}:`) ? row.name.slice(tunnel.length + 1) : row.name,
    local: local ? [local] : [],
    remote: remote ? [remote] : [],
    proposals: proposal === null ? null : [proposal],
    // An empty group is "no PFS" here, or a version that does not print it.
    pfs: group === null ? null : [group],
    protocol,
    mode: null,
    lifetimeSeconds: row.lifeSeconds,
    lifetimeKilobytes: null,
    start: null,
  };
}
