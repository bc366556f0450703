// Rows of `monitor/vpn/ipsec` → one row for each tunnel with its children, for the watch; the state is the overview's.

import type { ChildSa } from '../../domain/live.js';
import { childWithoutSa, type SweepChild, type SweepRow } from '../../domain/sweep.js';
import { normalizeLive } from './normalizeLive.js';
import { normalizeOverview, type OverviewParts } from './normalizeOverview.js';

export function normalizeSweep(parts: OverviewParts): readonly SweepRow[] {
  const summaries = normalizeOverview(parts);
  return parts.tunnels.map((tunnel, index): SweepRow => {
    const { state, since, peer, basis } = summaries[index] ?? unknown;
    const live = normalizeLive(tunnel, parts.rows, parts.at);
    const isProven = state === 'down' && parts.triesOf(tunnel).failed === true;
    const standing = live.ike.find((sa) => sa.state === 'established');
    const names = new Set([
      ...tunnel.children.map((child) => child.name),
      ...live.children.filter((child) => child.state === 'installed').map((child) => child.name),
    ]);
    return {
      tunnel: tunnel.tunnel,
      state,
      ...(isProven ? { failure: true } : {}),
      since,
      basis,
      peer,
      monitor: null,
      ike: standing
        ? { id: standing.id, establishedAt: standing.establishedAt, expiresAt: standing.expiresAt }
        : null,
      children: countedOnce(
        [...names].map((name) =>
          childOf(
            name,
            live.children.filter((child) => child.name === name),
          ),
        ),
      ),
    };
  });
}

/** The counters are the tunnel's: told with each child they would be summed as often as there are children. */
function countedOnce(children: readonly SweepChild[]): readonly SweepChild[] {
  const told = new Set<string>();
  return children.map((child) => {
    const identity = child.counters?.identity;
    if (identity === undefined || !told.has(identity)) {
      if (identity !== undefined) told.add(identity);
      return child;
    }
    return { ...child, counters: null };
  });
}

const unknown = { state: 'unknown', since: null, peer: null, basis: '' } as const;

/** Of several SAs of one phase 2 that which has most time left. */
function childOf(name: string, sas: readonly ChildSa[]): SweepChild {
  const [sa] = sas
    .filter((child) => child.state === 'installed')
    .toSorted((a, b) => (b.expiresAt ?? '').localeCompare(a.expiresAt ?? ''));
  if (sa === undefined) {
    const isUntold = sas.some((child) => child.state === 'unknown');
    return childWithoutSa(name, isUntold ? 'unknown' : 'no-sa');
  }
  const { expiresAt, counters } = sa;
  return {
    name,
    state: 'up',
    spiIn: null,
    spiOut: null,
    expiresAt,
    counters: counters && {
      identity: counters.identity,
      bytesIn: counters.bytesIn,
      bytesOut: counters.bytesOut,
      packetsIn: counters.packetsIn,
      packetsOut: counters.packetsOut,
    },
  };
}
