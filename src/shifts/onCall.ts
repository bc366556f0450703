// Who is on call at an instant: by the team's calendar where it names somebody, else by the shift that runs.

import { peopleIn, type Turn } from './calendar.js';
import { startAt } from './change.js';
import { shiftAt } from './plan.js';
import type { Team } from './team.js';

export interface OnCall {
  /** Ids of people or groups; empty when nobody is known. */
  readonly people: readonly string[];
  /** Until when, ISO 8601 UTC; null when nothing tells. */
  readonly until: string | null;
  readonly by: 'calendar' | 'shifts';
  /** What stands against a better answer; null when nothing does. */
  readonly trouble: 'calendar-unread' | 'nobody-named' | null;
  /** What the calendar says of that turn, where it names nobody of the settings. Text from outside. */
  readonly says: string | null;
}

export async function onCallAt(team: Team, at: string): Promise<OnCall> {
  const turns = team.rotation ? await team.rotation.turns(at, justAfter(at)) : [];
  const running = (turns ?? []).filter((turn) => turn.from <= at && at < turn.to);
  const named = running.flatMap((turn) => peopleOf(team, turn).map((id) => ({ id, turn })));
  if (named.length > 0) {
    return {
      people: [...new Set(named.map(({ id }) => id))],
      until: named.map(({ turn }) => turn.to).toSorted()[0] ?? null,
      by: 'calendar',
      trouble: null,
      says: null,
    };
  }
  const trouble = troubleOf(turns, running);
  return { ...byShift(team, at), trouble, says: running[0]?.text ?? null };
}

function troubleOf(turns: readonly Turn[] | null, running: readonly Turn[]): OnCall['trouble'] {
  if (turns === null) return 'calendar-unread';
  return running.length > 0 ? 'nobody-named' : null;
}

function peopleOf(team: Team, turn: Turn): readonly string[] {
  return team.rotation ? peopleIn(turn, team.rotation.people) : [];
}

function byShift(team: Team, at: string): Pick<OnCall, 'people' | 'until' | 'by'> {
  if (team.starts.length === 0) return { people: [], until: null, by: 'shifts' };
  const { from, to } = shiftAt(new Date(at), team);
  const start = startAt(team, from.toISOString());
  return { people: team.people[start ?? ''] ?? [], until: to.toISOString(), by: 'shifts' };
}

function justAfter(at: string): string {
  return new Date(Date.parse(at) + 1).toISOString();
}
