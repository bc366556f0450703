// Rows of `monitor/vpn/ipsec` of a whole device → one row for each tunnel; idle and "only answers" are told apart from down.

import type { TunnelState } from '../../domain/live.js';
import type { TunnelSummary } from '../../domain/overview.js';
import { peerText, type TunnelConfig } from '../../domain/tunnelConfig.js';
import type { Tries } from '../sweptTries.js';
import { ageOf, isDialUp, normalizeLive, rowsOf } from './normalizeLive.js';
import type { TunnelRow } from './parseTunnels.js';

type TriesOf = (tunnel: TunnelConfig) => Tries;

export interface OverviewParts {
  readonly tunnels: readonly TunnelConfig[];
  readonly rows: readonly TunnelRow[];
  readonly triesOf: TriesOf;
  /** When the rows were read, our clock. */
  readonly at: Date;
}

/** Every configured tunnel in the device's order; rows that the configuration does not know are ADVPN shortcuts or newer than it. */
export function normalizeOverview(parts: OverviewParts): readonly TunnelSummary[] {
  return parts.tunnels.map((tunnel) => summaryOf(tunnel, parts));
}

/** Tunnels for which only the log can tell idle from down. */
export function undecided({
  tunnels,
  rows,
}: Pick<OverviewParts, 'tunnels' | 'rows'>): readonly TunnelConfig[] {
  return tunnels.filter((tunnel) => !isDisabled(tunnel) && withoutSa(tunnel, rowsOf(tunnel, rows)) !== 0);
}

function summaryOf(tunnel: TunnelConfig, { rows, triesOf, at }: OverviewParts): TunnelSummary {
  const own = rowsOf(tunnel, rows);
  const tries = triesOf(tunnel);
  const [state, basis] = judge(tunnel, own, tries);
  const ages = own.flatMap(({ ageSeconds }) => (ageSeconds === null ? [] : [ageSeconds]));
  const isUp = state === 'up' || state === 'degraded';
  return {
    tunnel: tunnel.tunnel,
    state,
    since: isUp && ages.length > 0 ? ageOf(Math.max(...ages), at) : null,
    peer: own.find(({ peer }) => peer !== null)?.peer ?? peerText(tunnel.ike.peer),
    basis,
    ...(tries.log ? { log: tries.log } : {}),
    ...(own.length > 0 ? { live: normalizeLive(tunnel, rows, at) } : {}),
  };
}

function judge(
  tunnel: TunnelConfig,
  own: readonly TunnelRow[],
  tries: Tries,
): readonly [TunnelState, string] {
  if (isDisabled(tunnel)) return ['disabled', 'the tunnel interface is set down'];
  const selectors = own.flatMap((row) => row.selectors);
  if (isDialUp(tunnel)) return judgeDialUp(own, tries);
  if (own.length === 0) return ['unknown', 'not in the list of tunnels that run'];
  const odd = selectors.find(({ up }) => up === null);
  if (odd) return ['unknown', `selector ${odd.phase2} is ${odd.status || 'in a state that is not told'}`];
  const missing = withoutSa(tunnel, own);
  const names = tunnel.children.length;
  if (missing === 0) return ['up', names === 1 ? 'selector up' : `all ${names} selectors up`];
  const count = missing < names ? `${names - missing} of ${names} selectors up` : 'no selector up';
  const broken: TunnelState = missing < names ? 'degraded' : 'down';
  if (tries.trying === 'failing') return [broken, `${count}, negotiation fails`];
  if (startsByItself(tunnel, own)) return [broken, `${count}, though it negotiates by itself`];
  if (tries.trying === null)
    return ['unknown', `${count}; whether anybody asks for it is not known: ${tries.why}`];
  if (missing < names) return ['up', `${count}, the rest wait for traffic`];
  return tunnel.ike.passive === true
    ? ['idle', `${count}, it only answers, and nobody tried`]
    : ['idle', `${count}, nothing asks for it`];
}

/** A phase 1 for dial-up waits for its peers: without any it is idle. */
function judgeDialUp(own: readonly TunnelRow[], { trying, why }: Tries): readonly [TunnelState, string] {
  const connected = own.filter((row) => row.selectors.some(({ up }) => up === true)).length;
  if (connected > 0)
    return ['up', connected === 1 ? 'one peer is connected' : `${connected} peers are connected`];
  if (trying === 'failing') return ['down', 'no peer is connected, and one tries in vain'];
  if (trying === null) return ['unknown', `no peer is connected; whether one tries is not known: ${why}`];
  return ['idle', 'no peer is connected, and none tries'];
}

/** Configured children of which no selector is up, by name. */
function withoutSa(tunnel: TunnelConfig, own: readonly TunnelRow[]): number {
  const up = namesUp(own);
  if (isDialUp(tunnel)) return up.size === 0 ? 1 : 0;
  return tunnel.children.filter(({ name }) => !up.has(name)).length;
}

function namesUp(own: readonly TunnelRow[]): ReadonlySet<string> {
  return new Set(
    own.flatMap((row) => row.selectors.filter(({ up }) => up === true)).map((one) => one.phase2),
  );
}

function startsByItself(tunnel: TunnelConfig, own: readonly TunnelRow[]): boolean {
  const up = namesUp(own);
  return (
    tunnel.ike.passive !== true &&
    tunnel.children.some(({ name, start }) => start === 'at-once' && !up.has(name))
  );
}

function isDisabled(tunnel: TunnelConfig): boolean {
  return tunnel.disabled === true || tunnel.ike.disabled === true;
}
