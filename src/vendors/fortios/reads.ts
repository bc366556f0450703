// Every request as data; what is not here cannot be sent.

import { liveReads } from './readsLive.js';
import { fields, type ReadTemplate } from './readTemplate.js';

/** Without `psksecret`, `psksecret-remote`, `ppk-secret`, `authpasswd` and `group-authentication-secret`. */
const phase1Fields = fields(
  ...['name', 'type', 'interface', 'ip-version', 'ike-version', 'local-gw', 'local-gw6', 'remote-gw'],
  ...['remote-gw6', 'remotegw-ddns', 'keylife', 'certificate', 'authmethod', 'authmethod-remote', 'mode'],
  ...['peertype', 'peerid', 'proposal', 'dhgrp', 'localid', 'localid-type', 'nattraversal', 'dpd'],
  ...['dpd-retrycount', 'dpd-retryinterval', 'passive-mode', 'auto-negotiate', 'fragmentation', 'ppk'],
  ...['network-overlay', 'network-id', 'aggregate-member', 'comments', 'auto-discovery-sender'],
  ...['auto-discovery-receiver', 'npu-offload', 'idle-timeout', 'transport'],
);

const sideFields = ['subnet', 'subnet6', 'start-ip', 'end-ip', 'name', 'start-ip6', 'end-ip6', 'name6'];
const phase2Fields = fields(
  ...['name', 'phase1name', 'proposal', 'pfs', 'dhgrp', 'keylife-type', 'keylifeseconds', 'keylifekbs'],
  ...['auto-negotiate', 'keepalive', 'encapsulation', 'protocol', 'src-port', 'dst-port', 'comments'],
  ...['src', 'dst'].flatMap((side) => ['addr-type', ...sideFields].map((what) => `${side}-${what}`)),
);

const addressFields = fields('name', 'type', 'subnet', 'start-ip', 'end-ip');
const interfaceFields = fields('name', 'vdom', 'ip', 'status', 'type', 'interface', 'mtu', 'mtu-override');

export const reads = {
  status: { path: 'monitor/system/status', right: 'any', basis: 'captured' },
  time: { path: 'monitor/system/time', right: 'sysgrp.cfg', basis: 'captured' },
  state: { path: 'monitor/web-ui/state', right: 'any', basis: 'captured' },
  'ha-config': {
    path: 'cmdb/system/ha',
    query: fields('mode', 'group-name', 'group-id'),
    right: 'sysgrp.cfg',
    basis: 'captured',
  },
  'ha-checksums': { path: 'monitor/system/ha-checksums', right: 'sysgrp.cfg', basis: 'captured' },
  phase1: {
    path: 'cmdb/vpn.ipsec/phase1-interface',
    query: phase1Fields,
    right: 'vpngrp',
    basis: 'documented',
  },
  phase2: {
    path: 'cmdb/vpn.ipsec/phase2-interface',
    query: phase2Fields,
    right: 'vpngrp',
    basis: 'documented',
  },
  addresses: {
    path: 'cmdb/firewall/address',
    query: addressFields,
    right: 'fwgrp.address',
    basis: 'documented',
  },
  'address-groups': {
    path: 'cmdb/firewall/addrgrp',
    query: fields('name', 'member'),
    right: 'fwgrp.address',
    basis: 'documented',
  },
  addresses6: {
    path: 'cmdb/firewall/address6',
    query: fields('name', 'type', 'ip6', 'start-ip', 'end-ip'),
    right: 'fwgrp.address',
    basis: 'documented',
  },
  'address-groups6': {
    path: 'cmdb/firewall/addrgrp6',
    query: fields('name', 'member'),
    right: 'fwgrp.address',
    basis: 'documented',
  },
  interfaces: {
    path: 'cmdb/system/interface',
    query: interfaceFields,
    right: 'netgrp.cfg',
    basis: 'documented',
  },
  'static-routes': {
    path: 'cmdb/router/static',
    query: fields('seq-num', 'dst', 'dstaddr', 'device', 'status', 'sdwan-zone', 'sdwan'),
    right: 'netgrp.route-cfg',
    basis: 'documented',
  },
  'link-monitors': {
    path: 'cmdb/system/link-monitor',
    query: fields(...['name', 'srcintf', 'server', 'interval', 'failtime', 'status', 'update-static-route']),
    right: 'sysgrp.cfg',
    basis: 'documented',
  },
  sdwan: {
    path: 'cmdb/system/sdwan',
    query: fields('status', 'members', 'health-check'),
    right: 'netgrp.cfg',
    basis: 'documented',
  },
  aggregates: {
    path: 'cmdb/system/ipsec-aggregate',
    query: fields('name', 'member', 'algorithm'),
    right: 'sysgrp.cfg',
    basis: 'documented',
  },
  ipsec: { path: 'monitor/vpn/ipsec', right: 'vpngrp', basis: 'captured' },
  'ipsec-of': {
    path: 'monitor/vpn/ipsec',
    query: { tunnel: '{tunnel}' },
    right: 'vpngrp',
    basis: 'captured',
  },
  ...liveReads,
} as const satisfies Readonly<Record<string, ReadTemplate>>;

export type ReadName = keyof typeof reads;
