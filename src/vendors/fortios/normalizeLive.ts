// Rows of `monitor/vpn/ipsec` → what one tunnel does right now; what FortiOS does not tell stays unknown and is never made up.

import type { ChildSa, Counters, IkeSa, TunnelLive } from '../../domain/live.js';
import { contains } from '../../domain/selector.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import type { SelectorRow, TunnelRow } from './parseTunnels.js';

/**
 * The rows that say whether the tunnel stands: its own, or of a dial-up phase 1 those of the peers that dialed in. Rows with a
 * parent are ADVPN shortcuts of any other phase 1: they come and go with traffic, and their end is no fault of the tunnel.
 */
export function rowsOf(tunnel: TunnelConfig, rows: readonly TunnelRow[]): readonly TunnelRow[] {
  return isDialUp(tunnel)
    ? rows.filter((row) => row.parent === tunnel.ike.name)
    : rows.filter((row) => row.parent === null && row.name === tunnel.ike.name);
}

export function isDialUp(tunnel: TunnelConfig): boolean {
  return tunnel.ike.peer?.kind === 'dynamic';
}

/** @param at our clock when the reply was complete */
export function normalizeLive(
  tunnel: TunnelConfig,
  rows: readonly TunnelRow[],
  at: Date,
  readInMs?: number,
): TunnelLive {
  const own = rowsOf(tunnel, rows);
  const children = own.flatMap((row) => childrenOf(row, at));
  const present = new Set(children.filter((child) => child.state !== 'down').map((child) => child.name));
  return {
    tunnel: tunnel.tunnel,
    at: at.toISOString(),
    ...(readInMs === undefined ? {} : { readInMs }),
    ike: own.flatMap((row) => ikeOf(tunnel, row, at)),
    children,
    missingChildren: tunnel.children.map((child) => child.name).filter((name) => !present.has(name)),
    // Whether traffic waits is not told; the configuration says what would bring the tunnel up.
    waitsForTraffic: null,
    monitor: null,
    partial: false,
    mtu: null,
  };
}

/** Selectors with an SA, and those without of a phase 2 that has another one: a phase 2 without any is a missing child. */
function childrenOf(row: TunnelRow, at: Date): readonly ChildSa[] {
  const standing = row.selectors.filter(({ up }) => up !== false);
  const without = row.selectors.filter(
    (one) => one.up === false && standing.some((other) => isOtherPart(one, other)),
  );
  return [...standing, ...without].map((selector) => childOf(row, selector, at));
}

/**
 * The selector as it is configured stays `down` beside the narrower ones that were negotiated of it: that is no missing SA. One of
 * other networks is.
 */
function isOtherPart(down: SelectorRow, standing: SelectorRow): boolean {
  if (down.phase2 !== standing.phase2) return false;
  const covers = (outer: SelectorRow['local'], inner: SelectorRow['local']): boolean =>
    inner.some((one) => outer.some((wide) => contains(wide, one)));
  return !(covers(down.local, standing.local) && covers(down.remote, standing.remote));
}

function childOf(row: TunnelRow, selector: SelectorRow, at: Date): ChildSa {
  const { phase2, serial, up, status, expireSeconds } = selector;
  const { peerPort } = row;
  return {
    id: `${row.name}/${phase2}/${serial ?? ''}`,
    name: phase2,
    state: up === true ? 'installed' : up === false ? 'down' : 'unknown',
    beingReplaced: false,
    // FortiOS tells SPIs in its log alone.
    spiIn: null,
    spiOut: null,
    protocol: null,
    mode: null,
    udpEncapsulated: peerPort === null || peerPort === 500 ? null : true,
    proposal: null,
    local: selector.local,
    remote: selector.remote,
    installedAt: null,
    expiresAt:
      up === true && expireSeconds !== null
        ? new Date(at.getTime() + expireSeconds * 1000).toISOString()
        : null,
    counters: up === true ? countersOf(row) : null,
    rawState: status,
  };
}

/**
 * The counters of the tunnel, which outlive its SAs. Where traffic is offloaded to a network processor those of the selectors may
 * stay at zero while these move (told by users, no capture), so they only vouch for a zero: a direction in which nothing was
 * counted is zero where a selector counts what the tunnel counts the other way, and not told where none does.
 */
function countersOf(row: TunnelRow): Counters {
  const sum = (read: (one: SelectorRow) => bigint | null): bigint =>
    row.selectors.reduce((total, one) => total + (read(one) ?? 0n), 0n);
  const selectors = { in: sum((one) => one.bytesIn), out: sum((one) => one.bytesOut) };
  const most = (tunnel: bigint | null, inside: bigint): bigint | null =>
    tunnel === null ? null : tunnel > inside ? tunnel : inside;
  const [bytesIn, bytesOut] = [most(row.bytesIn, selectors.in), most(row.bytesOut, selectors.out)];
  const isOffloaded = selectors.in === 0n && selectors.out === 0n && (bytesIn ?? 0n) + (bytesOut ?? 0n) > 0n;
  const told = (bytes: bigint | null): bigint | null => (isOffloaded && bytes === 0n ? null : bytes);
  return {
    scope: 'tunnel',
    identity: row.name,
    bytesIn: told(bytesIn),
    bytesOut: told(bytesOut),
    packetsIn: null,
    packetsOut: null,
    lastInAt: null,
    lastOutAt: null,
    errors: { authentication: null, decryption: null, replay: null, lifetime: null },
    acquires: null,
  };
}

/**
 * No field tells the state of phase 1. It stands where a selector of it stands; where none does, it may stand, be negotiated or be
 * gone: unknown. Since when is the age of the tunnel, which renewed keys do not change.
 */
function ikeOf(tunnel: TunnelConfig, row: TunnelRow, at: Date): readonly IkeSa[] {
  const up = row.selectors.find((one) => one.up === true);
  const { version, localAddress } = tunnel.ike;
  const { peerPort, ageSeconds } = row;
  return [
    {
      id: row.name,
      gateway: tunnel.ike.name,
      state: up ? 'established' : 'unknown',
      version: version === 'ikev1' ? 1 : version === 'ikev2' ? 2 : null,
      role: null,
      localAddress,
      localPort: null,
      peerAddress: row.peer,
      peerPort,
      localId: null,
      peerId: null,
      initiatorSpi: null,
      responderSpi: null,
      proposal: null,
      // A peer that speaks from a port of its own choice is behind a NAT that changes ports.
      natDetected: peerPort !== null && peerPort !== 500 && peerPort !== 4500 ? true : null,
      establishedAt: up && ageSeconds !== null ? ageOf(ageSeconds, at) : null,
      expiresAt: null,
      openRequests: null,
      rawState: up ? up.status : 'FortiOS has no state of phase 1, and no selector is up',
      ...(up ? { derivedFrom: `selector ${up.phase2} is up` } : {}),
    },
  ];
}

export function ageOf(seconds: number, at: Date): string {
  return new Date(at.getTime() - seconds * 1000).toISOString();
}
