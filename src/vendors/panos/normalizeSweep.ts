// Tables of a whole firewall → one row for each tunnel with its children, for the watch; the state is the overview's.

import type { IkeSa } from '../../domain/live.js';
import type { SweepChild, SweepRow } from '../../domain/sweep.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import { countersOf, shifted } from './normalizeLive.js';
import { hasNoKeys, normalizeOverview, type OverviewParts } from './normalizeOverview.js';
import type { FlowWords } from './parseFlow.js';
import type { IpsecSaWords } from './parseVpn.js';
import { assignRows, childOfRow } from './rowNames.js';
import type { ReadTable } from './sweepMemory.js';

interface SweepParts extends OverviewParts {
  /** Null until it could be read. */
  readonly ipsec: ReadTable<IpsecSaWords> | null;
  /** Rows whose counters were read in this sweep, by id. */
  readonly details: ReadonlyMap<number, FlowWords>;
}

/** Every configured tunnel in the device's order, then those that only the dataplane knows. */
export function normalizeSweep(parts: SweepParts): readonly SweepRow[] {
  const { byTunnel, unassigned } = assignRows(parts.flows, parts.tunnels);
  const configured = new Map(parts.tunnels.map((tunnel) => [tunnel.tunnel, tunnel]));
  return normalizeOverview(parts).map(({ tunnel: name, state, since, peer, basis, live }) => {
    const tunnel = configured.get(name);
    const rows = tunnel ? (byTunnel.get(name) ?? []) : unassigned.filter((row) => row.name === name);
    const isProven = state === 'down' && tunnel !== undefined && parts.triesOf(tunnel, rows).failed === true;
    return {
      tunnel: name,
      state,
      ...(isProven ? { failure: true } : {}),
      since,
      peer,
      basis,
      monitor: monitorOf(rows),
      ike: ikeOf(live?.ike ?? []),
      children: tunnel ? childrenOf(tunnel, rows, parts) : rows.map((row) => childOf(row.name, row, parts)),
    };
  });
}

/** One child that does not answer is enough: the monitor of a tunnel has one destination. */
function monitorOf(rows: readonly FlowWords[]): SweepRow['monitor'] {
  const words = rows.map((row) => row.monitor);
  return words.includes('down') ? 'down' : words.includes('up') ? 'up' : null;
}

/** Of two, which are legal during a rekey, the younger one counts. */
function ikeOf(sas: readonly IkeSa[]): SweepRow['ike'] {
  const [sa] = sas.toSorted((a, b) => (b.establishedAt ?? '').localeCompare(a.establishedAt ?? ''));
  return sa ? { id: sa.id, establishedAt: sa.establishedAt, expiresAt: sa.expiresAt } : null;
}

/** Every configured child, and those of the dataplane that the configuration does not know. */
function childrenOf(
  tunnel: TunnelConfig,
  rows: readonly FlowWords[],
  parts: SweepParts,
): readonly SweepChild[] {
  const byChild = new Map(rows.map((row) => [childOfRow(row, tunnel) ?? row.name, row]));
  const names = new Set([...tunnel.children.map((child) => child.name), ...byChild.keys()]);
  return [...names].map((name) => childOf(name, byChild.get(name) ?? null, parts));
}

function childOf(name: string, row: FlowWords | null, parts: SweepParts): SweepChild {
  const child: SweepChild = {
    name,
    state: row === null ? 'unknown' : row.state === 'active' ? 'up' : hasNoKeys(row) ? 'no-sa' : 'unknown',
    spiIn: null,
    spiOut: null,
    expiresAt: null,
    counters: row === null ? null : countersIn(row, parts),
  };
  if (row === null || child.state !== 'up') return child;
  const sa = newestSa(row, parts);
  return {
    ...child,
    spiIn: row.detail?.spiIn ?? sa?.spiIn ?? null,
    spiOut: row.detail?.spiOut ?? sa?.spiOut ?? null,
    expiresAt: sa ? shifted(new Date(parts.ipsec?.atMs ?? 0).toISOString(), sa.remainSeconds, 1) : null,
  };
}

/** During a rekey the table holds the old SA as well, which has less time left. */
function newestSa(row: FlowWords, { ipsec }: SweepParts): IpsecSaWords | undefined {
  return ipsec?.rows
    .filter((sa) => sa.tunnelId !== null && sa.tunnelId === row.id)
    .toSorted((a, b) => (b.remainSeconds ?? 0) - (a.remainSeconds ?? 0))[0];
}

/** Some versions tell the counters of every tunnel in the table itself. */
function countersIn(row: FlowWords, { details }: SweepParts): SweepChild['counters'] {
  const told = row.detail ? row : row.id === null ? undefined : details.get(row.id);
  if (!told?.detail) return null;
  const { identity, bytesIn, bytesOut, packetsIn, packetsOut } = countersOf(told, told.detail);
  return { identity, bytesIn, bytesOut, packetsIn, packetsOut };
}
