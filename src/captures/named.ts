// What a device and its tunnels are called, so that a capture can call them something else.

import type { DeviceIdentity } from '../domain/device.js';
import type { Identity } from '../domain/identity.js';
import type { TunnelConfig } from '../domain/tunnelConfig.js';

export type NameKind =
  | 'device'
  | 'serial'
  | 'host'
  | 'user'
  | 'tunnel'
  | 'gateway'
  | 'child'
  | 'object'
  | 'identity';

export interface Named {
  readonly kind: NameKind;
  readonly name: string;
}

export function namesOfDevice({ hostname, serial }: DeviceIdentity): readonly Named[] {
  return [...one('host', hostname), ...one('serial', serial)];
}

/** Nobody chose these: `tunnel.1`, `default`. */
const givenByProduct: readonly string[] = ['interface', 'router'];

export function namesOfTunnel({ tunnel, ike, children, objects }: TunnelConfig): readonly Named[] {
  return [
    ...one('tunnel', tunnel),
    ...one('gateway', ike.name),
    ...children.flatMap(({ name }) => one('child', name)),
    ...[ike.localId, ike.peerId].flatMap(ofIdentity),
    ...Object.entries(objects).flatMap(([what, name]) =>
      givenByProduct.includes(what) ? [] : one('object', name),
    ),
  ];
}

/** Addresses are renumbered as such, host names and e-mail addresses are found by their shape. */
function ofIdentity(identity: Identity | null): readonly Named[] {
  return identity !== null && (identity.type === 'keyid' || identity.type === 'fqdn')
    ? one('identity', identity.value)
    : [];
}

function one(kind: NameKind, name: string | null): readonly Named[] {
  return name === null ? [] : [{ kind, name }];
}
