// Where each setting is found in the PAN-OS web interface, with the object's own name.

import type { SettingName } from '../../domain/tunnelConfig.js';

export interface PlaceNames {
  readonly tunnel: string;
  readonly gateway: string | null;
  readonly ikeProfile: string | null;
  readonly ipsecProfile: string | null;
  readonly monitorProfile: string | null;
  readonly interface: string | null;
  readonly router: string | null;
  /** The only proxy ID, when there is exactly one. */
  readonly proxyId: string | null;
  readonly ikev1: boolean;
  /** Panorama's template; then the place is there and not on the firewall. */
  readonly template: string | null;
}

export function placesOf(names: PlaceNames): Readonly<Partial<Record<SettingName, string>>> {
  const prefix = names.template === null ? '' : `Panorama (template ${names.template}) > `;
  const at = (...path: readonly string[]): string => `${prefix}${path.join(' > ')}`;
  const tunnel = (...path: readonly string[]): string =>
    at('Network', 'IPSec Tunnels', names.tunnel, ...path);
  const { interface: inside, router } = names;
  return {
    tunnel: tunnel(),
    'tunnel.interface': tunnel('General', 'Tunnel Interface'),
    'child.selectors': tunnel('Proxy IDs', ...(names.proxyId === null ? [] : [names.proxyId])),
    'child.mode': tunnel('General', 'IPSec Mode'),
    monitor: tunnel('General', 'Tunnel Monitor'),
    'monitor.destination': tunnel('General', 'Tunnel Monitor', 'Destination IP'),
    'monitor.action':
      names.monitorProfile === null
        ? tunnel('General', 'Tunnel Monitor', 'Profile')
        : at('Network', 'Network Profiles', 'Monitor', names.monitorProfile, 'Action'),
    ...(names.gateway === null ? {} : gatewayPlaces(at, names.gateway, names.ikev1)),
    ...(names.ikeProfile === null ? {} : ikeProfilePlaces(at, names.ikeProfile)),
    ...(names.ipsecProfile === null ? {} : ipsecProfilePlaces(at, names.ipsecProfile)),
    ...(inside === null
      ? {}
      : {
          'tunnel.zone': at('Network', 'Interfaces', 'Tunnel', inside, 'Config', 'Security Zone'),
          'tunnel.address': at('Network', 'Interfaces', 'Tunnel', inside, 'IPv4'),
        }),
    route: at('Network', 'Virtual Routers', ...(router === null ? [] : [router]), 'Static Routes'),
    policy: names.template === null ? 'Policies > Security' : 'Panorama > Policies > Security',
  };
}

type At = (...path: readonly string[]) => string;
type Places = Partial<Record<SettingName, string>>;

function gatewayPlaces(at: At, name: string, ikev1: boolean): Places {
  const gateway = (...path: readonly string[]): string => at('Network', 'IKE Gateways', name, ...path);
  const advanced = (...path: readonly string[]): string => gateway('Advanced Options', ...path);
  return {
    gateway: gateway(),
    'ike.version': gateway('General', 'Version'),
    'ike.peer-address': gateway('General', 'Peer Address'),
    'ike.local-id': gateway('General', 'Local Identification'),
    'ike.peer-id': gateway('General', 'Peer Identification'),
    'ike.auth': gateway('General', 'Authentication'),
    'ike.psk': gateway('General', 'Pre-shared Key'),
    'ike.certificate': gateway('General', 'Local Certificate'),
    'ike.exchange-mode': advanced('IKEv1', 'Exchange Mode'),
    'ike.dpd': ikev1 ? advanced('IKEv1', 'Dead Peer Detection') : advanced('IKEv2', 'Liveness Check'),
    'ike.nat-traversal': advanced('Enable NAT Traversal'),
    'ike.passive': advanced('Enable Passive Mode'),
    'ike.fragmentation': advanced('Enable Fragmentation'),
    'child.start': advanced('Enable Passive Mode'),
  };
}

function ikeProfilePlaces(at: At, name: string): Places {
  const profile = (field: string): string => at('Network', 'Network Profiles', 'IKE Crypto', name, field);
  return {
    'ike.proposals': profile('Encryption, Authentication, DH Group'),
    'ike.lifetime': profile('Key Lifetime'),
  };
}

function ipsecProfilePlaces(at: At, name: string): Places {
  const profile = (field: string): string => at('Network', 'Network Profiles', 'IPSec Crypto', name, field);
  return {
    'child.proposals': profile('Encryption, Authentication'),
    'child.pfs': profile('DH Group'),
    'child.lifetime': profile('Lifetime'),
  };
}
