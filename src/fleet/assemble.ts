// From inventories and declarations to the fleet: pure, so that it can be tested without a device.

import { type Gap, gap, known, type Observation } from '../domain/observation.js';
import type { TunnelConfig, Vendor } from '../domain/tunnelConfig.js';
import type { DeclaredTunnel, FleetEnd, FleetTunnel, FleetView } from './fleetTunnel.js';
import { nothingDeclared } from './fleetTunnel.js';
import { pairByAddresses } from './pairing.js';

export interface DeviceInventory {
  readonly device: string;
  readonly vendor: Vendor;
  readonly region?: string;
  readonly inventory: Observation<readonly TunnelConfig[]>;
}

/** Devices in the order of the configuration; the result keeps that order, declared tunnels where their first end stands. */
export function assembleFleet(
  inventories: readonly DeviceInventory[],
  declared: readonly DeclaredTunnel[],
): FleetView {
  const ends = inventories.flatMap(endsOf);
  const claims = declared.map((tunnel) => ({ tunnel, ends: declaredEnds(tunnel, ends, inventories) }));
  const claimed = new Set(claims.flatMap((claim) => claim.ends));
  const partners = partnersOf([...ends.filter((end) => !claimed.has(end)), ...lonely(claims)]);
  const tunnels: Draft[] = [];
  const used = new Set<FleetEnd>();
  for (const claim of claims) {
    const [first, second] = claim.ends;
    if (!first || used.has(first)) continue;
    const matched = second ?? partners.get(first) ?? null;
    used.add(first);
    if (matched) used.add(matched);
    tunnels.push(draft(first, matched, second ? 'declared' : matched ? 'addresses' : null, claim.tunnel));
  }
  for (const end of ends) {
    if (used.has(end)) continue;
    const matched = partners.get(end) ?? null;
    used.add(end);
    if (matched) used.add(matched);
    tunnels.push(draft(end, matched, matched ? 'addresses' : null, null));
  }
  return {
    tunnels: withUniqueNames(tunnels),
    gaps: inventories.flatMap((item): Gap[] => (item.inventory.known ? [] : [item.inventory])),
    devices: inventories.map((item) => item.device),
  };
}

interface Draft extends Omit<FleetTunnel, 'name'> {
  readonly wanted: string;
  readonly given: boolean;
}

function draft(
  ours: FleetEnd,
  theirs: FleetEnd | null,
  paired: FleetTunnel['paired'],
  declared: DeclaredTunnel | null,
): Draft {
  return {
    wanted: declared?.name ?? ours.tunnel,
    given: declared !== null,
    aliases: declared?.declaration.aliases ?? [],
    ours,
    theirs,
    paired,
    declared: declared?.declaration ?? nothingDeclared,
  };
}

function endsOf(item: DeviceInventory): FleetEnd[] {
  const { inventory } = item;
  if (!inventory.known) return [];
  return inventory.value.map((config) => ({
    device: item.device,
    vendor: item.vendor,
    ...(item.region === undefined ? {} : { region: item.region }),
    tunnel: config.tunnel,
    config: known(config, inventory.source),
  }));
}

/** A declaration without ends adds to the discovered tunnel of that name. */
function declaredEnds(
  tunnel: DeclaredTunnel,
  ends: readonly FleetEnd[],
  inventories: readonly DeviceInventory[],
): readonly FleetEnd[] {
  if (tunnel.ends.length === 0) return ends.filter((end) => end.tunnel === tunnel.name).slice(0, 1);
  return tunnel.ends.map(
    (wanted) =>
      ends.find((end) => end.device === wanted.device && end.tunnel === wanted.tunnel) ??
      missingEnd(wanted, inventories),
  );
}

function missingEnd(
  wanted: { readonly device: string; readonly tunnel: string },
  inventories: readonly DeviceInventory[],
): FleetEnd {
  const item = inventories.find((candidate) => candidate.device === wanted.device);
  const config: Gap =
    item && !item.inventory.known
      ? item.inventory
      : gap({
          reason: 'not-present',
          says: `${wanted.device} has no tunnel called ${wanted.tunnel}.`,
          remedy: 'Correct the name under `ends` in the configuration file.',
          device: wanted.device,
          request: 'inventory',
          at: item?.inventory.known ? item.inventory.source.at : '',
        });
  const region = item?.region === undefined ? {} : { region: item.region };
  return {
    device: wanted.device,
    vendor: item?.vendor ?? 'unknown',
    ...region,
    tunnel: wanted.tunnel,
    config,
  };
}

function lonely(claims: readonly { readonly ends: readonly FleetEnd[] }[]): readonly FleetEnd[] {
  return claims.flatMap((claim) => (claim.ends.length === 1 ? claim.ends : []));
}

function partnersOf(ends: readonly FleetEnd[]): ReadonlyMap<FleetEnd, FleetEnd> {
  const partners = new Map<FleetEnd, FleetEnd>();
  for (const [a, b] of pairByAddresses(ends)) partners.set(a, b).set(b, a);
  return partners;
}

/** A name that two tunnels want is kept by the one that was declared with it; the others are called `device/tunnel`. */
function withUniqueNames(drafts: readonly Draft[]): readonly FleetTunnel[] {
  const wanting = new Map<string, Draft[]>();
  for (const item of drafts) wanting.set(item.wanted, [...(wanting.get(item.wanted) ?? []), item]);
  return drafts.map((item) => {
    const rivals = wanting.get(item.wanted) ?? [];
    const keeps = rivals.length === 1 || item.given;
    const { wanted, given: _given, ...rest } = item;
    return { ...rest, name: keeps ? wanted : `${item.ours.device}/${item.ours.tunnel}` };
  });
}
