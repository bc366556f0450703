// Where a tunnel's news goes: its own channel, its team's, that of the watch, else the first team's.

import { fitsPattern } from '../access/pattern.js';
import type { Team } from '../shifts/team.js';

export interface Channels {
  /** Of tunnels that name one, by the tunnel's name. */
  readonly ofTunnels: ReadonlyMap<string, string>;
  readonly teams: readonly Pick<Team, 'channel' | 'tunnels'>[];
  /** Of everything that belongs to nobody; null when none is set. */
  readonly watch: string | null;
}

/** Null: nobody is told. A team without patterns looks after every tunnel, but after one that names it. */
export function channelOf(tunnel: string, { ofTunnels, teams, watch }: Channels): string | null {
  const own = ofTunnels.get(tunnel);
  if (own !== undefined) return own;
  const named = teams.find(
    (team) => team.channel !== null && team.tunnels.some((pattern) => fitsPattern(pattern, tunnel)),
  );
  return named?.channel ?? generalChannel({ teams, watch });
}

/** A device belongs where most of its tunnels do. @param tunnels its tunnels, as far as they are known. */
export function channelOfDevice(tunnels: readonly string[], channels: Channels): string | null {
  const counts = new Map<string, number>();
  for (const tunnel of tunnels) {
    const channel = channelOf(tunnel, channels);
    if (channel !== null) counts.set(channel, (counts.get(channel) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  return most?.[0] ?? generalChannel(channels);
}

/** Where goes what belongs to no tunnel. */
export function generalChannel({ teams, watch }: Pick<Channels, 'teams' | 'watch'>): string | null {
  return watch ?? teams.find((team) => team.channel !== null)?.channel ?? null;
}
