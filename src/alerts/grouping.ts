// Which of the tunnels that alerts mean at the same time are one incident, by what they share; pure.

import type { Share } from '../domain/share.js';
import type { FleetTunnel } from '../fleet/fleetTunnel.js';
import { groupByShares, isAll, isNoChance, sharesIn } from '../fleet/sharing.js';
import { type LookedAt, worstFirst } from './fate.js';

/**
 * Why it counts. `meant`: an alert means it now. `held`: it belongs to an incident of a moment ago. `seen`: the same look shows that it
 * fails, and nobody told of it; then it stands in no group.
 */
export interface Failing extends Pick<LookedAt, 'tunnel' | 'state' | 'since' | 'isOlder'> {
  readonly part: 'meant' | 'held' | 'seen';
}

export interface FailingGroup {
  /** That alerts mean, the worst first; at least one. */
  readonly tunnels: readonly FleetTunnel[];
  /** That fail with them, and belong to an incident of a moment ago. */
  readonly beside: readonly FleetTunnel[];
  /** Null for a tunnel that fails by itself. */
  readonly shares: Share | null;
}

/** What broke at another time broke for another cause. */
const nearMs = 10 * 60_000;

/**
 * @param fleet every tunnel that there is, for how many share a thing and do not fail.
 * @param eventsOf what happened to the devices of a tunnel just before.
 */
export function failingGroups(
  failing: readonly Failing[],
  fleet: readonly FleetTunnel[],
  eventsOf: (tunnel: FleetTunnel, shares: readonly Share[]) => readonly Share[],
): readonly FailingGroup[] {
  const sharesOf = sharesIn(fleet);
  const older = failing.filter((one) => one.isOlder);
  const newer = brokenTogether(failing.filter((one) => !one.isOlder));
  return [...newer, older].flatMap((some) => {
    const all = some.toSorted(worstFirst).map(({ tunnel, part }) => {
      const shares = sharesOf(tunnel);
      return { tunnel, part, shares: [...eventsOf(tunnel, shares), ...shares] };
    });
    const isMember = ({ part }: (typeof all)[number]): boolean => part !== 'seen';
    const others = all.filter((one) => !isMember(one));
    return groupByShares(all.filter(isMember), some === older ? isAll : isNoChance, others).flatMap(
      ({ members, shares }) => {
        const of = (part: Failing['part']) => members.filter((one) => one.part === part);
        const [tunnels, beside] = [of('meant'), of('held')].map((part) => part.map(({ tunnel }) => tunnel));
        return tunnels?.length ? [{ tunnels, beside: beside ?? [], shares }] : [];
      },
    );
  });
}

/** Those whose own cause is known already stand for themselves, those that are meant in a group of one. */
export function withoutExplained(
  groups: readonly FailingGroup[],
  isExplained: (tunnel: FleetTunnel, shares: Share | null) => boolean,
): readonly FailingGroup[] {
  return groups.flatMap(({ tunnels, beside, shares }) => {
    if (tunnels.length + beside.length === 1) return [{ tunnels, beside, shares }];
    const [alone, others] = [true, false].map((wanted) =>
      tunnels.filter((tunnel) => isExplained(tunnel, shares) === wanted),
    );
    const held = beside.filter((tunnel) => !isExplained(tunnel, shares));
    const isOne = others?.length === 1 && held.length === 0;
    return [
      ...(others?.length ? [{ tunnels: others, beside: held, shares: isOne ? null : shares }] : []),
      ...(alone ?? []).map((tunnel) => ({ tunnels: [tunnel], beside: [], shares: null })),
    ];
  });
}

/** The newest first. What does not tell since when is taken for new. */
function brokenTogether(failing: readonly Failing[]): readonly (readonly Failing[])[] {
  const timeOf = ({ since }: Failing): number =>
    since === null ? Number.POSITIVE_INFINITY : Date.parse(since);
  const sorted = failing.toSorted((a, b) => timeOf(b) - timeOf(a));
  const groups: Failing[][] = [];
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
