// The rows of the parameter sheet, section by section, from the configuration of our end.

import type { TunnelDeclaration } from '../../domain/evidence.js';
import { type Identity, identityText } from '../../domain/identity.js';
import type { Proposal } from '../../domain/proposal.js';
import { isAny, selectorText } from '../../domain/selector.js';
import { isAead, transformText } from '../../domain/transforms.js';
import type { ChildConfig, IkeGatewayConfig, TunnelConfig } from '../../domain/tunnelConfig.js';
import type { RowKind, SheetRow, SheetSection } from './sheet.js';

const notTold = 'not readable on our device';

function row(
  section: SheetSection,
  id: string,
  parameter: string,
  kind: RowKind,
  ours: string,
  yours = ours,
  remark = '',
): SheetRow {
  return { id, section, parameter, ours, yours, kind, remark, seen: null };
}

export function contactRows(declared: TunnelDeclaration): SheetRow[] {
  return [
    row('Contacts', 'contact.ours', 'Contact on our side', 'free', declared.owner ?? '', ''),
    row('Contacts', 'contact.yours', 'Contact on your side', 'free', '', declared.partner?.contact ?? ''),
    row(
      'Contacts',
      'vendor.yours',
      'Product on your side',
      'free',
      '',
      declared.partner?.vendor ?? '',
      'vendor and version',
    ),
  ];
}

export function gatewayRows(ike: IkeGatewayConfig): SheetRow[] {
  const ourAddress = ike.localAddress ?? notTold;
  const peer =
    ike.peer === null
      ? notTold
      : ike.peer.kind === 'address'
        ? ike.peer.address
        : ike.peer.kind === 'fqdn'
          ? ike.peer.name
          : 'dynamic';
  return [
    row(
      'Gateways',
      'gateway.ours',
      'Address of our gateway',
      'address',
      ourAddress,
      ourAddress,
      'your peer address; the public one if NAT is in between',
    ),
    row(
      'Gateways',
      'gateway.yours',
      'Address of your gateway',
      'address',
      peer,
      peer,
      'your local address; the public one if NAT is in between',
    ),
  ];
}

export function phaseOneRows({ ike, vendor }: Pick<TunnelConfig, 'ike' | 'vendor'>): SheetRow[] {
  const proposals = ike.proposals;
  const version =
    ike.version === null
      ? notTold
      : ike.version === 'ikev2-preferred'
        ? 'IKEv2 (IKEv1 also accepted)'
        : ike.version === 'any'
          ? 'IKEv2 or IKEv1'
          : ike.version === 'ikev2'
            ? 'IKEv2'
            : 'IKEv1';
  const auth = ike.auth === null ? notTold : ike.auth === 'psk' ? 'pre-shared key' : ike.auth;
  return [
    row('Phase 1 (IKE)', 'ike.version', 'IKE version', 'version', version),
    ...(ike.version === 'ikev1'
      ? [row('Phase 1 (IKE)', 'ike.mode', 'Exchange mode', 'text', ike.exchangeMode ?? notTold)]
      : []),
    row(
      'Phase 1 (IKE)',
      'ike.auth',
      'Authentication',
      'text',
      auth,
      auth,
      ike.auth === 'psk' ? 'the key itself goes by another, safe way; never on this sheet' : '',
    ),
    row('Phase 1 (IKE)', 'ike.encryption', 'Encryption', 'transforms', lists(proposals, 'encryption')),
    row(
      'Phase 1 (IKE)',
      'ike.integrity',
      'Integrity (hash)',
      'transforms',
      lists(proposals, 'integrity'),
      undefined,
      aeadRemark(proposals),
    ),
    row(
      'Phase 1 (IKE)',
      'ike.prf',
      'PRF',
      'transforms',
      prfs(ike, vendor),
      undefined,
      'follows the hash where it is no setting of its own',
    ),
    row('Phase 1 (IKE)', 'ike.dh', 'DH group', 'transforms', lists(proposals, 'dh')),
    row(
      'Phase 1 (IKE)',
      'ike.lifetime',
      'Lifetime',
      'seconds',
      seconds(ike.lifetimeSeconds),
      seconds(ike.lifetimeSeconds),
      ike.version === 'ikev1'
        ? 'with IKEv1 both ends negotiate it, and some refuse a longer one'
        : 'with IKEv2 a difference is no fault; the shorter one rekeys first',
    ),
    row(
      'Phase 1 (IKE)',
      'ike.post-quantum',
      'Post-quantum key (RFC 8784) or hybrid exchange (RFC 9370)',
      'text',
      ike.postQuantum ?? notTold,
    ),
  ];
}

