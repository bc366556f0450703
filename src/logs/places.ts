// Where a setting and a log are found, in the words of each vendor.

type Setting =
  | 'peer'
  | 'version'
  | 'mode'
  | 'ike'
  | 'auth'
  | 'psk'
  | 'id'
  | 'nat'
  | 'start'
  | 'esp'
  | 'pfs'
  | 'selectors'
  | 'dpd'
  | 'monitor';

const neutral: Readonly<Record<Setting, string>> = {
  peer: 'the peer address of the gateway',
  version: 'the gateway',
  mode: 'the gateway',
  ike: 'the phase 1 proposal',
  auth: 'the authentication of the gateway',
  psk: 'the gateway',
  id: 'the gateway',
  nat: 'the gateway',
  start: 'start at once',
  esp: 'the phase 2 proposal',
  pfs: 'the phase 2 proposal',
  selectors: 'the traffic selectors',
  dpd: 'the gateway',
  monitor: 'the monitored address',
};

const places: Readonly<Record<string, Readonly<Partial<Record<Setting, string>>>>> = {
  panos: {
    peer: 'Network > IKE Gateways > Peer Address',
    version: 'Network > IKE Gateways > Version',
    mode: 'Network > IKE Gateways > Advanced Options > Exchange Mode',
    ike: 'Network > Network Profiles > IKE Crypto',
    auth: 'Network > IKE Gateways > Authentication',
    psk: 'Network > IKE Gateways > Pre-shared Key',
    id: 'Network > IKE Gateways > Peer Identification',
    nat: 'Network > IKE Gateways > Advanced Options > Enable NAT Traversal',
    start: 'Network > IKE Gateways > Advanced Options > Enable Passive Mode (off)',
    esp: 'Network > Network Profiles > IPSec Crypto',
    pfs: 'Network > Network Profiles > IPSec Crypto > DH Group',
    selectors: 'Network > IPSec Tunnels > Proxy IDs',
    dpd: 'Network > IKE Gateways > Advanced Options',
    monitor: 'Network > IPSec Tunnels > Tunnel Monitor > Destination IP',
  },
  strongswan: {
    peer: 'connections.<conn>.remote_addrs',
    version: 'connections.<conn>.version',
    mode: 'connections.<conn>.aggressive',
    ike: 'connections.<conn>.proposals',
    auth: 'connections.<conn>.local.auth and remote.auth',
    psk: 'secrets.ike-<name>.secret',
    id: 'connections.<conn>.remote.id',
    nat: 'connections.<conn>.encap',
    start: 'children.<child>.start_action = start',
    esp: 'children.<child>.esp_proposals',
    pfs: 'children.<child>.esp_proposals (the DH group)',
    selectors: 'children.<child>.local_ts and remote_ts',
    dpd: 'connections.<conn>.dpd_delay',
  },
  libreswan: {
    peer: 'left= and right=',
    version: 'ikev2=',
    mode: 'aggressive=',
    ike: 'ike=',
    auth: 'authby=',
    psk: 'the secrets file',
    id: 'leftid= and rightid=',
    nat: 'encapsulation=',
    start: 'auto=start',
    esp: 'esp=',
    pfs: 'pfs= and the group in esp=',
    selectors: 'leftsubnet= and rightsubnet=',
    dpd: 'dpddelay= and dpdtimeout=',
  },
  fortios: {
    peer: 'phase1-interface: remote-gw',
    version: 'phase1-interface: ike-version',
    mode: 'phase1-interface: mode',
    ike: 'phase1-interface: proposal and dhgrp',
    auth: 'phase1-interface: authmethod',
    psk: 'phase1-interface: psksecret',
    id: 'phase1-interface: peertype and peerid',
    nat: 'phase1-interface: nattraversal',
    start: 'phase2-interface: auto-negotiate',
    esp: 'phase2-interface: proposal',
    pfs: 'phase2-interface: pfs and dhgrp',
    selectors: 'phase2-interface: src-subnet and dst-subnet',
    dpd: 'phase1-interface: dpd',
  },
  'cisco-asa': {
    peer: 'crypto map … set peer and the tunnel-group',
    version: 'crypto ikev1|ikev2 enable and the tunnel-group',
    ike: 'crypto ikev1|ikev2 policy',
    psk: 'tunnel-group … ipsec-attributes',
    id: 'crypto isakmp identity and peer-id-validate',
    nat: 'crypto isakmp nat-traversal',
    esp: 'crypto ipsec transform-set or ipsec-proposal',
    pfs: 'crypto map … set pfs',
    selectors: 'the access list of crypto map … match address',
    dpd: 'isakmp keepalive',
  },
  'cisco-ios': {
    ike: 'crypto isakmp policy or crypto ikev2 proposal',
    psk: 'crypto isakmp key or crypto ikev2 keyring',
    id: 'crypto ikev2 profile … match identity remote',
    esp: 'crypto ipsec transform-set',
    pfs: 'crypto map … set pfs',
    selectors: 'the access list of the crypto map',
    dpd: 'crypto isakmp keepalive or crypto ikev2 dpd',
  },
  juniper: {
    ike: 'security ike proposal',
    psk: 'security ike policy … pre-shared-key',
    id: 'security ike gateway … remote-identity',
    esp: 'security ipsec proposal',
    pfs: 'security ipsec policy … perfect-forward-secrecy',
    selectors: 'security ipsec vpn … traffic-selector or proxy-identity',
    dpd: 'security ike gateway … dead-peer-detection',
    monitor: 'security ipsec vpn … vpn-monitor',
  },
  mikrotik: {
    ike: '/ip ipsec profile',
    psk: '/ip ipsec identity secret',
    id: '/ip ipsec identity remote-id',
    esp: '/ip ipsec proposal',
    pfs: '/ip ipsec proposal pfs-group',
    selectors: '/ip ipsec policy src-address and dst-address',
    dpd: '/ip ipsec profile dpd-interval',
  },
};

