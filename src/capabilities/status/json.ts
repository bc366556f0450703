// The machine form of a status, as `--json` prints it; null means that the device does not tell.

import type { Decision } from '../../domain/decision.js';
import { type ChildSa, isUp, type TunnelLive } from '../../domain/live.js';
import { selectorText } from '../../domain/selector.js';
import type { ChildConfig } from '../../domain/tunnelConfig.js';
import { mainIkeSa } from '../../fleet/state.js';
import type { StatusEnd, TunnelStatus } from '../../fleet/status.js';
import { uncheckedOf } from './gaps.js';

export function statusJson(status: TunnelStatus, { since, sinceAtLeast, cause, trigger }: Decision): unknown {
  return {
    schema: 1,
    tunnel: status.tunnel.name,
    state: status.state.state,
    since,
    sinceAtLeast: sinceAtLeast ?? false,
    cause: cause ? { cause: cause.code, confidence: cause.confidence, says: cause.says } : null,
    trigger,
    basis: status.state.basis,
    at: status.at,
    cachedForMs: status.cachedForMs,
    ends: [...status.ends.map(endJson), ...foreignEnd(status)],
    unchecked: uncheckedOf(status),
  };
}

function foreignEnd(status: TunnelStatus): unknown[] {
  if (status.ends.length > 1) return [];
  const [ours] = status.ends;
  const config = ours?.config.known ? ours.config.value : null;
  const peer = config?.ike.peer?.kind === 'address' ? config.ike.peer.address : null;
  const { partner } = status.tunnel.declared;
  return [
    {
      device: partner?.name ?? peer,
      vendor: partner?.vendor ?? null,
      readable: false,
      state: 'unknown',
      ike: { ...noIke, state: 'unknown' },
      children: [],
      monitor: null,
    },
  ];
}

const noIke = { version: null, role: null, peer: null, establishedAt: null, expiresAt: null };

function endJson(end: StatusEnd): unknown {
  const live = end.live.known ? end.live.value : null;
  return {
    device: end.device,
    vendor: end.vendor,
    tunnel: end.tunnel,
    readable: true,
    state: end.state.state,
    since: end.state.since,
    basis: end.state.basis,
    ike: ikeJson(end, live),
    children: live ? childrenJson(end, live) : [],
    traffic: 'rate' in end.traffic ? end.traffic.rate : null,
    monitor: live?.monitor ? monitorJson(live.monitor) : null,
    at: end.live.known ? end.live.source.at : null,
  };
}

function ikeJson(end: StatusEnd, live: TunnelLive | null): unknown {
  const configured = end.config.known ? end.config.value.ike.peer : null;
  const peer = configured?.kind === 'address' ? configured.address : null;
  if (!live) return { ...noIke, state: 'unknown', peer };
  const sa = mainIkeSa(live.ike);
  if (!sa) return { ...noIke, state: live.partial ? 'unknown' : 'down', peer };
  return {
    state: sa.state === 'rekeying' ? 'established' : sa.state,
    version: sa.version,
    role: sa.role,
    peer: sa.peerAddress ?? peer,
    establishedAt: sa.establishedAt,
    expiresAt: sa.expiresAt,
    initiatorSpi: sa.initiatorSpi,
    responderSpi: sa.responderSpi,
    natDetected: sa.natDetected,
  };
}

function monitorJson(monitor: NonNullable<TunnelLive['monitor']>): unknown {
  return { ...monitor, sent: decimal(monitor.sent), answered: decimal(monitor.answered) };
}

/** Children that were replaced by a younger SA of the same name are left out; configured ones without SA are listed as down. */
function childrenJson(end: StatusEnd, live: TunnelLive): unknown[] {
  const shown = shownChildren(live);
  const configured = end.config.known ? end.config.value.children : [];
  const missing = new Set([...live.missingChildren, ...configured.map((child) => child.name)]);
  for (const sa of live.children) missing.delete(sa.name);
  return [
    ...shown.map((sa) => childJson(sa, configured.find((child) => child.name === sa.name) ?? null)),
    ...[...missing].map((name) =>
      missingJson(name, configured.find((child) => child.name === name) ?? null, live.partial),
    ),
  ];
}

/** SAs without those that a younger one of the same name has replaced. */
export function shownChildren(live: TunnelLive): readonly ChildSa[] {
  return live.children.filter(
    (sa) =>
      !sa.beingReplaced ||
      !live.children.some(
        (other) => other !== sa && other.name === sa.name && isUp(other) && !other.beingReplaced,
      ),
  );
}

function childJson(sa: ChildSa, configured: ChildConfig | null): unknown {
  return {
    name: sa.name,
    state: sa.state,
    spiIn: sa.spiIn,
    spiOut: sa.spiOut,
    bytesIn: decimal(sa.counters?.bytesIn),
    bytesOut: decimal(sa.counters?.bytesOut),
    packetsIn: decimal(sa.counters?.packetsIn),
    packetsOut: decimal(sa.counters?.packetsOut),
    localSelectors: (sa.local.length > 0 ? sa.local : (configured?.local ?? [])).map(selectorText),
    remoteSelectors: (sa.remote.length > 0 ? sa.remote : (configured?.remote ?? [])).map(selectorText),
    installedAt: sa.installedAt,
    expiresAt: sa.expiresAt,
  };
}

function missingJson(name: string, configured: ChildConfig | null, partial: boolean): unknown {
  return {
    name,
    state: partial ? 'unknown' : 'down',
    spiIn: null,
    spiOut: null,
    bytesIn: null,
    bytesOut: null,
    packetsIn: null,
    packetsOut: null,
    localSelectors: (configured?.local ?? []).map(selectorText),
    remoteSelectors: (configured?.remote ?? []).map(selectorText),
    installedAt: null,
    expiresAt: null,
  };
}

function decimal(value: bigint | null | undefined): string | null {
  return value === null || value === undefined ? null : value.toString();
}
