// Rows of ike-sa, ipsec-sa and flow → what one tunnel does right now, in neutral words.

import type { ChildSa, Counters, IkeSa, MonitorLive, TunnelLive } from '../../domain/live.js';
import { fromRange, readSelector, type Selector } from '../../domain/selector.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import type { DeviceTime } from './deviceTime.js';
import { normalizeIkeAlgo, normalizeSaWords } from './normalizeProposal.js';
import type { FlowDetailWords, FlowRange, FlowWords } from './parseFlow.js';
import type { IkeSaWords, IpsecSaWords } from './parseVpn.js';
import { childOfRow } from './rowNames.js';

export interface LiveParts {
  readonly tunnel: TunnelConfig;
  readonly ike: readonly IkeSa[];
  /** Rows of this tunnel, with detail where it could be read. */
  readonly flows: readonly FlowWords[];
  /** Rows of ipsec-sa of this tunnel; empty when the table was not needed. */
  readonly ipsec: readonly IpsecSaWords[];
  /** ISO 8601 UTC by our clock. */
  readonly at: string;
  readonly partial: boolean;
}

export function normalizeLive(parts: LiveParts): TunnelLive {
  const { tunnel, flows } = parts;
  const children = flows.flatMap((flow) => childrenOf(flow, parts));
  const present = new Set(children.filter((child) => child.state !== 'down').map((child) => child.name));
  return {
    tunnel: tunnel.tunnel,
    at: parts.at,
    ike: parts.ike,
    children,
    missingChildren: tunnel.children.map((child) => child.name).filter((name) => !present.has(name)),
    // PAN-OS does not tell whether anybody wants the tunnel; `acquires` counts requests, also those of long ago.
    waitsForTraffic: null,
    monitor: monitorOf(tunnel, flows),
    partial: parts.partial,
    mtu: flows.find((flow) => flow.detail?.mtu)?.detail?.mtu ?? null,
  };
}

/** Rows of the tunnel's gateway. A row exists only for an SA that is up; two (Init and Resp) are legal. */
export function normalizeIkeSas(
  tunnel: TunnelConfig,
  rows: readonly IkeSaWords[],
  flows: readonly FlowWords[],
  time: DeviceTime | null,
  nowMs: number,
): readonly IkeSa[] {
  const gatewayIds = new Set(flows.flatMap((flow) => (flow.gatewayId === null ? [] : [flow.gatewayId])));
  const flow = flows[0];
  const peer = tunnel.ike.peer?.kind === 'address' ? tunnel.ike.peer.address : null;
  const natted = flows.find((one) => one.detail?.keysEstablished)?.detail ?? null;
  return rows
    .filter(
      (row) => (row.gatewayId !== null && gatewayIds.has(row.gatewayId)) || row.name === tunnel.ike.name,
    )
    .map((row) => {
      const establishedAt = row.created === null ? null : (time?.readPastSaTime(row.created) ?? null);
      const expiresAt =
        row.expires === null || establishedAt === null
          ? null
          : (time?.readLaterSaTime(row.expires, establishedAt) ?? null);
      const expired = expiresAt !== null && Date.parse(expiresAt) <= nowMs;
      return {
        id: `${row.gatewayId ?? row.name}/${row.role ?? ''}/${row.created ?? ''}`,
        gateway: row.name,
        state: expired ? ('unknown' as const) : ('established' as const),
        version: versionOf(row.mode),
        role: roleOf(row.role),
        localAddress: realAddress(flow?.localAddress) ?? tunnel.ike.localAddress,
        localPort: natted?.natTraversal ? natted.natLocalPort : null,
        peerAddress: realAddress(flow?.peerAddress) ?? peer,
        peerPort: natted?.natTraversal ? natted.natRemotePort : null,
        localId: null,
        peerId: null,
        initiatorSpi: null,
        responderSpi: null,
        proposal: normalizeIkeAlgo(row.algo),
        natDetected: natted?.natTraversal ?? null,
        establishedAt,
        expiresAt,
        openRequests: null,
        rawState: expired ? `listed, expired ${row.expires}` : 'listed',
      };
    });
}

function versionOf(mode: string | null): 1 | 2 | null {
  if (mode === null) return null;
  if (/^ikev2/i.test(mode)) return 2;
  return /^(main|aggr)/i.test(mode) ? 1 : null;
}

function roleOf(word: string | null): IkeSa['role'] {
  if (word === null) return null;
  if (/^init/i.test(word)) return 'initiator';
  return /^resp/i.test(word) ? 'responder' : null;
}

/** `0.0.0.0` stands for an address that is not known yet. */
function realAddress(word: string | null | undefined): string | null {
  return word && word !== '0.0.0.0' && word !== '::' ? word : null;
}

/** The SA in use, and during a rekey the one it replaces, which only ipsec-sa still lists. */
function childrenOf(flow: FlowWords, parts: LiveParts): readonly ChildSa[] {
  const name = childOfRow(flow, parts.tunnel) ?? flow.name;
  const rows = parts.ipsec.filter((row) => row.tunnelId !== null && row.tunnelId === flow.id);
  const current = currentSa(flow, name, rows, parts.at);
  const older = rows
    .filter((row) => row.spiIn !== null && row.spiIn !== current.spiIn)
    .map((row) => replacedSa(current, row, parts.at));
  return current.spiIn === null ? [current] : [current, ...older];
}

