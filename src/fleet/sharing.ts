// What tunnels that fail together share: the peer, the interface or address that they leave by, the partner, the firewall; its region only where nothing else explains so many.

import { type Share, shareKinds } from '../domain/share.js';
import { endsOf, type FleetEnd, type FleetTunnel } from './fleetTunnel.js';
import { canonicalAddress } from './pairing.js';

interface Sharing {
  readonly shares: readonly Share[];
}

/** Two of many may well break by chance, each for a cause of its own; two that are all of them do not. */
const leastTogether = 3;
/** Of those that share a thing: when most of them work, it is not what broke. */
const leastPortion = 0.5;

export function isNoChance({ kind, of }: Share, failing: number): boolean {
  if (failing >= of) return true;
  return failing >= leastTogether && (kind === 'event' || failing / of >= leastPortion);
}

/** Of what broke at a time that nobody knows, only all that share a thing broke together. */
export function isAll({ of }: Share, failing: number): boolean {
  return failing >= leastTogether && failing >= of;
}

/** How many that share a thing fail now, also those that stand in another group already. */
type IsGroup = (share: Share, failing: number) => boolean;

/**
 * Groups of what fails at the same time, each by what most of those that share it fail for: three of the three tunnels to one peer
 * say more than four of the two hundred of a hub. Everything stands in one group. The one that says most comes first: how many fail,
 * times the portion of those that could.
 * @param isGroup whether so many are no coincidence.
 * @param also fail with them, and stand in no group.
 */
export function groupByShares<T extends Sharing>(
  failing: readonly T[],
  isGroup: IsGroup = isNoChance,
  also: readonly Sharing[] = [],
): readonly { readonly members: readonly T[]; readonly shares: Share | null }[] {
  const groups: { members: readonly T[]; shares: Share | null }[] = [];
  const counts = countsOf([...failing, ...also]);
  // One that another group took works no better for it: what is left is judged by all of them.
  const isNoCoincidence = (share: Share): boolean => isGroup(share, counts.get(keyOf(share)) ?? 0);
  let left = failing;
  for (;;) {
    const best = bestShare(left, isNoCoincidence);
    if (best === null) break;
    groups.push({ members: best.members, shares: best.share });
    left = left.filter((one) => !best.members.includes(one));
  }
  const apart = left.map((one) => ({ members: [one], shares: null }));
  return inOneRegion([...groups, ...apart], counts);
}

interface Group<T> {
  readonly members: readonly T[];
  readonly shares: Share | null;
}

const ofOneFirewall: readonly Share['kind'][] = ['interface', 'address', 'device'];

/**
 * A region says the least of a cause: it counts where nothing in it works any more and several of its firewalls fail for nothing
 * that they share otherwise.
 */
function inOneRegion<T extends Sharing>(
  groups: readonly Group<T>[],
  counts: ReadonlyMap<string, number>,
): readonly Group<T>[] {
  const regions = uniqueOf(
    groups.flatMap(({ members }) => members.flatMap(({ shares }) => shares)).filter(isRegion),
  );
  let left = groups;
  for (const region of regions) {
    if ((counts.get(keyOf(region)) ?? 0) < region.of) continue;
    const inside = left.filter(({ members, shares }) => {
      const isWeaker = shares === null || ofOneFirewall.includes(shares.kind);
      return isWeaker && members.every((one) => haveIt(one, region));
    });
    const devices = new Set(inside.flatMap(({ shares }) => shares?.device ?? []));
    const isWhole = left.every(
      (one) => inside.includes(one) || !one.members.some((of) => haveIt(of, region)),
    );
    if (devices.size < 2 || !isWhole) continue;
    const members = inside.flatMap((one) => one.members);
    left = [{ members, shares: region }, ...left.filter((one) => !inside.includes(one))];
  }
  return left;
}

function isRegion({ kind }: Share): boolean {
  return kind === 'region';
}

