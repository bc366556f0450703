// Who is on call when an incident opens: of the team that looks after its tunnel, by names that people read.

import type { OnCallThen, Person } from '../incidents/events.js';
import { onCallAt } from './onCall.js';
import { type Team, teamsFor } from './team.js';

/** What the chat calls somebody; null for a group, and where it does not tell. */
export type NameOf = (id: string) => Promise<string | null>;

const mostPeople = 10;

/** Null when no team looks after it that wants it, or nobody is known to be on call. */
export async function onCallThen(
  teams: readonly Team[],
  tunnel: string,
  at: string,
  nameOf: NameOf,
): Promise<OnCallThen | null> {
  const [team] = teamsFor(tunnel, teams);
  if (team === undefined || (!team.onCall.mention && !team.onCall.own)) return null;
  const { people, until } = await onCallAt(team, at);
  const [first, ...others] = await Promise.all(
    people.slice(0, mostPeople).map(async (id) => ({ id, name: await nameOf(id) })),
  );
  if (first === undefined) return null;
  return {
    team: team.name,
    people: [first, ...others].map(({ id, name }): Person => ({ id, name: name ?? writtenName(team, id) })),
    until,
    mentioned: team.onCall.mention,
    // Of several nobody knows which one, and a group is nobody.
    owns: team.onCall.own && others.length === 0 && first.name !== null,
  };
}

/** As the calendar's settings call them, where that is a name of theirs alone. */
function writtenName({ rotation }: Team, id: string): string {
  const own = Object.entries(rotation?.people ?? {}).find(
    ([name, ids]) => ids.length === 1 && ids[0] === id && !name.includes('@'),
  );
  return own?.[0] ?? id;
}