function currentSa(flow: FlowWords, name: string, rows: readonly IpsecSaWords[], at: string): ChildSa {
  const { detail } = flow;
  const state = childState(flow);
  const hasKeys = state !== 'down';
  const row = rows.find((one) => one.spiIn === detail?.spiIn) ?? (detail === null ? rows[0] : undefined);
  return {
    id: `${flow.id ?? flow.name}/${detail?.spiIn ?? row?.spiIn ?? 'none'}`,
    name,
    state,
    beingReplaced: false,
    spiIn: hasKeys ? (detail?.spiIn ?? row?.spiIn ?? null) : null,
    spiOut: hasKeys ? (detail?.spiOut ?? row?.spiOut ?? null) : null,
    protocol: protocolOf(detail?.proto ?? row?.proto ?? null),
    mode: flow.mode === 'transport' ? 'transport' : flow.mode === null ? null : 'tunnel',
    udpEncapsulated: hasKeys ? (detail?.natTraversal ?? null) : null,
    proposal: hasKeys
      ? normalizeSaWords(
          detail?.proto ?? row?.proto ?? null,
          detail?.enc ?? row?.enc ?? null,
          detail?.auth ?? row?.hash ?? null,
          row?.dh ?? null,
        )
      : null,
    local: selectorsOf(detail?.local ?? null),
    remote: selectorsOf(detail?.remote ?? null),
    installedAt: hasKeys ? shifted(at, detail?.sinceRekeySeconds ?? null, -1) : null,
    expiresAt: hasKeys ? shifted(at, detail?.remainSeconds ?? row?.remainSeconds ?? null, 1) : null,
    counters: detail === null ? null : countersOf(flow, detail),
    rawState: flow.state,
  };
}

/** `inactive` keeps the last SPIs when the SA is gone, but says `not established` for its algorithms. */
function childState(flow: FlowWords): ChildSa['state'] {
  const keys = flow.detail?.keysEstablished ?? null;
  if (flow.state === 'active') return keys === false ? 'unknown' : 'installed';
  if (flow.state === 'init') return 'down';
  if (flow.state === 'inactive') return keys === null ? 'unknown' : keys ? 'installed' : 'down';
  return 'unknown';
}

function replacedSa(current: ChildSa, row: IpsecSaWords, at: string): ChildSa {
  return {
    ...current,
    id: `${row.tunnelId}/${row.spiIn}`,
    state: 'installed',
    beingReplaced: true,
    spiIn: row.spiIn,
    spiOut: row.spiOut,
    proposal: normalizeSaWords(row.proto, row.enc, row.hash, row.dh),
    installedAt: null,
    expiresAt: shifted(at, row.remainSeconds, 1),
    counters: null,
    rawState: 'listed',
  };
}

function protocolOf(word: string | null): ChildSa['protocol'] {
  const lower = word?.toLowerCase();
  return lower === 'esp' || lower === 'ah' ? lower : null;
}

export function shifted(at: string, seconds: number | null, direction: 1 | -1): string | null {
  return seconds === null ? null : new Date(Date.parse(at) + direction * seconds * 1_000).toISOString();
}

function selectorsOf(range: FlowRange | null): readonly Selector[] {
  if (range === null) return [];
  const selector = range.start.includes('/') ? readSelector(range.start) : fromRange(range.start, range.end);
  if (selector === null) return [];
  const anyPort = range.fromPort === 0 && (range.toPort === 65_535 || range.toPort === 0);
  return [
    {
      ...selector,
      protocol: range.protocol === 0 ? null : range.protocol,
      ports: anyPort ? null : { from: range.fromPort, to: range.toPort },
    },
  ];
}

/** The counters belong to the tunnel id: they survive rekeys, and start again at a commit, reboot, failover or clear. */
export function countersOf(flow: FlowWords, detail: FlowDetailWords): Counters {
  return {
    scope: 'tunnel',
    identity: `${flow.name}#${flow.id ?? ''}`,
    bytesIn: detail.bytesIn,
    bytesOut: detail.bytesOut,
    packetsIn: detail.packetsIn,
    packetsOut: detail.packetsOut,
    lastInAt: null,
    lastOutAt: null,
    errors: {
      authentication: detail.authErrors,
      decryption: detail.decryptErrors,
      replay: detail.replayed,
      lifetime: detail.lifetimeExpired,
    },
    acquires: detail.acquires,
  };
}

/** `status` is False also where no monitor runs, so `on` decides; the word of the summary is the fallback. */
function monitorOf(tunnel: TunnelConfig, flows: readonly FlowWords[]): MonitorLive | null {
  const running = flows.map((flow) => flow.detail?.monitor ?? null).find((monitor) => monitor?.on);
  if (running)
    return {
      enabled: true,
      state: running.status === null ? 'unknown' : running.status ? 'up' : 'down',
      source: running.source,
      destination: running.destination ?? tunnel.monitor?.destination ?? null,
      sent: running.sent,
      answered: running.received,
    };
  const word = flows.map((flow) => flow.monitor).find((monitor) => monitor === 'up' || monitor === 'down');
  if (!tunnel.monitor?.enabled && word === undefined) return null;
  return {
    enabled: true,
    state: word === 'up' || word === 'down' ? word : 'unknown',
    source: null,
    destination: tunnel.monitor?.destination ?? null,
    sent: null,
    answered: null,
  };
}
