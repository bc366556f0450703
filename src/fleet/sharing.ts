// What tunnels that fail together share: the peer, the interface or address that they leave by, the partner, the firewall.

import type { FleetEnd, FleetTunnel } from './fleetTunnel.js';
import { canonicalAddress } from './pairing.js';

/** From the one that says most of a cause to the one that says least. */
const kinds = ['peer', 'interface', 'address', 'partner', 'device'] as const;
type ShareKind = (typeof kinds)[number];

export interface Share {
  readonly kind: ShareKind;
  /** Whose interface or address it is; null for a peer and a partner. */
  readonly device: string | null;
  /** The address, the interface, the partner or the device. */
  readonly value: string;
  /** How many tunnels of the fleet share it, those that do not fail included. */
  readonly of: number;
}

export interface SharingGroup {
  readonly tunnels: readonly FleetTunnel[];
  /** Null for a tunnel that fails by itself. */
  readonly shares: Share | null;
}

/**
 * Groups of tunnels that fail at the same time, each by what most of those that share it fail for: three of the three tunnels to
 * one peer say more than four of the two hundred of a hub. Every tunnel stands in one group.
 * @param fleet every tunnel that there is, for how many share a thing and do not fail.
 */
export function groupBySharing(
  failing: readonly FleetTunnel[],
  fleet: readonly FleetTunnel[],
): readonly SharingGroup[] {
  const totals = new Map<string, number>();
  for (const tunnel of fleet)
    for (const key of sharesOf(tunnel).keys()) totals.set(key, (totals.get(key) ?? 0) + 1);
  const groups: SharingGroup[] = [];
  let left = failing;
  for (;;) {
    const best = bestShare(left, totals);
    if (best === null) break;
    groups.push({ tunnels: best.tunnels, shares: best.share });
    left = left.filter((tunnel) => !best.tunnels.includes(tunnel));
  }
  return [...groups, ...left.map((tunnel) => ({ tunnels: [tunnel], shares: null }))];
}

type Part = Omit<Share, 'of'>;

function bestShare(tunnels: readonly FleetTunnel[], totals: ReadonlyMap<string, number>) {
  const found = new Map<string, { readonly part: Part; readonly tunnels: FleetTunnel[] }>();
  for (const tunnel of tunnels) {
    for (const [key, part] of sharesOf(tunnel)) {
      const entry = found.get(key) ?? { part, tunnels: [] };
      entry.tunnels.push(tunnel);
      found.set(key, entry);
    }
  }
  const candidates = [...found].flatMap(([key, { part, tunnels: those }]) => {
    if (those.length < 2) return [];
    const of = Math.max(totals.get(key) ?? 0, those.length);
    return [{ share: { ...part, of }, tunnels: those, portion: those.length / of }];
  });
  const [best] = candidates.toSorted(
    (a, b) =>
      b.portion - a.portion ||
      b.tunnels.length - a.tunnels.length ||
      kinds.indexOf(a.share.kind) - kinds.indexOf(b.share.kind) ||
      a.share.value.localeCompare(b.share.value),
  );
  return best ?? null;
}

/** By a key that is equal for equal things. */
function sharesOf(tunnel: FleetTunnel): ReadonlyMap<string, Part> {
  const partner = tunnel.declared.partner?.name;
  const parts: Part[] = [
    ...(tunnel.theirs ? [tunnel.ours, tunnel.theirs] : [tunnel.ours]).flatMap(partsOfEnd),
    ...(partner ? [{ kind: 'partner' as const, device: null, value: partner }] : []),
  ];
  return new Map(parts.map((part) => [`${part.kind}\n${part.device ?? ''}\n${part.value}`, part]));
}

function partsOfEnd({ device, config }: FleetEnd): readonly Part[] {
  const ike = config.known ? config.value.ike : null;
  const peer = ike?.peer?.kind === 'address' ? canonicalAddress(ike.peer.address) : null;
  const local = canonicalAddress(ike?.localAddress ?? null);
  const leaves = ike?.localInterface ?? null;
  return [
    ...(peer === null ? [] : [{ kind: 'peer' as const, device: null, value: peer }]),
    ...(leaves === null ? [] : [{ kind: 'interface' as const, device, value: leaves }]),
    ...(local === null ? [] : [{ kind: 'address' as const, device, value: local }]),
    { kind: 'device', device, value: device },
  ];
}

/** What they have in common, as it follows "they": `leave fw-paris by ethernet1/1`. */
export function shareText({ kind, device, value }: Share): string {
  switch (kind) {
    case 'peer':
      return `lead to the peer ${value}`;
    case 'interface':
      return `leave ${device ?? ''} by ${value}`;
    case 'address':
      return `leave ${device ?? ''} with the address ${value}`;
    case 'partner':
      return `lead to ${value}`;
    case 'device':
      return `end on ${value}`;
  }
}
