// The configuration as the IKE daemon itself holds it: `show vpn gateway` and `show vpn tunnel`, in PAN-OS's own words.

import { child, rows, text, truth, wholeNumber } from './words.js';
import type { XmlNode } from './xml.js';

export interface RuntimeGatewayWords {
  readonly name: string;
  readonly version: 1 | 2 | null;
  readonly natTraversal: boolean | null;
  /** `203.0.113.60(ipaddr:203.0.113.60)`: address, then identity. */
  readonly peer: string | null;
  readonly local: string | null;
  readonly auth: string | null;
  readonly dh: readonly string[];
  readonly enc: readonly string[];
  readonly hash: readonly string[];
  readonly lifeSeconds: number | null;
}

/** The details stand in `v2`, or in `v1` for IKEv1. */
export function parseRuntimeGateways(result: XmlNode): readonly RuntimeGatewayWords[] {
  return rows(result, 'id', 'name').map((row) => {
    const version = child(row, 'v2') ? 2 : child(row, 'v1') ? 1 : null;
    const detail = child(row, 'v2') ?? child(row, 'v1');
    return {
      name: text(row, 'name') ?? '',
      version,
      natTraversal: truth(row, 'natt'),
      peer: text(detail, 'peer-id'),
      local: text(detail, 'local-id'),
      auth: text(detail, 'auth'),
      dh: words(text(detail, 'dh')),
      enc: words(text(detail, 'enc')),
      hash: words(text(detail, 'hash')),
      lifeSeconds: wholeNumber(detail, 'life'),
    };
  });
}

export interface RuntimeTunnelWords {
  readonly id: number | null;
  /** `tunnel` or `tunnel:proxy-id`. */
  readonly name: string;
  readonly gateway: string;
  readonly proto: string | null;
  readonly enc: readonly string[];
  readonly hash: readonly string[];
  readonly dh: string | null;
  readonly lifeSeconds: number | null;
  readonly local: string | null;
  readonly remote: string | null;
}

/** One row for each proxy ID; TSi is the local side. */
export function parseRuntimeTunnels(result: XmlNode): readonly RuntimeTunnelWords[] {
  return rows(result, 'id', 'name', 'gw').map((row) => ({
    id: wholeNumber(row, 'id'),
    name: text(row, 'name') ?? '',
    gateway: text(row, 'gw') ?? '',
    proto: text(row, 'proto'),
    enc: words(text(row, 'enc')),
    hash: words(text(row, 'hash')),
    dh: text(row, 'dh'),
    lifeSeconds: wholeNumber(row, 'life'),
    local: prefix(row, 'TSi'),
    remote: prefix(row, 'TSr'),
  }));
}

function prefix(row: XmlNode, side: 'TSi' | 'TSr'): string | null {
  const ip = text(row, `${side}_ip`);
  const length = wholeNumber(row, `${side}_prefix`);
  return ip === null || length === null ? null : `${ip}/${length}`;
}

function words(list: string | null): readonly string[] {
  return (list ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
