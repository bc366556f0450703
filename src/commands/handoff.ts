// `handoff`: what the next shift must know, asked for by a person or composed for a shift change.

import type { GroupsOf } from '../access/access.js';
import type { Report } from '../domain/report.js';
import type { AskOptions } from '../engine/desk.js';
import { handoffReport } from '../incidents/handoffReport.js';
import {
  allTeams,
  everybody,
  hasPerson,
  shiftFrame,
  type Team,
  teamNames,
  toldSince,
} from '../incidents/team.js';
import type { Asker } from './command.js';
import { type Command, optionValue } from './definition.js';
import { gatherHandoff } from './handoffGather.js';
import type { KeepingParts } from './stores.js';
import { readTime } from './timeRange.js';
import { usage } from './words.js';

export interface HandoffParts extends KeepingParts {
  readonly teams: readonly Team[];
  /** Which user groups of the teams' shifts a person is in; without it only people count who are named. */
  readonly teamGroupsOf?: GroupsOf;
}

export function handoffCommand(parts: HandoffParts): Command {
  return {
    info: {
      name: 'handoff',
      usage: 'handoff [--since 12h] [--team NAME]',
      summary: 'What the next shift must know: start here, watch, what happened.',
    },
    right: 'read',
    options: [
      {
        name: 'since',
        value: '12h',
        summary: 'how far back; else the shift that runs, and the one before while it is young',
      },
      { name: 'team', value: 'NAME', summary: 'whose handoff' },
    ],
    positionals: { least: 0, most: 0 },
    async run({ words, asker, ask }) {
      const team = await teamFor(parts, optionValue(words, 'team'), asker);
      const now = parts.clock.now();
      const since = optionValue(words, 'since');
      const from =
        since === null ? toldSince(team, now).toISOString() : readTime(since, 'since', now, parts.zone);
      const until = shiftFrame(team, now).nextEnds;
      const handoff = await gatherHandoff(parts, { team, from, to: now.toISOString(), until }, ask);
      return handoffReport(handoff, { key: null, remarkTeams: teamNames(parts.teams, team) });
    },
  };
}

/** For a shift change: the same handoff, with the button that the incoming person confirms with. */
export async function composeShiftHandoff(
  parts: HandoffParts,
  shift: { readonly key: string; readonly team: string; readonly from: string; readonly to: string },
  ask: AskOptions,
): Promise<Report> {
  const team = parts.teams.find((one) => one.name === shift.team) ?? { ...everybody, name: shift.team };
  const until = shiftFrame(team, new Date(Date.parse(shift.to) - 1)).nextEnds;
  const handoff = await gatherHandoff(parts, { team, from: shift.from, to: shift.to, until }, ask);
  return handoffReport(handoff, { key: shift.key, remarkTeams: teamNames(parts.teams, team) });
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
    throw usage(`No team is called "${typed.slice(0, 60)}"; teams are: ${names}`, 'help handoff');
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
  // Slack may not tell; then they belong to none.
  const groups = await teamGroupsOf(asker.id).catch(() => []);
  return teams.filter((team) => hasPerson(team, groups));
}
