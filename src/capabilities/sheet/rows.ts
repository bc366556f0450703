// The rows of the sheet around the phases: contacts, gateways, identities, networks, and what keeps the tunnel up.

import type { TunnelDeclaration } from '../../domain/evidence.js';
import { type Identity, identityText } from '../../domain/identity.js';
import { isAny, selectorText } from '../../domain/selector.js';
import type { ChildConfig, IkeGatewayConfig, TunnelConfig } from '../../domain/tunnelConfig.js';
import type { SheetRow } from './form.js';
import { notTold, row } from './row.js';

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

export function networkRows(children: readonly ChildConfig[], routed: readonly string[] | null): SheetRow[] {
  const anyToAny = children.every((child) => [...child.local, ...child.remote].every(isAny));
  return [...(anyToAny ? routedRows(routed) : []), ...selectorRows(children)];
}

/** A route-based tunnel selects any to any; what it carries is what each end routes into it. */
function routedRows(routed: readonly string[] | null): SheetRow[] {
  const yours = routed === null ? notTold : routed.length === 0 ? 'none' : routed.join(', ');
  return [
    row(
      'Networks',
      'net.routed',
      'Networks on your side',
      'networks',
      yours,
      yours,
      'what static routes on our device lead into the tunnel; the selectors below are any to any',
    ),
    row(
      'Networks',
      'net.routed.ours',
      'Networks on our side, for your routes',
      'networks',
      notTold,
      notTold,
      'our people fill it in: no device tells which of its networks may use a route-based tunnel',
    ),
  ];
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
