// The objects that a VPN of Junos is made of, by the names that its statements carry; of several nobody knows which one is meant.

import type { ObjectNames } from '../../products/product.js';
import { type ConfigLine, setting, values } from '../hierarchy.js';

export function junosObjects(lines: readonly ConfigLine[], vpn: string, gateway: string): ObjectNames {
  const policy = setting(lines, 'security', 'ike', 'gateway', gateway, 'ike-policy')?.[0] ?? null;
  const ipsecPolicy = setting(lines, 'security', 'ipsec', 'vpn', vpn, 'ike', 'ipsec-policy')?.[0] ?? null;
  const proposals = (phase: string, name: string | null) =>
    name === null ? [] : values(lines, 'security', phase, 'policy', name, 'proposals');
  return {
    gateway: gateway === '' ? null : gateway,
    tunnel: vpn,
    'ike-policy': policy,
    'ike-profile': onlyOne(proposals('ike', policy)),
    'ipsec-policy': ipsecPolicy,
    'ipsec-profile': onlyOne(proposals('ipsec', ipsecPolicy)),
    interface: setting(lines, 'security', 'ipsec', 'vpn', vpn, 'bind-interface')?.[0] ?? null,
  };
}

function onlyOne(names: readonly string[]): string | null {
  return names.length === 1 ? (names[0] ?? null) : null;
}
