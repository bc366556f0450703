// `cmdb/vpn.ipsec/phase1-interface` and `phase2-interface` of a simulated FortiGate.
// Names and defaults of the fields are the documented ones of 7.4; no capture of these tables is public.
import type { Device } from '../device/device.js';
import { isMarked } from '../model/apply-fault.js';
import { type EndSpec, lifetimeSeconds } from '../model/spec.js';
import { configuredSubnet, groupNumber, phase1Proposal, phase2Proposal } from './algorithms.js';
import { type Entry, namesOf } from './entry.js';
import { endsOf, type World } from './world.js';

const enabled = (value: boolean) => (value ? 'enable' : 'disable');

/** Stands where the key is; a device prints it encrypted, and the simulator holds none. */
const KEY = 'ENC XXXXXXXX';

const ANY_TO_ANY = { local: '0.0.0.0/0', remote: '0.0.0.0/0' };

const IDENTITY_TYPES: Readonly<Record<string, string>> = {
  ipaddr: 'address',
  fqdn: 'fqdn',
  ufqdn: 'user-fqdn',
  keyid: 'keyid',
  dn: 'asn1dn',
};

export function phase1Entries(world: World): Entry[] {
  return endsOf(world).flatMap(({ end, config }) => {
    const entry = phase1Entry(world.device, config);
    const twice = isMarked(end.pair.state.effective, 'duplicate-peer', end.side);
    const copy = `${config.gateway.name}-dup`;
    return twice ? [entry, { ...entry, q_origin_key: copy, name: copy }] : [entry];
  });
}

export function phase1Entry(device: Device, { gateway, ikeCrypto }: EndSpec): Entry {
  const { authentication, localId, peerId, dpd } = gateway;
  const isDynamic = gateway.peerAddress === 'dynamic';
  const first = device.ends[0];
  const mainAddress = first && device.config(first).gateway.localAddress;
  const group = ikeCrypto.dhGroup.map(groupNumber).join(' ');
  return {
    q_origin_key: gateway.name,
    name: gateway.name,
    type: isDynamic ? 'dynamic' : 'static',
    interface: device.outsideInterface,
    'ip-version': '4',
    'ike-version': gateway.version === 'ikev1' ? '1' : '2',
    'local-gw': gateway.localAddress === mainAddress ? '0.0.0.0' : gateway.localAddress,
    'remote-gw': isDynamic ? '0.0.0.0' : gateway.peerAddress,
    'remotegw-ddns': '',
    keylife: lifetimeSeconds(ikeCrypto.lifetime),
    certificate: authentication.method === 'certificate' ? namesOf(authentication.certificate) : [],
    authmethod: authentication.method === 'certificate' ? 'signature' : 'psk',
    'authmethod-remote': '',
    mode: gateway.exchangeMode === 'aggressive' ? 'aggressive' : 'main',
    peertype: peerId === undefined ? 'any' : 'one',
    peerid: peerId?.id ?? '',
    'mode-cfg': 'disable',
    proposal: phase1Proposal(ikeCrypto.encryption, ikeCrypto.hash),
    dhgrp: group,
    localid: localId?.id ?? '',
    'localid-type': localId === undefined ? 'auto' : (IDENTITY_TYPES[localId.type] ?? 'auto'),
    'auto-negotiate': 'enable',
    'negotiate-timeout': 30,
    fragmentation: enabled(gateway.fragmentation),
    'fragmentation-mtu': 1200,
    dpd: dpd.enabled ? 'on-demand' : 'disable',
    'dpd-retrycount': dpd.retries,
    'dpd-retryinterval': String(dpd.intervalSeconds),
    comments: gateway.comment ?? '',
    psksecret: authentication.method === 'pre-shared-key' ? KEY : '',
    keepalive: 10,
    nattraversal: enabled(gateway.natTraversal),
    rekey: 'enable',
    reauth: 'disable',
    'idle-timeout': 'disable',
    'passive-mode': enabled(gateway.passive),
    'network-overlay': 'disable',
    'network-id': 0,
    'net-device': 'disable',
    'add-route': 'enable',
    'aggregate-member': 'disable',
    'auto-discovery-sender': 'disable',
    'auto-discovery-receiver': 'disable',
    ppk: 'disable',
    transport: 'udp',
    'npu-offload': 'enable',
    'wizard-type': 'custom',
  };
}