export function identityRows(ike: IkeGatewayConfig): SheetRow[] {
  const ours = ike.localId ? identityText(ike.localId) : addressId(ike.localAddress);
  const peerAddress = ike.peer?.kind === 'address' ? ike.peer.address : null;
  const yours = ike.peerId ? identityText(ike.peerId) : addressId(peerAddress);
  return [
    row(
      'Identification',
      'id.ours',
      'Our identification',
      'identity',
      ours,
      ours,
      'what your side must expect as the remote ID',
    ),
    row(
      'Identification',
      'id.yours',
      'Your identification',
      'identity',
      yours,
      yours,
      'what your side must send as its local ID',
    ),
  ];
}

function addressId(address: string | null): string {
  if (address === null) return notTold;
  const identity: Identity = { type: address.includes(':') ? 'ipv6' : 'ipv4', value: address };
  return identityText(identity);
}

export function phaseTwoRows(child: ChildConfig, config: TunnelConfig): SheetRow[] {
  const pfs =
    child.pfs === null ? notTold : child.pfs.length === 0 ? 'off' : child.pfs.map(transformText).join(', ');
  return [
    row(
      'Phase 2 (IPsec)',
      'esp.protocol',
      'Protocol and mode',
      'text',
      `${(child.protocol ?? 'esp').toUpperCase()}, ${child.mode ?? 'tunnel'} mode`,
    ),
    row(
      'Phase 2 (IPsec)',
      'esp.encryption',
      'Encryption',
      'transforms',
      lists(child.proposals, 'encryption'),
    ),
    row(
      'Phase 2 (IPsec)',
      'esp.integrity',
      'Authentication (hash)',
      'transforms',
      lists(child.proposals, 'integrity'),
      undefined,
      aeadRemark(child.proposals),
    ),
    row(
      'Phase 2 (IPsec)',
      'esp.pfs',
      'PFS (DH group)',
      'group',
      pfs,
      pfs,
      config.ike.version === 'ikev1' ? '' : 'with IKEv2 a difference shows only at the first rekey',
    ),
    row('Phase 2 (IPsec)', 'esp.lifetime', 'Lifetime', 'seconds', seconds(child.lifetimeSeconds)),
    row(
      'Phase 2 (IPsec)',
      'esp.lifesize',
      'Lifetime by volume',
      'text',
      child.lifetimeKilobytes === null ? 'none' : `${child.lifetimeKilobytes} kilobytes`,
    ),
  ];
}

export function networkRows(children: readonly ChildConfig[], routed: readonly string[] | null): SheetRow[] {
  const anyToAny = children.every((child) => [...child.local, ...child.remote].every(isAny));
  const led = anyToAny && routed && routed.length > 0 ? routed : null;
  return [...routedRows(led), ...selectorRows(children)];
}

/** A route-based tunnel selects any to any; what it carries is what is routed into it. */
function routedRows(routed: readonly string[] | null): SheetRow[] {
  if (routed === null) return [];
  const remark = 'what we route into the tunnel; the selectors below are any to any';
  const networks = routed.join(', ');
  return [row('Networks', 'net.routed', 'Networks on your side', 'networks', networks, networks, remark)];
}

