// What a handoff is given, and whose handoff it is.

import type { GroupsOf } from '../../access/access.js';
import type { Asker } from '../../commands/dispatcher.js';
import type { KeepingParts } from '../../commands/stores.js';
import { usage } from '../../commands/words.js';
import type { ListDecisionParts } from '../../diagnosis/listDecision.js';
import { commandNames, helpLine } from '../../domain/commandLine.js';
import { allTeams, everybody, hasPerson, type Team } from '../../shifts/team.js';

export interface HandoffParts extends Omit<KeepingParts, 'desk'>, ListDecisionParts {
  readonly teams: readonly Team[];
  /** Which user groups of the teams' shifts a person is in; without it only people count who are named. */
  readonly teamGroupsOf?: GroupsOf;
}

/**
 * The team that was named, else the one whose channel it is, else the one in whose shifts the asker is, else the only one; with
 * several and none of that, all together.
 * @throws Problem `usage` for a team that does not exist.
 */
export async function teamFor(parts: HandoffParts, typed: string | null, asker: Asker): Promise<Team> {
  const { teams } = parts;
  const [only, second] = teams;
  if (typed !== null) {
    const found = [...teams, ...(only ? [] : [everybody]), ...(second ? [allTeams] : [])].find(
      (team) => team.name.toLowerCase() === typed.trim().toLowerCase(),
    );
    if (found) return found;
    const names = teams.map((team) => team.name).join(', ') || everybody.name;
    throw usage(
      `No team is called "${typed.slice(0, 60)}"; teams are: ${names}`,
      helpLine(commandNames.handoff),
    );
  }
  if (!only) return everybody;
  if (!second) return only;
  const here = teams.find((team) => team.channel !== null && team.channel === asker.channel);
  if (here) return here;
  const [mine, another] = await teamsWith(parts, asker);
  return mine && !another ? mine : allTeams;
}

async function teamsWith({ teams, teamGroupsOf }: HandoffParts, asker: Asker): Promise<readonly Team[]> {
  if (asker.via === 'terminal') return [];
  const named = teams.filter((team) => hasPerson(team, [asker.id]));
  if (named.length > 0 || !teamGroupsOf) return named;
  // The chat may not tell; then they belong to none.
  const groups = await teamGroupsOf(asker.id).catch(() => []);
  return teams.filter((team) => hasPerson(team, groups));
}