export function phase2Entries(world: World): Entry[] {
  return endsOf(world).flatMap(({ config }) =>
    phase2Names(config).map((_, index) => phase2Entry(config, index)),
  );
}

/** Names of the phases 2 of an end; one that carries any to any has the name of its phase 1. */
export function phase2Names({ tunnel }: EndSpec): string[] {
  return tunnel.proxyIds.length === 0 ? [tunnel.name] : tunnel.proxyIds.map(({ name }) => name);
}

export function phase2Entry(config: EndSpec, index: number): Entry {
  const { gateway, ipsecCrypto } = config;
  const { local, remote } = config.tunnel.proxyIds[index] ?? ANY_TO_ANY;
  const name = phase2Names(config)[index] ?? '';
  const pfs = ipsecCrypto.dhGroup !== 'no-pfs';
  return {
    q_origin_key: name,
    name,
    phase1name: gateway.name,
    'dhcp-ipsec': 'disable',
    proposal: phase2Proposal(ipsecCrypto.encryption, ipsecCrypto.authentication),
    pfs: enabled(pfs),
    dhgrp: pfs ? groupNumber(ipsecCrypto.dhGroup) : '14',
    replay: enabled(config.tunnel.antiReplay),
    keepalive: 'disable',
    // As it is by default: the tunnel comes up when traffic asks for it.
    'auto-negotiate': 'disable',
    'add-route': 'phase1',
    'keylife-type': 'seconds',
    keylifeseconds: lifetimeSeconds(ipsecCrypto.lifetime),
    keylifekbs: 5120,
    encapsulation: 'tunnel-mode',
    comments: '',
    'initiator-ts-narrow': 'disable',
    'single-source': 'disable',
    'route-overlap': 'use-new',
    protocol: 0,
    ...addresses('src', local, config.tunnel.namesObjects === true ? `${name}_local` : null),
    ...addresses('dst', remote, config.tunnel.namesObjects === true ? `${name}_remote` : null),
  };
}

/** @param object the address object that stands for the network, null where it is written out */
function addresses(prefix: 'src' | 'dst', network: string, object: string | null): Entry {
  return {
    [`${prefix}-addr-type`]: object === null ? 'subnet' : 'name',
    [`${prefix}-subnet`]: object === null ? configuredSubnet(network) : '0.0.0.0 0.0.0.0',
    [`${prefix}-start-ip`]: '0.0.0.0',
    [`${prefix}-end-ip`]: '0.0.0.0',
    [`${prefix}-name`]: object ?? '',
    [`${prefix}-port`]: 0,
  };
}

/** `cmdb/firewall/address`: the objects that phases 2 and local-in policies name. */
export function addressEntries(world: World): Entry[] {
  const object = (name: string, network: string): Entry => ({
    q_origin_key: name,
    name,
    type: 'ipmask',
    subnet: configuredSubnet(network),
    'start-ip': configuredSubnet(network).split(' ')[0] ?? '',
    'end-ip': configuredSubnet(network).split(' ')[1] ?? '',
    comment: '',
  });
  return endsOf(world).flatMap(({ config: { tunnel, gateway } }) => [
    ...(tunnel.namesObjects === true
      ? tunnel.proxyIds.flatMap(({ name, local, remote }) => [
          object(`${name}_local`, local),
          object(`${name}_remote`, remote),
        ])
      : []),
    // The local-in policy that drops IKE names the peer.
    ...(tunnel.policyAllowsIke ? [] : [object(`${gateway.name}-peer`, `${gateway.peerAddress}/32`)]),
  ]);
}
