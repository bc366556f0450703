// Flow summary and IKE SAs of a whole firewall → one row for each tunnel.

import type { TunnelLive, TunnelState } from '../../domain/live.js';
import type { TunnelSummary } from '../../domain/overview.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import type { Tries } from '../sweptTries.js';
import type { DeviceTime } from './deviceTime.js';
import { normalizeIkeSas, normalizeLive } from './normalizeLive.js';
import type { FlowWords } from './parseFlow.js';
import type { IkeSaWords } from './parseVpn.js';
import { assignRows } from './rowNames.js';

export type TriesOf = (tunnel: TunnelConfig, rows: readonly FlowWords[]) => Tries;

export interface OverviewParts {
  readonly tunnels: readonly TunnelConfig[];
  readonly flows: readonly FlowWords[];
  readonly ike: readonly IkeSaWords[];
  readonly triesOf: TriesOf;
  /** Places the times of SAs; null when the clock of the firewall is not known yet, so that they cannot be told. */
  readonly time: DeviceTime | null;
  /** When the tables were read, by our clock. */
  readonly nowMs: number;
}

/** Every configured tunnel in the device's order, then those that only the dataplane knows. */
export function normalizeOverview(parts: OverviewParts): readonly TunnelSummary[] {
  const { byTunnel, unassigned } = assignRows(parts.flows, parts.tunnels);
  return [
    ...parts.tunnels.map((tunnel) => summaryOf(tunnel, byTunnel.get(tunnel.tunnel) ?? [], parts)),
    ...unassigned.map((row) => ({
      tunnel: row.name,
      state: wordState(row.state),
      since: null,
      peer: peerOf([row], null),
      basis: `flow state ${row.state || 'not told'}; not in the configuration that was read`,
    })),
  ];
}

interface Undecided {
  readonly tunnel: TunnelConfig;
  readonly rows: readonly FlowWords[];
}

/** Tunnels for which only the log can tell idle from down. */
export function undecided(parts: Pick<OverviewParts, 'tunnels' | 'flows'>): readonly Undecided[] {
  const { byTunnel } = assignRows(parts.flows, parts.tunnels);
  return parts.tunnels
    .map((tunnel) => ({ tunnel, rows: byTunnel.get(tunnel.tunnel) ?? [] }))
    .filter(
      ({ tunnel, rows }) =>
        !isDisabled(tunnel) && rows.some((row) => hasNoKeys(row) && row.monitor !== 'down'),
    );
}

function summaryOf(tunnel: TunnelConfig, rows: readonly FlowWords[], parts: OverviewParts): TunnelSummary {
  const tries = parts.triesOf(tunnel, rows);
  const [state, basis] = judge(tunnel, rows, parts.ike, tries);
  const since = state === 'up' ? upSince(sasOf(tunnel, rows, parts.ike), parts.time) : null;
  return {
    tunnel: tunnel.tunnel,
    state,
    since,
    peer: peerOf(rows, tunnel),
    basis,
    ...(tries.log ? { log: tries.log } : {}),
    ...(rows.length > 0 ? { live: liveOf(tunnel, rows, parts) } : {}),
  };
}

/** The tables tell keys and monitor; counters stand only in the detail of each tunnel. */
function liveOf(tunnel: TunnelConfig, flows: readonly FlowWords[], parts: OverviewParts): TunnelLive {
  const { time, nowMs } = parts;
  const ike = normalizeIkeSas(tunnel, parts.ike, flows, time, nowMs);
  const at = new Date(nowMs).toISOString();
  return normalizeLive({ tunnel, ike, flows, ipsec: [], at, partial: false });
}

function judge(
  tunnel: TunnelConfig,
  rows: readonly FlowWords[],
  sas: readonly IkeSaWords[],
  { trying, why }: Tries,
): readonly [TunnelState, string] {
  if (isDisabled(tunnel)) return ['disabled', tunnel.disabled ? 'tunnel disabled' : 'IKE gateway disabled'];
  if (rows.length === 0) return ['unknown', 'not in the flow table'];
  const ike = sasOf(tunnel, rows, sas).length > 0;
  const phase1 = ike ? 'IKE SA up' : 'no IKE SA';
  const active = rows.filter((row) => row.state === 'active');
  if (rows.some((row) => row.monitor === 'down'))
    return [active.length > 0 || ike ? 'degraded' : 'down', `monitor down, ${phase1}`];
  const without = rows.filter(hasNoKeys);
  if (active.length === rows.length) return ['up', `flow state active, ${phase1}`];
  if (without.length === 0)
    return ['unknown', `flow state ${[...new Set(rows.map((row) => row.state))].join(', ')}`];
  const count = `${active.length} of ${rows.length} active`;
  if (active.length > 0) {
    if (trying === null)
      return ['unknown', `${count}; whether anybody asks for the rest is not known: ${why}`];
    return trying === 'quiet'
      ? ['up', `${count}, the rest wait for traffic`]
      : ['degraded', `${count}, ${phase1}`];
  }
  const word = `flow state ${without[0]?.state ?? ''}, ${phase1}`;
  if (trying === 'failing') return ['down', `${word}, negotiation fails`];
  if (rows.some((row) => row.monitor === 'up')) return ['down', word];
  // Idle tunnels look the same: without the log nobody can tell.
  if (trying === null) return ['unknown', `${word}; whether anybody asks for it is not known: ${why}`];
  // Traffic of ours cannot bring up what only answers: whether it waits or is broken, the other end knows.
  if (tunnel.ike.passive === true)
    return ['unknown', `${word}, it only answers, and nobody tried in the last hour`];
  return ['idle', `${word}, nothing asks for it`];
}

function sasOf(
  tunnel: TunnelConfig,
  rows: readonly FlowWords[],
  ike: readonly IkeSaWords[],
): readonly IkeSaWords[] {
  const gatewayIds = new Set(rows.map((row) => row.gatewayId));
  return ike.filter(
    (row) => row.name === tunnel.ike.name || (row.gatewayId !== null && gatewayIds.has(row.gatewayId)),
  );
}

/** At least since then: keys are renewed while a tunnel is up, and the oldest SA that stands tells. */
function upSince(sas: readonly IkeSaWords[], time: DeviceTime | null): string | null {
  const times = sas.flatMap(({ created }) => {
    const at = created === null ? null : (time?.readPastSaTime(created) ?? null);
    return at === null ? [] : [at];
  });
  return times.toSorted()[0] ?? null;
}

function isDisabled(tunnel: TunnelConfig): boolean {
  return tunnel.disabled === true || tunnel.ike.disabled === true;
}

export function hasNoKeys(row: FlowWords): boolean {
  return row.state === 'init' || row.state === 'inactive';
}

function wordState(word: string): TunnelState {
  if (word === 'active') return 'up';
  return word === 'init' || word === 'inactive' ? 'down' : 'unknown';
}

function peerOf(rows: readonly FlowWords[], tunnel: TunnelConfig | null): string | null {
  const seen = rows
    .map((row) => row.peerAddress)
    .find((address) => address !== null && address !== '0.0.0.0');
  if (seen) return seen;
  const peer = tunnel?.ike.peer ?? null;
  if (peer === null || peer.kind === 'dynamic') return null;
  return peer.kind === 'address' ? peer.address : peer.name;
}
