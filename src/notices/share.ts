// What tunnels that broke at once have in common, and which of them make one message.

import type { FleetTunnel } from '../fleet/fleetTunnel.js';
import type { Mark } from '../watch/state.js';
import type { Notice, NoticedTunnel, Trait } from './notice.js';

/** Fewer are told one by one: two may well break by chance, and each has its own cause. */
const leastTogether = 3;
/** So many single messages at once are no help to anybody. */
const mostSingle = 5;
const nearMs = 15 * 60_000;

/** The most telling first. */
const order: readonly Trait['kind'][] = ['event', 'line', 'peer', 'partner', 'address', 'firewall'];

/** @param marks what happened to its devices; only what is near the moment counts. */
export function traitsOf(tunnel: FleetTunnel, marks: readonly Mark[], at: string): readonly Trait[] {
  const ends = tunnel.theirs ? [tunnel.ours, tunnel.theirs] : [tunnel.ours];
  const devices = ends.map(({ device }) => device);
  const events = marks.filter(
    ({ kind, device, at: then }) =>
      (kind === 'failover' || kind === 'restart') &&
      devices.includes(device) &&
      Math.abs(Date.parse(at) - Date.parse(then)) <= nearMs,
  );
  const { partner } = tunnel.declared;
  const trait = (kind: Trait['kind'], value: string | null): Trait[] =>
    value === null || value === '' ? [] : [{ kind, value, at: null }];
  return [
    ...events.map(({ text, at: then }): Trait => ({ kind: 'event', value: text, at: then })),
    ...ends.flatMap(({ device, config }) => {
      const ike = config.known ? config.value.ike : null;
      const peer = ike?.peer?.kind === 'address' && tunnel.theirs === null ? ike.peer.address : null;
      return [
        ...trait('firewall', device),
        ...trait('line', ike?.localInterface ? `${device} ${ike.localInterface}` : null),
        ...trait('address', ike?.localAddress ?? null),
        ...trait('peer', peer),
      ];
    }),
    ...trait('partner', tunnel.theirs === null ? (partner?.name ?? null) : null),
  ];
}

/** What all of them have, the most telling first. */
export function sharedBy(tunnels: readonly Pick<NoticedTunnel, 'traits'>[]): readonly Trait[] {
  const [first, ...others] = tunnels;
  if (!first || others.length === 0) return [];
  const shared = first.traits.filter((trait) => others.every(({ traits }) => traits.some(sameAs(trait))));
  return uniqueOf(shared).toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/**
 * Those that share most go together, then those that share most of the rest; what is left stands alone, or together where that
 * would be too many messages.
 */
export function togetherOf(tunnels: readonly NoticedTunnel[]): readonly (readonly NoticedTunnel[])[] {
  const groups: (readonly NoticedTunnel[])[] = [];
  let rest = tunnels;
  for (;;) {
    const largest = largestOf(rest);
    if (largest.length < leastTogether) break;
    groups.push(largest);
    rest = rest.filter((one) => !largest.includes(one));
  }
  return rest.length > mostSingle ? [...groups, rest] : [...groups, ...rest.map((one) => [one])];
}

function largestOf(tunnels: readonly NoticedTunnel[]): readonly NoticedTunnel[] {
  const holders = new Map<string, NoticedTunnel[]>();
  for (const tunnel of tunnels)
    for (const key of new Set(tunnel.traits.map(keyOf))) {
      const known = holders.get(key);
      if (known) known.push(tunnel);
      else holders.set(key, [tunnel]);
    }
  return [...holders.values()].reduce((best, next) => (next.length > best.length ? next : best), []);
}

/** How long a message about several takes those in that broke a little later. */
const joinMs = 5 * 60_000;

/** The message that a tunnel belongs to which broke a little later; null when there is none. */
export function joins(
  tunnel: NoticedTunnel,
  channel: string,
  open: readonly Notice[],
  at: string,
): Notice | null {
  const found = open.find(
    (one) =>
      one.phase === 'standing' &&
      one.channel === channel &&
      one.tunnels.length >= leastTogether &&
      Date.parse(at) - Date.parse(one.openedAt) <= joinMs &&
      one.shares.some((trait) => tunnel.traits.some(sameAs(trait))),
  );
  return found ?? null;
}

function keyOf({ kind, value }: Trait): string {
  return `${kind} ${value}`;
}

function sameAs(trait: Trait): (other: Trait) => boolean {
  return (other) => keyOf(other) === keyOf(trait);
}

function uniqueOf(traits: readonly Trait[]): readonly Trait[] {
  return [...new Map(traits.map((trait) => [keyOf(trait), trait])).values()];
}
