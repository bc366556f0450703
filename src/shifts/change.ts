// Which shift ends and which begins at an instant, and when the next change is; in the team's own zone.

import { type ShiftPlan, shiftAt } from './plan.js';

export interface TeamPlan extends ShiftPlan {
  readonly name: string;
}

export interface ShiftChange {
  readonly team: string;
  /** The instant of the change: ISO 8601 UTC. */
  readonly at: string;
  /** When the shift that ends began. */
  readonly from: string;
}

export function nextChange(team: TeamPlan, now: Date): ShiftChange {
  const { from, to } = shiftAt(now, team);
  return { team: team.name, at: to.toISOString(), from: from.toISOString() };
}

/** The change that began the shift that runs. */
export function lastChange(team: TeamPlan, now: Date): ShiftChange {
  const { from } = shiftAt(now, team);
  const before = shiftAt(new Date(from.getTime() - 1), team);
  return { team: team.name, at: from.toISOString(), from: before.from.toISOString() };
}

/** Null when no shift changes at that instant. */
export function changeAt(team: TeamPlan, at: string): ShiftChange | null {
  const instant = new Date(at);
  if (shiftAt(instant, team).from.getTime() !== instant.getTime()) return null;
  const { from } = shiftAt(new Date(instant.getTime() - 1), team);
  return { team: team.name, at: instant.toISOString(), from: from.toISOString() };
}

/** Which of the team's starts it is, also when the clock jumped over it; null when none. */
export function startAt(team: TeamPlan, at: string): string | null {
  const instant = new Date(at);
  const isIt = (start: string): boolean =>
    shiftAt(instant, { zone: team.zone, starts: [start] }).from.getTime() === instant.getTime();
  return team.starts.find(isIt) ?? null;
}