function selectorRows(children: readonly ChildConfig[]): SheetRow[] {
  return children.flatMap((child, index) => {
    const ours = child.local.map(selectorText).join(', ');
    const yours = child.remote.map(selectorText).join(', ');
    const remark = child.name === '' ? '' : `our name: ${child.name}`;
    return [
      row(
        'Networks',
        `net.${index + 1}.local`,
        `Your network ${index + 1} (your local, our remote)`,
        'networks',
        yours,
        yours,
        remark,
      ),
      row(
        'Networks',
        `net.${index + 1}.remote`,
        `Our network ${index + 1} (your remote, our local)`,
        'networks',
        ours,
        ours,
        remark,
      ),
    ];
  });
}

export function upkeepRows(config: TunnelConfig): SheetRow[] {
  const { ike, monitor } = config;
  const natTraversal = ike.natTraversal === null ? notTold : ike.natTraversal === 'off' ? 'off' : 'on';
  const dpd =
    ike.dpd === null
      ? notTold
      : ike.dpd.enabled
        ? `on${ike.dpd.intervalSeconds === null ? '' : `, every ${ike.dpd.intervalSeconds} s`}`
        : 'off';
  const starts =
    ike.passive === null
      ? notTold
      : ike.passive
        ? 'your side starts (ours is passive)'
        : 'either side starts';
  const watched = monitor?.enabled && monitor.destination ? monitor.destination : '';
  return [
    row(
      'Keeping it up',
      'nat-t',
      'NAT traversal',
      'yes-no',
      natTraversal,
      natTraversal,
      'the same on both ends; UDP 4500 must pass',
    ),
    row(
      'Keeping it up',
      'dpd',
      'Dead peer detection',
      'yes-no',
      dpd,
      dpd === 'off' ? 'on' : dpd,
      'important tunnels want it on both ends',
    ),
    row('Keeping it up', 'starts', 'Who starts', 'free', starts),
    row(
      'Keeping it up',
      'monitor',
      'Address on your side that must answer ping',
      'address',
      watched,
      watched,
      watched === '' ? 'none is monitored' : 'our side takes action when it stops answering',
    ),
  ];
}

/** Members over all proposals, in order of preference, each once. */
function lists(proposals: readonly Proposal[] | null, type: 'encryption' | 'integrity' | 'dh'): string {
  if (proposals === null) return notTold;
  const names = [...new Set(proposals.flatMap((proposal) => proposal[type]))];
  return names.length === 0 ? 'none' : names.map(transformText).join(', ');
}

/** A cipher that authenticates needs no hash of its own. */
function aeadRemark(proposals: readonly Proposal[] | null): string {
  const aead = [...new Set((proposals ?? []).flatMap(({ encryption }) => encryption.filter(isAead)))];
  return aead.length === 0 ? '' : `${aead.map(transformText).join(', ')} authenticates by itself: no hash`;
}

/** PAN-OS has no setting for it: the hash, and with AES-GCM the group decides (help of IKE Crypto: 20 sha384, 21 sha512, else sha256). */
function prfs(ike: IkeGatewayConfig, vendor: string): string {
  if (ike.proposals === null) return notTold;
  const names = ike.proposals.flatMap(({ prf, integrity, encryption, dh }) => {
    if (prf.length > 0) return prf;
    const byHash = integrity.filter((name) => name !== 'none');
    const byGroup = vendor === 'panos' && encryption.some(isAead) ? dh.map(hashOfGroup) : [];
    return [...byHash, ...byGroup];
  });
  return names.length === 0 ? notTold : [...new Set(names)].join(', ');
}

function hashOfGroup(group: string): string {
  return ({ group20: 'sha384', group21: 'sha512' } as Readonly<Record<string, string>>)[group] ?? 'sha256';
}

function seconds(value: number | null): string {
  return value === null ? notTold : `${value} s`;
}
