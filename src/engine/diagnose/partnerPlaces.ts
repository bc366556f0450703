// How the products of partners call a setting, for ends that we cannot read; from the vendors' administration guides.

import type { SettingName } from '../../domain/tunnelConfig.js';
import { moreProducts } from './moreProducts.js';

type Words = Readonly<Partial<Record<SettingName, string>>>;

const panos: Words = {
  gateway: 'Network > IKE Gateways',
  'ike.version': 'Network > IKE Gateways > General > Version',
  'ike.exchange-mode': 'Network > IKE Gateways > Advanced Options > IKEv1 > Exchange Mode',
  'ike.peer-address': 'Network > IKE Gateways > General > Peer Address',
  'ike.local-id': 'Network > IKE Gateways > General > Local Identification',
  'ike.peer-id': 'Network > IKE Gateways > General > Peer Identification',
  'ike.auth': 'Network > IKE Gateways > General > Authentication',
  'ike.psk': 'Network > IKE Gateways > General > Pre-shared Key',
  'ike.certificate': 'Network > IKE Gateways > General > Local Certificate and Certificate Profile',
  'ike.proposals': 'Network > Network Profiles > IKE Crypto',
  'ike.lifetime': 'Network > Network Profiles > IKE Crypto > Key Lifetime',
  'ike.dpd': 'Network > IKE Gateways > Advanced Options > Dead Peer Detection or Liveness Check',
  'ike.nat-traversal': 'Network > IKE Gateways > Advanced Options > Enable NAT Traversal',
  'ike.passive': 'Network > IKE Gateways > Advanced Options > Enable Passive Mode',
  'ike.fragmentation': 'Network > IKE Gateways > Advanced Options > Enable Fragmentation',
  'child.proposals': 'Network > Network Profiles > IPSec Crypto',
  'child.pfs': 'Network > Network Profiles > IPSec Crypto > DH Group',
  'child.lifetime': 'Network > Network Profiles > IPSec Crypto > Lifetime',
  'child.selectors': 'Network > IPSec Tunnels > Proxy IDs',
  'child.mode': 'Network > IPSec Tunnels > General > IPSec Mode and IPSec Crypto > IPSec Protocol',
  monitor: 'Network > IPSec Tunnels > General > Tunnel Monitor',
  'monitor.destination': 'Network > IPSec Tunnels > General > Tunnel Monitor > Destination IP',
  'monitor.action': 'Network > Network Profiles > Monitor > Action',
  tunnel: 'Network > IPSec Tunnels',
  'tunnel.interface': 'Network > Interfaces > Tunnel',
  'tunnel.zone': 'Network > Interfaces > Tunnel > Config > Security Zone',
  'tunnel.address': 'Network > Interfaces > Tunnel > IPv4',
  route: 'Network > Virtual Routers > Static Routes',
  policy: 'Policies > Security',
};

const fortios: Words = {
  gateway: 'VPN > IPsec Tunnels (config vpn ipsec phase1-interface)',
  'ike.version': 'Network > IKE version (set ike-version)',
  'ike.exchange-mode': 'Authentication > Mode (set mode)',
  'ike.peer-address': 'Network > Remote Gateway (set remote-gw)',
  'ike.local-id': 'Phase 1 Proposal > Local ID (set localid)',
  'ike.peer-id': 'Authentication > Accept Types, Peer ID (set peertype, set peerid)',
  'ike.auth': 'Authentication > Method (set authmethod)',
  'ike.psk': 'Authentication > Pre-shared Key (set psksecret)',
  'ike.certificate': 'Authentication > Certificate Name (set certificate)',
  'ike.proposals': 'Phase 1 Proposal (set proposal, set dhgrp)',
  'ike.lifetime': 'Phase 1 Proposal > Key Lifetime (set keylife)',
  'ike.dpd': 'Network > Dead Peer Detection (set dpd)',
  'ike.nat-traversal': 'Network > NAT Traversal (set nattraversal)',
  'ike.passive': 'passive-mode of phase1-interface',
  'child.proposals': 'Phase 2 Proposal (set proposal of phase2-interface)',
  'child.pfs': 'Phase 2 Proposal > Enable Perfect Forward Secrecy (set pfs, set dhgrp)',
  'child.lifetime': 'Phase 2 Proposal > Key Lifetime (set keylifeseconds)',
  'child.selectors': 'Phase 2 Selectors > Local Address, Remote Address',
  'child.mode': 'set encapsulation of phase2-interface',
  route: 'Network > Static Routes',
  policy: 'Policy & Objects > Firewall Policy',
};

const ciscoAsa: Words = {
  'ike.version': 'crypto map … set ikev1 or ikev2',
  'ike.peer-address': 'crypto map … set peer',
  'ike.local-id': 'crypto isakmp identity',
  'ike.peer-id': 'peer-id-validate of the tunnel-group',
  'ike.psk': 'pre-shared-key of the tunnel-group',
  'ike.certificate': 'trust-point of the tunnel-group',
  'ike.proposals': 'crypto ikev1 policy or crypto ikev2 policy',
  'ike.dpd': 'isakmp keepalive of the tunnel-group',
  'ike.nat-traversal': 'crypto isakmp nat-traversal',
  'child.proposals': 'crypto ipsec transform-set or ikev2 ipsec-proposal',
  'child.pfs': 'crypto map … set pfs',
  'child.lifetime': 'crypto map … set security-association lifetime',
  'child.selectors': 'the access list of crypto map … match address',
};

const strongswan: Words = {
  gateway: 'connections.<name> of swanctl.conf',
  'ike.version': 'connections.<name>.version',
  'ike.exchange-mode': 'connections.<name>.aggressive',
  'ike.peer-address': 'connections.<name>.remote_addrs',
  'ike.local-id': 'connections.<name>.local.id',
  'ike.peer-id': 'connections.<name>.remote.id',
  'ike.auth': 'connections.<name>.local.auth and remote.auth',
  'ike.psk': 'secrets.ike.secret',
  'ike.certificate': 'connections.<name>.local.certs and remote.cacerts',
  'ike.proposals': 'connections.<name>.proposals',
  'ike.lifetime': 'connections.<name>.rekey_time',
  'ike.dpd': 'connections.<name>.dpd_delay',
  'ike.nat-traversal': 'connections.<name>.encap',
  'ike.fragmentation': 'connections.<name>.fragmentation',
  'child.proposals': 'connections.<name>.children.<child>.esp_proposals',
  'child.pfs': 'the DH group in connections.<name>.children.<child>.esp_proposals',
  'child.lifetime': 'connections.<name>.children.<child>.rekey_time',
  'child.selectors': 'connections.<name>.children.<child>.local_ts and remote_ts',
  'child.mode': 'connections.<name>.children.<child>.mode',
  'child.start': 'connections.<name>.children.<child>.start_action',
};

const byVendor: Readonly<Record<string, Words>> = {
  panos,
  fortios,
  'cisco-asa': ciscoAsa,
  strongswan,
  ...moreProducts,
};

/** The words of a product, or null when we do not know them. */
export function partnerPlace(vendor: string, setting: SettingName): string | null {
  return byVendor[vendor.toLowerCase()]?.[setting] ?? null;
}
