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
  const all = failing.toSorted(worstFirst).map(({ tunnel }) => {
    const shares = sharesOf(tunnel);
    return { tunnel, shares: [...eventsOf(tunnel, shares), ...shares] };
  });
  return groupByShares(all, ({ of }, count) => count >= leastTogether || count >= of).map(
    ({ members, shares }): FailingGroup => ({
      tunnels: members.map(({ tunnel }) => tunnel),
      shares: shares ?? late(members[0]?.shares ?? [], standing),
    }),
  );
}

function late(shares: readonly Share[], standing: readonly Share[]): Share | null {
  const found = shares.find((share) =>
    standing.some(
      (one) => one.kind === share.kind && one.device === share.device && one.value === share.value,
    ),
  );
  return found ?? null;
}
