// Where the log of each vendor's gateway is found.

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
