// Which lines of a daemon's log belong to one tunnel; pure.

import type { LogLine } from '../../domain/log.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import { readLogPrefix } from './logLine.js';

/** A daemon that starts counts its IKE_SAs from one again. */
const STARTED = /Starting (?:IKE )?charon/;

/** A peer that no connection expects: it may be this tunnel's, calling from an address that we do not have. */
const UNCLAIMED = /no (?:IKE|matching peer|peer) config found/;

/**
 * Keeps lines of the tunnel's connection, lines of IKE_SAs that had no connection yet but talk to the tunnel's peer or
 * that no connection claimed, and lines that belong to no IKE_SA. Drops what is about other connections. Order is kept.
 */
export function linesOfTunnel(lines: readonly LogLine[], tunnel: TunnelConfig): LogLine[] {
  const groups = new Map<string, { names: Set<string>; mayBeOurs: boolean }>();
  const { peer } = tunnel.ike;
  const peerText = peer?.kind === 'address' ? peer.address : null;
  let run = 0;
  const keyed = lines.map((line) => {
    if (STARTED.test(line.text)) run += 1;
    const prefix = readLogPrefix(line.text);
    if (prefix === null || prefix.uniqueId === null) return { line, key: null };
    const key = `${run}:${prefix.uniqueId}`;
    const group = groups.get(key) ?? { names: new Set<string>(), mayBeOurs: false };
    if (prefix.connection !== '') group.names.add(prefix.connection);
    // Peers that may come from anywhere cannot be told apart before a connection was selected.
    if (peerText === null || mentions(line.text, peerText) || UNCLAIMED.test(line.text))
      group.mayBeOurs = true;
    groups.set(key, group);
    return { line, key };
  });
  return keyed
    .filter(({ key }) => {
      if (key === null) return true;
      const group = groups.get(key);
      if (group === undefined) return true;
      return group.names.size > 0 ? group.names.has(tunnel.tunnel) : group.mayBeOurs;
    })
    .map(({ line }) => line);
}

/** The address as a whole: 192.0.2.1 does not occur in 192.0.2.10. */
function mentions(text: string, address: string): boolean {
  for (let at = text.indexOf(address); at !== -1; at = text.indexOf(address, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + address.length] ?? ' ';
    if (!/[0-9a-f:.]/i.test(before) && !/[0-9a-f:]/i.test(after)) return true;
  }
  return false;
}
