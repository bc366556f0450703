// Which lines belong together: the events of one tunnel, told by names, numbers, cookies and address pairs.

import type { LogEvent } from '../../domain/log.js';
import { keysOf, type LineKeys } from './keys.js';
import { addressesOf, mayBeOf, Told } from './nameless.js';

export interface TunnelEvents {
  /** The connection or gateway, as the log names it; null when it names none. */
  readonly name: string | null;
  readonly names: readonly string[];
  readonly addresses: readonly string[];
  readonly events: readonly LogEvent[];
}

interface Group {
  names: Set<string>;
  addresses: Set<string>;
  /** Address pairs, as they stand in its lines. */
  pairs: Set<string>;
  /** Where its events stand among all. */
  indexes: number[];
  readonly told: Told;
}

/**
 * Splits events into tunnels, keeping their order. Lines without any key belong to what the same thread, else the line before, spoke of.
 * One tunnel that is known by number first and by name later stays one.
 */
export function splitTunnels(events: readonly LogEvent[]): TunnelEvents[] {
  const all = events.map((event) => keysOf(event.line.text, event.line.object));
  const keys = plainest(all);
  const roots = unite(keys);
  const groups = new Map<string, Group>();
  const loose: LogEvent[] = [];
  const ofLoose = new Told();
  const byThread = new Map<string, string>();
  let last: string | null = null;
  events.forEach((event, index) => {
    const own = keys[index];
    const token = own ? tokensOf(own)[0] : undefined;
    const beside = (own?.thread && byThread.get(own.thread)) || last;
    const isElsewhere =
      token === undefined &&
      (beside === null
        ? ofLoose.shares([event]) === false
        : groups.get(beside)?.told.isElsewhere(event) === true);
    const home = token !== undefined ? roots(token) : isElsewhere ? `after:${index}` : beside;
    if (home === null) {
      loose.push(event);
      ofLoose.take(event);
      return;
    }
    last = home;
    if (own?.thread) byThread.set(own.thread, home);
    const group = groups.get(home) ?? {
      names: new Set(),
      addresses: new Set(),
      pairs: new Set(),
      indexes: [],
      told: new Told(),
    };
    groups.set(home, group);
    group.told.take(event);
    group.indexes.push(index);
    for (const pair of all[index]?.tokens.filter(isPair) ?? []) group.pairs.add(pair);
    for (const name of own?.names ?? []) group.names.add(name);
    for (const address of own?.addresses ?? []) group.addresses.add(address);
  });
  if (groups.size === 0)
    return loose.length === 0 ? [] : [{ name: null, names: [], addresses: [], events: loose }];
  const tunnels = withNameless([...groups.values()]).map((group) => ({
    name: [...group.names][0] ?? null,
    names: [...group.names],
    addresses: [...group.addresses],
    events: group.indexes.flatMap((at) => events[at] ?? []),
  }));
  const [first, ...others] = tunnels;
  if (first === undefined || loose.length === 0) return tunnels;
  // What came before the first name was known belongs to whom it was first known of.
  if (mayBeOf(loose, first.events)) return [{ ...first, events: [...loose, ...first.events] }, ...others];
  return [{ name: null, names: [], addresses: addressesOf(loose), events: loose }, ...tunnels];
}

/**
 * An attempt that is refused before its connection is known has a number and no name: it belongs to the attempts between the
 * same addresses, and to their connection when there is only one.
 */
function withNameless(groups: readonly Group[]): Group[] {
  const homes = new Map<string, Group | 'several'>();
  for (const group of groups.filter(({ names }) => names.size > 0)) {
    for (const pair of group.pairs) homes.set(pair, homes.has(pair) ? 'several' : group);
  }
  const nameless = new Map<string, Group>();
  const homeOf = (group: Group): Group => {
    const pairs = [...group.pairs];
    const named = new Set(pairs.flatMap((pair) => homes.get(pair) ?? []));
    const [only] = named;
    if (named.size === 1 && only !== undefined && only !== 'several') return only;
    const before = pairs.map((pair) => nameless.get(pair)).find((one) => one !== undefined) ?? group;
    for (const pair of pairs) nameless.set(pair, before);
    return before;
  };
  const kept = new Set<Group>();
  for (const group of groups) {
    const home = group.names.size > 0 ? group : homeOf(group);
    kept.add(home);
    if (home !== group) takeIn(home, group);
  }
  const sorted = [...kept].map((group) => ({ ...group, indexes: group.indexes.sort((a, b) => a - b) }));
  return sorted.sort((a, b) => (a.indexes[0] ?? 0) - (b.indexes[0] ?? 0));
}

function takeIn(home: Group, group: Group): void {
  for (const address of group.addresses) home.addresses.add(address);
  for (const pair of group.pairs) home.pairs.add(pair);
  for (const index of group.indexes) home.indexes.push(index);
}

function isPair(token: string): boolean {
  return token.startsWith('pair:');
}

/**
 * Address pairs tell tunnels apart only where nothing better is printed: behind NAT one negotiation shows several pairs.
 */
function plainest(keys: readonly LineKeys[]): LineKeys[] {
  const better = keys.some((own) => own.names.length > 0 || own.tokens.some((token) => !isPair(token)));
  return better
    ? keys.map((own) => ({ ...own, tokens: own.tokens.filter((token) => !isPair(token)) }))
    : [...keys];
}

/** Only those of the tunnel in question; every one when nothing was asked for. */
export function keepTunnels(
  tunnels: readonly TunnelEvents[],
  names: readonly string[],
  peers: readonly string[],
): TunnelEvents[] {
  if (names.length === 0 && peers.length === 0) return [...tunnels];
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  return tunnels.filter(
    (tunnel) =>
      tunnel.names.some(
        (name) => wanted.has(name.toLowerCase()) || wanted.has(name.split(':')[0]?.toLowerCase() ?? ''),
      ) ||
      tunnel.addresses.some((address) => peers.includes(address)) ||
      (tunnel.names.length === 0 && tunnel.addresses.length === 0),
  );
}

function tokensOf(keys: LineKeys): string[] {
  return [...keys.names.map((name) => `name:${name.toLowerCase()}`), ...keys.tokens];
}

/** Union-find over tokens that occur in one line; answers the representative of a token. */
function unite(lines: readonly LineKeys[]): (token: string) => string {
  const parent = new Map<string, string>();
  const find = (token: string): string => {
    let at = token;
    for (let next = parent.get(at); next !== undefined && next !== at; next = parent.get(at)) at = next;
    parent.set(token, at);
    return at;
  };
  for (const keys of lines) {
    const tokens = tokensOf(keys);
    const first = tokens[0];
    if (first === undefined) continue;
    for (const token of tokens) {
      // Two names in one line are two connections of one peer: they stay two tunnels.
      if (token.startsWith('name:') && first.startsWith('name:') && token !== first) continue;
      const a = find(first);
      const b = find(token);
      if (a === b) continue;
      // A pair of addresses that already belongs to another name does not make one tunnel of two names.
      if (a.startsWith('name:') && b.startsWith('name:')) continue;
      if (b.startsWith('name:')) parent.set(a, b);
      else parent.set(b, a);
    }
  }
  return find;
}
