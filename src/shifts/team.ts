// A team that hands its shifts over, and the shift that an instant falls into.

import { type ShiftPlan, shiftAt } from './plan.js';

export interface Team extends ShiftPlan {
  readonly name: string;
  /** Id of the channel; null when its handoffs are only asked for. */
  readonly channel: string | null;
  /** Who begins at a start: ids of people or groups. */
  readonly people: Readonly<Record<string, readonly string[]>>;
  /** Patterns of the tunnels that it looks after; empty means all. */
  readonly tunnels: readonly string[];
}

/** Where no team is configured, everybody is one. */
export const everybody: Team = {
  name: 'on-call',
  channel: null,
  zone: 'utc',
  starts: [],
  people: {},
  tunnels: [],
};

/** Several teams together, for who belongs to none of them. */
export const allTeams: Team = { ...everybody, name: 'all teams' };

/** The teams that it stands for. */
export function teamNames(teams: readonly Team[], team: Team): readonly string[] {
  return team.name === allTeams.name ? teams.map((one) => one.name) : [team.name];
}

/** @param ids of a person, and of the user groups that they are in. */
export function hasPerson(team: Team, ids: readonly string[]): boolean {
  return Object.values(team.people).some((people) => people.some((id) => ids.includes(id)));
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