export function settingPlace(vendor: string, name: string): string {
  const setting = name as Setting;
  return places[vendor]?.[setting] ?? neutral[setting] ?? name;
}

/** How the log of a gateway is read, as one tells a colleague at that console. */
const logCommands: Readonly<Record<string, string>> = {
  panos:
    'Monitor > Logs > System with the filter ( subtype eq vpn ), and `less mp-log ikemgr.log` on the command line',
  strongswan: '`journalctl -u strongswan` (or the charon log file) at the default level',
  libreswan: '`journalctl -u ipsec` or the pluto log, and `ipsec status`',
  racoon: 'the racoon lines of syslog',
  fortios:
    '`diagnose vpn ike log filter`, `diagnose debug application ike -1`, `diagnose debug enable`, and Log & Report > System Events > VPN Events',
  'cisco-asa':
    '`debug crypto condition peer ADDRESS`, then `debug crypto ikev1 127` or `debug crypto ikev2 protocol 127`, and `show logging`',
  'cisco-ios': '`debug crypto isakmp` or `debug crypto ikev2`, and `debug crypto ipsec`',
  juniper:
    '`show log kmd` with `set security ike traceoptions flag all`, and `show security ipsec inactive-tunnels`',
  mikrotik: '`/system logging add topics=ipsec,!packet`, then `/log print where topics~"ipsec"`',
  aws: 'the CloudWatch log group of the tunnel (it must be switched on beforehand in the tunnel options)',
  azure: 'the diagnostic setting IKEDiagnosticLog of the gateway, or Network Watcher > VPN troubleshoot',
  google: 'Cloud Logging with resource.type="vpn_gateway"',
  alibaba: 'the log of the IPsec-VPN connection in the VPN Gateway console',
  tencent: 'the log of the VPN tunnel in the console',
  huawei: '`display ike error-info` and the IPSECNEGOFAIL alarms',
};

export function logCommand(vendor: string | null): string {
  return (
    (vendor === null ? undefined : logCommands[vendor]) ??
    'the IKE (VPN) log of that gateway for the same minutes, at the usual detail'
  );
}
