// Which of the tunnels that alerts mean at the same time are one incident, by what they share; pure.

import type { Share } from '../domain/share.js';
import type { FleetTunnel } from '../fleet/fleetTunnel.js';
import { groupByShares, sharesIn } from '../fleet/sharing.js';
import { type LookedAt, worstFirst } from './fate.js';

export interface FailingGroup {
  /** The worst first. */
  readonly tunnels: readonly FleetTunnel[];
  /** Null for a tunnel that fails by itself. */
  readonly shares: Share | null;
}

/** Two of many may well break by chance, each for a cause of its own; two that are all of them do not. */
const leastTogether = 3;
/** Of those that share a thing: when most of them work, it is not what broke. */
const leastPortion = 0.5;
/** What broke at another time broke for another cause. */
const nearMs = 10 * 60_000;

/**
 * @param fleet every tunnel that there is, for how many share a thing and do not fail.
 * @param eventsOf what happened to the devices of a tunnel just before.
 * @param standing what incidents of a moment ago share: a tunnel that comes late belongs to one of them.
 */
export function failingGroups(
  failing: readonly LookedAt[],
  fleet: readonly FleetTunnel[],
  eventsOf: (tunnel: FleetTunnel, shares: readonly Share[]) => readonly Share[],
  standing: readonly Share[],
): readonly FailingGroup[] {
  const sharesOf = sharesIn(fleet);
  const older = failing.filter((one) => one.isOlder);
  const newer = brokenTogether(failing.filter((one) => !one.isOlder));
  return [...newer, older].flatMap((some, index) => {
    const all = some.toSorted(worstFirst).map(({ tunnel }) => {
      const shares = sharesOf(tunnel);
      return { tunnel, shares: [...eventsOf(tunnel, shares), ...shares] };
    });
    // Of what broke at a time that nobody knows, only all that share a thing broke together.
    const isGroup = some === older ? isAll : isNoChance;
    return groupByShares(all, isGroup).map(
      ({ members, shares }): FailingGroup => ({
        tunnels: members.map(({ tunnel }) => tunnel),
        // Only what broke last can belong to what broke a moment ago.
        shares: shares ?? (index === 0 && some !== older ? late(members[0]?.shares ?? [], standing) : null),
      }),
    );
  });
}

/** The newest first. What does not tell since when is taken for new. */
function brokenTogether(failing: readonly LookedAt[]): readonly (readonly LookedAt[])[] {
  const timeOf = ({ since }: LookedAt): number =>
    since === null ? Number.POSITIVE_INFINITY : Date.parse(since);
  const sorted = failing.toSorted((a, b) => timeOf(b) - timeOf(a));
  const groups: LookedAt[][] = [];
  let last = Number.POSITIVE_INFINITY;
  for (const one of sorted) {
    const time = timeOf(one);
    const isNear =
      last === Number.POSITIVE_INFINITY ? groups.length > 0 && time === last : last - time <= nearMs;
    const group = groups.at(-1);
    if (group && isNear) group.push(one);
    else groups.push([one]);
    last = time;
  }
  return groups;
}

function isAll({ of }: Share, count: number): boolean {
  return count >= leastTogether && count >= of;
}

function isNoChance({ kind, of }: Share, count: number): boolean {
  if (count >= of) return true;
  return count >= leastTogether && (kind === 'event' || count / of >= leastPortion);
}

function late(shares: readonly Share[], standing: readonly Share[]): Share | null {
  const found = shares.find(
    (share) =>
      isOneThing(share) &&
      standing.some(
        (one) => one.kind === share.kind && one.device === share.device && one.value === share.value,
      ),
  );
  return found ?? null;
}

/** A firewall and a partner have many tunnels that break for causes of their own. */
function isOneThing({ kind }: Share): boolean {
  return kind !== 'device' && kind !== 'partner';
}
