// From what a person typed to the tunnel that is meant: exact, alias, close; never a guess that nobody confirmed.

import { closeMatches } from '../support/textDistance.js';
import type { FleetTunnel, FleetView } from './fleetTunnel.js';
import { canonicalAddress } from './pairing.js';

export type Resolution =
  | { readonly found: FleetTunnel }
  /** Several tunnels carry exactly that name, or contain what was typed. */
  | { readonly several: readonly FleetTunnel[] }
  /** Nothing fits; `close` are names that may have been meant, the closest first. */
  | { readonly close: readonly string[] };

interface Label {
  readonly text: string;
  readonly tunnel: FleetTunnel;
}

/** Exact name, `device/tunnel`, alias, name on one of its devices, peer address; first as typed, then without regard to case. */
export function resolveName(typed: string, view: FleetView): Resolution {
  const wanted = typed.trim();
  const labels = labelsOf(view);
  for (const same of [sameText, sameFolded]) {
    for (const group of labels) {
      const hits = distinct(group.filter((label) => same(label.text, wanted)).map((label) => label.tunnel));
      const [first] = hits;
      if (first) return hits.length === 1 ? { found: first } : { several: hits };
    }
  }
  const names = view.tunnels.map((tunnel) => tunnel.name);
  const parts = wanted.length >= 2 ? view.tunnels.filter((tunnel) => contains(tunnel, wanted)) : [];
  if (parts.length > 1) return { several: parts };
  const aliases = view.tunnels.flatMap((tunnel) => tunnel.aliases);
  const close = [...parts.map((tunnel) => tunnel.name), ...closeMatches(wanted, [...names, ...aliases])];
  return { close: [...new Set(close)].slice(0, 5) };
}

/** Names for type-ahead: what begins with the typed text, then what contains it, then what is close. */
export function rankNames(typed: string, view: FleetView, most: number): readonly FleetTunnel[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return view.tunnels.slice(0, most);
  const begins = view.tunnels.filter((tunnel) => tunnel.name.toLowerCase().startsWith(wanted));
  const holds = view.tunnels.filter((tunnel) => contains(tunnel, wanted));
  const close = closeMatches(
    wanted,
    view.tunnels.map((tunnel) => tunnel.name),
    20,
  );
  const near = view.tunnels.filter((tunnel) => close.includes(tunnel.name));
  return distinct([...begins, ...holds, ...near]).slice(0, most);
}

/** Groups in the order of their weight; the first group with a hit decides. */
function labelsOf(view: FleetView): readonly (readonly Label[])[] {
  const { tunnels } = view;
  const label = (tunnel: FleetTunnel, text: string): Label => ({ text, tunnel });
  const swapped = tunnels.map(seenFromTheirs).filter((tunnel) => tunnel !== null);
  return [
    tunnels.map((tunnel) => label(tunnel, tunnel.name)),
    [...tunnels, ...swapped].map((tunnel) => label(tunnel, `${tunnel.ours.device}/${tunnel.ours.tunnel}`)),
    tunnels.flatMap((tunnel) => tunnel.aliases.map((alias) => label(tunnel, alias))),
    [...tunnels, ...swapped.filter((tunnel) => tunnel.ours.tunnel !== tunnel.theirs?.tunnel)].map((tunnel) =>
      label(tunnel, tunnel.ours.tunnel),
    ),
    tunnels.flatMap((tunnel) => {
      const peer = peerAddressOf(tunnel);
      return peer ? [label(tunnel, peer)] : [];
    }),
  ];
}

/** The same tunnel asked for by its other end, which then is ours. */
function seenFromTheirs(tunnel: FleetTunnel): FleetTunnel | null {
  return tunnel.theirs ? { ...tunnel, ours: tunnel.theirs, theirs: tunnel.ours } : null;
}

export function peerAddressOf(tunnel: FleetTunnel): string | null {
  const config = tunnel.ours.config.known ? tunnel.ours.config.value : null;
  return config?.ike.peer?.kind === 'address' ? canonicalAddress(config.ike.peer.address) : null;
}

function contains(tunnel: FleetTunnel, wanted: string): boolean {
  const text = wanted.toLowerCase();
  return [tunnel.name, ...tunnel.aliases].some((name) => name.toLowerCase().includes(text));
}

function sameText(a: string, b: string): boolean {
  return a === b;
}

function sameFolded(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** One entry for each tunnel: seen from either end it is the same tunnel. */
function distinct(tunnels: readonly FleetTunnel[]): readonly FleetTunnel[] {
  const seen = new Set<string>();
  return tunnels.filter((tunnel) => !seen.has(tunnel.name) && seen.add(tunnel.name));
}
