// Which two tunnels are the ends of one: declared, or mirrored addresses that leave no choice.

import { addressNumber, addressText, selectorText } from '../domain/selector.js';
import type { TunnelConfig } from '../domain/tunnelConfig.js';
import type { FleetEnd } from './fleetTunnel.js';

/**
 * Pairs ends whose peer address is the other's local address and the other way round. Where several share the same two
 * addresses, mirrored traffic selectors must decide; where they do not, nobody is paired: a wrong pair is worse than none.
 * Both ends are always of different devices. Each end appears at most once.
 */
export function pairByAddresses(ends: readonly FleetEnd[]): readonly (readonly [FleetEnd, FleetEnd])[] {
  const byAddresses = new Map<string, FleetEnd[]>();
  for (const end of ends) {
    const key = addressKey(end);
    if (key) byAddresses.set(key.ours, [...(byAddresses.get(key.ours) ?? []), end]);
  }
  const pairs: [FleetEnd, FleetEnd][] = [];
  const taken = new Set<FleetEnd>();
  for (const end of ends) {
    const key = addressKey(end);
    if (!key || taken.has(end)) continue;
    const other = onlyPartner(end, byAddresses.get(key.ours) ?? [], byAddresses.get(key.theirs) ?? []);
    if (!other || taken.has(other)) continue;
    taken.add(end).add(other);
    pairs.push([end, other]);
  }
  return pairs;
}

function onlyPartner(
  end: FleetEnd,
  sameSide: readonly FleetEnd[],
  otherSide: readonly FleetEnd[],
): FleetEnd | null {
  const candidates = otherSide.filter((other) => other.device !== end.device);
  if (candidates.length === 1 && sameSide.length === 1) return candidates[0] ?? null;
  const mirrored = candidates.filter((other) => selectorsMirror(end, other));
  const rivals = sameSide.filter(
    (rival) => rival !== end && mirrored.some((other) => selectorsMirror(rival, other)),
  );
  return mirrored.length === 1 && rivals.length === 0 ? (mirrored[0] ?? null) : null;
}

/** The two addresses of an end in the order local, peer, and as the other end would have them. */
function addressKey(end: FleetEnd): { readonly ours: string; readonly theirs: string } | null {
  const config = end.config.known ? end.config.value : null;
  if (config?.ike.peer?.kind !== 'address') return null;
  const local = canonicalAddress(config.ike.localAddress);
  const peer = canonicalAddress(config.ike.peer.address);
  if (!local || !peer || local === peer) return null;
  return { ours: `${local} ${peer}`, theirs: `${peer} ${local}` };
}

/** An address in one spelling, without prefix length; null for what is none or is unspecified. */
export function canonicalAddress(text: string | null): string | null {
  if (text === null) return null;
  const number = addressNumber(text.trim().replace(/\/\d+$/, ''));
  return number && number.value !== 0n ? addressText(number.family, number.value) : null;
}

function selectorsMirror(a: FleetEnd, b: FleetEnd): boolean {
  if (!a.config.known || !b.config.known) return false;
  const mine = new Set(a.config.value.children.map((child) => selectorsText(child.local, child.remote)));
  const other = new Set(b.config.value.children.map((child) => selectorsText(child.remote, child.local)));
  return mine.size === other.size && [...mine].every((text) => other.has(text));
}

type Selectors = TunnelConfig['children'][number]['local'];

function selectorsText(first: Selectors, second: Selectors): string {
  const texts = (selectors: Selectors) => selectors.map(selectorText).sort().join(',');
  return `${texts(first)} > ${texts(second)}`;
}
