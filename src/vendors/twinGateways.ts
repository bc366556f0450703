// Gateways of one device that claim the same peer from the same address: a device takes one of them, whichever is meant.

import type { Identity } from '../domain/identity.js';
import type { IkeGatewayConfig } from '../domain/tunnelConfig.js';

/** `apart`: what else the vendor tells gateways apart by, equal where it does not. */
export interface Claim {
  readonly ike: IkeGatewayConfig;
  readonly apart: string | null;
}

/** Names of the others; what an end does not tell makes no twin. */
export function twinsOf(own: Claim, all: readonly Claim[]): readonly string[] {
  return all.filter((one) => one.ike.name !== own.ike.name && isTwin(own, one)).map(({ ike }) => ike.name);
}

function isTwin(a: Claim, b: Claim): boolean {
  const [one, other] = [a.ike, b.ike];
  if (one.disabled === true || other.disabled === true || a.apart !== b.apart) return false;
  if (one.version === null || one.version !== other.version || one.exchangeMode !== other.exchangeMode)
    return false;
  const isSameLine =
    one.localInterface !== null &&
    one.localInterface === other.localInterface &&
    one.localAddress === other.localAddress;
  return isSameLine && hasSamePeer(one, other) && !tellsApart(one.peerId, other.peerId);
}

function hasSamePeer({ peer }: IkeGatewayConfig, { peer: other }: IkeGatewayConfig): boolean {
  if (peer?.kind === 'address') return other?.kind === 'address' && other.address === peer.address;
  return peer?.kind === 'dynamic' && other?.kind === 'dynamic';
}

function tellsApart(one: Identity | null, other: Identity | null): boolean {
  if (one === null || other === null || one.type === 'any' || other.type === 'any') return false;
  return one.value !== other.value;
}
