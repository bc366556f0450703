// What the tunnels of an incident of several are now, and which of them are diagnosed for all: one question to each of their firewalls.

import type { AskOptions } from '../../fleet/desk.js';
import type { FleetTunnel } from '../../fleet/fleetTunnel.js';
import { lookTogether } from '../../fleet/list.js';
import { peerAddressOf } from '../../fleet/naming.js';
import type { SeenState } from '../../incidents/events.js';
import type { Incident } from '../../incidents/incident.js';
import type { TriageParts } from './parts.js';

export interface MemberLook {
  readonly seen: readonly SeenState[];
  readonly tunnels: readonly FleetTunnel[];
}

/** Which tunnels there are does not change from look to look. */
const settingsMaxAgeMs = 600_000;

/** One that no device shows any more is not known; null for an incident of one tunnel. */
export async function lookAtMembers(
  { fleet, desk, clock }: Pick<TriageParts, 'fleet' | 'desk' | 'clock'>,
  { tunnels: names }: Pick<Incident, 'tunnels'>,
  ask: AskOptions,
): Promise<MemberLook | null> {
  if (names.length < 2) return null;
  const view = await fleet.view({ ...ask, maxAgeMs: settingsMaxAgeMs });
  const tunnels = view.tunnels.filter(({ name }) => names.includes(name));
  const entries = await lookTogether({ desk, clock }, tunnels, ask);
  const states = new Map(entries.map(({ tunnel, state }) => [tunnel.name, state]));
  const seen = names.map((tunnel): SeenState => {
    const state = states.get(tunnel);
    return { tunnel, state: state?.state ?? 'unknown', since: state?.since ?? null };
  });
  return { seen, tunnels };
}

/** Those that are not as the incident has them; a look that cannot tell takes nothing back. */
export function changedStates(incident: Incident, { seen }: MemberLook): readonly SeenState[] {
  const before = new Map(incident.seen.map(({ tunnel, state }) => [tunnel, state]));
  return seen.filter(({ tunnel, state }) => {
    const was = before.get(tunnel);
    return was === undefined || (was !== state && state !== 'unknown');
  });
}

const worst: readonly SeenState['state'][] = ['down', 'degraded', 'unknown', 'idle', 'up', 'disabled'];

/**
 * The one that stands for all: the worst, and of those the first. Beside it a second one that leads to another peer, so that what
 * one of them has by itself is not taken for the cause of all; null where there is none as bad.
 */
export function diagnosedOf({ seen, tunnels }: MemberLook): {
  readonly first: string | null;
  readonly second: string | null;
} {
  const [first] = seen.toSorted((a, b) => worst.indexOf(a.state) - worst.indexOf(b.state));
  if (!first) return { first: null, second: null };
  const others = seen.filter(({ tunnel, state }) => tunnel !== first.tunnel && state === first.state);
  const second = others.find(({ tunnel }) => peerOf(tunnels, tunnel) !== peerOf(tunnels, first.tunnel));
  const isBad = first.state === 'down' || first.state === 'degraded';
  return { first: first.tunnel, second: isBad ? ((second ?? others[0])?.tunnel ?? null) : null };
}

/** Switched off is nobody's outage. */
export function areAllUp({ seen }: MemberLook): boolean {
  return seen.every(({ state }) => state === 'up' || state === 'disabled');
}

/** Addresses of the peers of those that are down, as far as they are known. */
export function peersDown({ seen, tunnels }: MemberLook): readonly string[] {
  const down = new Set(seen.filter(({ state }) => state === 'down').map(({ tunnel }) => tunnel));
  return [...new Set(tunnels.flatMap((one) => (down.has(one.name) ? (peerAddressOf(one) ?? []) : [])))];
}

function peerOf(tunnels: readonly FleetTunnel[], name: string): string | null {
  const found = tunnels.find((tunnel) => tunnel.name === name);
  return found ? peerAddressOf(found) : null;
}
