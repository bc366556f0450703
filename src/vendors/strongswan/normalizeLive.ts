// What a daemon holds for one tunnel at one moment: its SAs, which children have none, and whether a trap waits.

import type { TunnelLive } from '../../domain/live.js';
import type { TunnelSummary } from '../../domain/overview.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import { trapsByConnection } from './fetchInventory.js';
import { type Moment, normalizeChildSas, normalizeIkeSa } from './normalizeSas.js';
import type { Named } from './parse.js';
import type { IkeSaWords, PolicyWords } from './schema.js';

/** The name of an IKE_SA that a peer began and for which no connection was selected yet. */
const UNNAMED = '(unnamed)';

export interface Seen {
  readonly sas: readonly Named<IkeSaWords>[];
  /** Null: the policies could not be read. */
  readonly policies: readonly Named<PolicyWords>[] | null;
  /** The daemon holds more IKE_SAs than it listed: it was busy with some. */
  readonly partial: boolean;
}

/** What was seen, by connection: so that every tunnel of a large gateway finds its own at once. */
interface Index {
  readonly sas: ReadonlyMap<string, readonly Named<IkeSaWords>[]>;
  readonly traps: ReturnType<typeof trapsByConnection> | null;
}

const indexes = new WeakMap<Seen, Index>();

function indexOf(seen: Seen): Index {
  const kept = indexes.get(seen);
  if (kept !== undefined) return kept;
  const sas = new Map<string, Named<IkeSaWords>[]>();
  for (const sa of seen.sas) {
    const own = sas.get(keyOf(sa));
    if (own === undefined) sas.set(keyOf(sa), [sa]);
    else own.push(sa);
  }
  const index = { sas, traps: seen.policies === null ? null : trapsByConnection(seen.policies) };
  indexes.set(seen, index);
  return index;
}

/** SAs without a connection are found by their peer. */
function keyOf({ name, words }: Named<IkeSaWords>): string {
  return name === UNNAMED ? `${UNNAMED} ${words['remote-host'] ?? ''}` : name;
}

export function normalizeLive(tunnel: TunnelConfig, seen: Seen, moment: Moment): TunnelLive {
  const index = indexOf(seen);
  const { peer } = tunnel.ike;
  const unnamed = peer?.kind === 'address' ? (index.sas.get(`${UNNAMED} ${peer.address}`) ?? []) : [];
  const own = [...(index.sas.get(tunnel.tunnel) ?? []), ...unnamed.filter((sa) => belongsTo(sa, tunnel))];
  const children = own.flatMap(({ words }) => normalizeChildSas(words, moment));
  const present = new Set(children.filter((child) => !child.beingReplaced).map((child) => child.name));
  const missing = tunnel.children.map((child) => child.name).filter((name) => !present.has(name));
  return {
    tunnel: tunnel.tunnel,
    at: moment.at.toISOString(),
    ...(moment.readInMs === undefined ? {} : { readInMs: moment.readInMs }),
    ike: own.map(({ name, words }) => normalizeIkeSa(name === UNNAMED ? tunnel.tunnel : name, words, moment)),
    children,
    missingChildren: missing,
    waitsForTraffic: waitsForTraffic(tunnel, missing, index.traps),
    monitor: null,
    partial: seen.partial,
    mtu: null,
  };
}

/** Of the SAs that its peer began and that have no connection yet: one at the tunnel's own address. */
function belongsTo(sa: Named<IkeSaWords>, tunnel: TunnelConfig): boolean {
  const { localAddress } = tunnel.ike;
  return localAddress === null || localAddress === sa.words['local-host'];
}

/** A trap policy stays installed while the SA is up; what counts is whether one waits for each child that has no SA. */
function waitsForTraffic(
  tunnel: TunnelConfig,
  missing: readonly string[],
  traps: Index['traps'],
): boolean | null {
  if (traps === null) return null;
  const own = traps.get(tunnel.tunnel);
  const asked = missing.length > 0 ? missing : tunnel.children.map((child) => child.name);
  return asked.length > 0 && asked.every((name) => own?.has(name) === true);
}

/** The same children with the same keys in both looks: then only counters can differ. */
export function sameChildren(a: TunnelLive, b: TunnelLive): boolean {
  const keys = (live: TunnelLive): string =>
    live.children.map((child) => `${child.id} ${child.spiIn} ${child.spiOut} ${child.rawState}`).join();
  return a.children.length > 0 && keys(a) === keys(b);
}

/** One row of the overview: the state that this moment alone shows. */
export function summarize(tunnel: TunnelConfig, live: TunnelLive): TunnelSummary {
  const up = live.children.filter((child) => child.state === 'installed' || child.state === 'rekeying');
  const upNames = new Set(up.map((child) => child.name));
  const established = live.ike.find((ike) => ike.state === 'established' || ike.state === 'rekeying');
  const peer = live.ike.find((ike) => ike.peerAddress !== null)?.peerAddress ?? configuredPeer(tunnel);
  const oldest = [established?.establishedAt ?? null, ...up.map((child) => child.installedAt)]
    .filter((at) => at !== null)
    .sort()[0];
  const row = (state: TunnelSummary['state'], basis: string): TunnelSummary => ({
    tunnel: tunnel.tunnel,
    state,
    since: state === 'up' || state === 'degraded' ? (oldest ?? null) : null,
    peer,
    basis,
    live,
  });
  const missing = tunnel.children.filter((child) => !upNames.has(child.name)).length;
  if (up.length > 0 && missing === 0) return row('up', 'every child SA is installed');
  if (up.length > 0) {
    return live.waitsForTraffic === true
      ? row('up', `${missing} of ${tunnel.children.length} children wait for traffic`)
      : row('degraded', `${missing} of ${tunnel.children.length} children have no SA`);
  }
  if (live.partial) return row('unknown', 'the daemon was busy with some SAs');
  if (established !== undefined) return row('down', 'IKE SA established, no child SA');
  if (live.ike.some((ike) => ike.state === 'connecting')) return row('down', 'IKE SA connecting');
  if (live.waitsForTraffic === true) return row('idle', 'no SA, a trap policy waits for traffic');
  return live.waitsForTraffic === null
    ? row('unknown', 'no SA; policies could not be read')
    : row('down', 'no IKE SA');
}

function configuredPeer(tunnel: TunnelConfig): string | null {
  const { peer } = tunnel.ike;
  return peer?.kind === 'address' ? peer.address : peer?.kind === 'fqdn' ? peer.name : null;
}
