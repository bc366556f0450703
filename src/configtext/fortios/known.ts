// Which settings of FortiOS's phases are read, and which say nothing about what the two ends must agree on.

export const readPhase1: ReadonlySet<string> = new Set([
  ...['type', 'interface', 'ip-version', 'ike-version', 'local-gw', 'local-gw6', 'remote-gw', 'remote-gw6'],
  ...['remotegw-ddns', 'keylife', 'certificate', 'authmethod', 'authmethod-remote', 'mode', 'peertype'],
  ...['peerid', 'proposal', 'dhgrp', 'localid', 'localid-type', 'nattraversal', 'dpd', 'dpd-retrycount'],
  ...['dpd-retryinterval', 'passive-mode', 'fragmentation', 'psksecret', 'psksecret-remote', 'ppk'],
]);

export const ignoredPhase1: ReadonlySet<string> = new Set([
  ...['comments', 'net-device', 'wizard-type', 'add-route', 'distance', 'priority', 'default-gw', 'uuid'],
  ...['default-gw-priority', 'tunnel-search', 'monitor', 'monitor-min', 'monitor-hold-down-type'],
  ...['monitor-hold-down-delay', 'monitor-hold-down-weekday', 'monitor-hold-down-time', 'aggregate-member'],
  ...[
    'aggregate-weight',
    'npu-offload',
    'auto-discovery-sender',
    'auto-discovery-receiver',
    'auto-negotiate',
  ],
  ...['auto-discovery-forwarder', 'auto-discovery-psk', 'auto-discovery-shortcuts', 'exchange-interface-ip'],
  ...['exchange-ip-addr4', 'exchange-ip-addr6', 'inbound-dscp-copy', 'keepalive', 'negotiate-timeout'],
  ...['fragmentation-mtu', 'send-cert-chain', 'idle-timeout', 'idle-timeoutinterval'],
  ...['link-cost', 'color'],
  ...['include-local-lan', 'save-password', 'client-auto-negotiate', 'client-keep-alive'],
  ...['loopback-asymroute', 'ha-sync-esp-seqno'],
  ...['acct-verify', 'ppk-secret'],
  ...['banner', 'forticlient-enforcement'],
  ...['packet-redistribution'],
]);

export const readPhase2: ReadonlySet<string> = new Set([
  ...[
    'phase1name',
    'proposal',
    'pfs',
    'dhgrp',
    'keylife-type',
    'keylifeseconds',
    'keylifekbs',
    'auto-negotiate',
  ],
  ...['encapsulation', 'protocol', 'src-port', 'dst-port'],
  ...['src', 'dst'].flatMap((side) =>
    ['addr-type', 'subnet', 'subnet6', 'start-ip', 'end-ip', 'name', 'start-ip6', 'end-ip6', 'name6'].map(
      (what) => `${side}-${what}`,
    ),
  ),
]);

export const ignoredPhase2: ReadonlySet<string> = new Set([
  ...[
    'comments',
    'keepalive',
    'replay',
    'add-route',
    'inbound-dscp-copy',
    'auto-discovery-sender',
    'dhcp-ipsec',
  ],
  ...['auto-discovery-forwarder', 'route-overlap', 'ipv4-df', 'diffserv', 'diffservcode'],
  ...['uuid'],
]);