function haveIt({ shares }: Sharing, share: Share): boolean {
  return shares.some((one) => keyOf(one) === keyOf(share));
}

function countsOf(all: readonly { readonly shares: readonly Part[] }[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { shares } of all)
    for (const key of new Set(shares.map(keyOf))) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function bestShare<T extends Sharing>(all: readonly T[], isGroup: (share: Share) => boolean) {
  const found = new Map<string, { readonly share: Share; readonly members: T[] }>();
  for (const one of all) {
    for (const share of uniqueOf(one.shares.filter((share) => !isRegion(share)))) {
      const entry = found.get(keyOf(share)) ?? { share, members: [] };
      entry.members.push(one);
      found.set(keyOf(share), entry);
    }
  }
  const candidates = [...found.values()].flatMap(({ share, members }) => {
    const count = members.length;
    if (count < 2 || !isGroup(share)) return [];
    return [{ share, members, weight: (count * count) / Math.max(share.of, count) }];
  });
  const [best] = candidates.toSorted(
    (a, b) =>
      b.weight - a.weight ||
      b.members.length - a.members.length ||
      shareKinds.indexOf(a.share.kind) - shareKinds.indexOf(b.share.kind) ||
      a.share.value.localeCompare(b.share.value),
  );
  return best ?? null;
}

/** What all of them have, the one that says most first; nothing for one alone. */
export function sharedByAll([first, ...others]: readonly Sharing[]): readonly Share[] {
  if (!first || others.length === 0) return [];
  return uniqueOf(first.shares)
    .filter((share) => others.every(({ shares }) => shares.some((one) => keyOf(one) === keyOf(share))))
    .toSorted((a, b) => shareKinds.indexOf(a.kind) - shareKinds.indexOf(b.kind));
}

/** A region alone is no reason to take one tunnel for another. */
export function haveOneOf(shares: readonly Share[], theirs: Sharing): boolean {
  return shares.some((share) => !isRegion(share) && haveIt(theirs, share));
}

function uniqueOf(shares: readonly Share[]): readonly Share[] {
  return [...new Map(shares.map((share) => [keyOf(share), share])).values()];
}

/** Equal for equal things. */
function keyOf({ kind, device, value }: Part): string {
  return `${kind}\n${device ?? ''}\n${value}`;
}

type Part = Omit<Share, 'of'>;

/** What a tunnel of this fleet has that others may have, too. */
export function sharesIn(fleet: readonly FleetTunnel[]): (tunnel: FleetTunnel) => readonly Share[] {
  const totals = countsOf(fleet.map((tunnel) => ({ shares: partsOf(tunnel) })));
  return (tunnel) => partsOf(tunnel).map((part) => ({ ...part, of: totals.get(keyOf(part)) ?? 1 }));
}

function partsOf(tunnel: FleetTunnel): readonly Part[] {
  const partner = tunnel.declared.partner?.name;
  return [
    ...endsOf(tunnel).flatMap(partsOfEnd),
    ...(partner ? [{ kind: 'partner' as const, device: null, value: partner }] : []),
  ];
}

function partsOfEnd({ device, region, config }: FleetEnd): readonly Part[] {
  const ike = config.known ? config.value.ike : null;
  const peer = ike?.peer?.kind === 'address' ? canonicalAddress(ike.peer.address) : null;
  const local = canonicalAddress(ike?.localAddress ?? null);
  const leaves = ike?.localInterface ?? null;
  return [
    ...(peer === null ? [] : [{ kind: 'peer' as const, device: null, value: peer }]),
    ...(leaves === null ? [] : [{ kind: 'interface' as const, device, value: leaves }]),
    ...(local === null ? [] : [{ kind: 'address' as const, device, value: local }]),
    { kind: 'device', device, value: device },
    ...(region === undefined ? [] : [{ kind: 'region' as const, device: null, value: region }]),
  ];
}
