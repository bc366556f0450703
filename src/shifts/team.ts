// A team that hands its shifts over, and the shift that an instant falls into.

import { fitsPattern } from '../access/pattern.js';
import type { Turn } from './calendar.js';
import { type ShiftPlan, shiftAt } from './plan.js';

/** A rotation that is planned elsewhere, in a calendar. */
export interface Rotation {
  /** Turns that touch the span, oldest first; null while the calendar cannot be read. Instants are ISO 8601 UTC. */
  turns(from: string, to: string): Promise<readonly Turn[] | null>;
  /** Whom a name or mail address in the calendar means: ids of people or groups. */
  readonly people: Readonly<Record<string, readonly string[]>>;
}

export interface Team extends ShiftPlan {
  readonly name: string;
  /** Id of the channel; null when its handoffs are only asked for. */
  readonly channel: string | null;
  /** Who begins at a start: ids of people or groups. */
  readonly people: Readonly<Record<string, readonly string[]>>;
  /** Counts before the people of the shifts wherever it names somebody. */
  readonly rotation?: Rotation;
  /** Patterns of the tunnels that it looks after; empty means all. */
  readonly tunnels: readonly string[];
  /** What an incident does with whoever is on call when it opens. */
  readonly onCall: {
    readonly mention: boolean;
    readonly own: boolean;
  };
}

/** Where no team is configured, everybody is one. */
export const everybody: Team = {
  name: 'on-call',
  channel: null,
  zone: 'utc',
  starts: [],
  people: {},
  tunnels: [],
  onCall: { mention: true, own: true },
};

/** Several teams together, for who belongs to none of them. */
export const allTeams: Team = { ...everybody, name: 'all teams' };

/** Those that look after a tunnel: whoever names it, before whoever looks after all. */
export function teamsFor<T extends Pick<Team, 'tunnels'>>(tunnel: string, teams: readonly T[]): readonly T[] {
  const naming = teams.filter((team) => team.tunnels.some((pattern) => fitsPattern(pattern, tunnel)));
  return [...naming, ...teams.filter((team) => team.tunnels.length === 0)];
}

/** The teams that it stands for. */
export function teamNames(teams: readonly Team[], team: Team): readonly string[] {
  return team.name === allTeams.name ? teams.map((one) => one.name) : [team.name];
}

/** @param ids of a person, and of the user groups that they are in. */
export function hasPerson(team: Team, ids: readonly string[]): boolean {
  const everybodyIn = [...Object.values(team.people), ...Object.values(team.rotation?.people ?? {})];
  return everybodyIn.some((people) => people.some((id) => ids.includes(id)));
}

const usualShiftMs = 12 * 3_600_000;

/** The shift at `now`, and when the one after it ends; twelve hours where none is planned. */
export function shiftFrame(
  team: Team,
  now: Date,
): { readonly from: Date; readonly to: Date; readonly nextEnds: Date } {
  if (team.starts.length === 0) {
    return {
      from: new Date(now.getTime() - usualShiftMs),
      to: now,
      nextEnds: new Date(now.getTime() + usualShiftMs),
    };
  }
  const { from, to } = shiftAt(now, team);
  return { from, to, nextEnds: shiftAt(to, team).to };
}

const handingOverMs = 2 * 3_600_000;

/** How far back a handoff looks that somebody asks for: a shift that just began is being handed over, so the one before is told. */
export function toldSince(team: Team, now: Date): Date {
  const { from } = shiftFrame(team, now);
  const isYoung = team.starts.length > 0 && now.getTime() - from.getTime() < handingOverMs;
  return isYoung ? shiftFrame(team, new Date(from.getTime() - 1)).from : from;
}
