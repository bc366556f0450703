// `handoff`: what the next shift must know, asked for by a person or composed for a shift change.

import type { Report } from '../domain/report.js';
import type { AskOptions } from '../engine/desk.js';
import { handoffReport } from '../incidents/handoffReport.js';
import { everybody, shiftFrame, type Team } from '../incidents/team.js';
import type { Asker } from './command.js';
import { type Command, optionValue } from './definition.js';
import { gatherHandoff } from './handoffGather.js';
import { readTime } from './timeRange.js';
import type { TriageParts } from './triageParts.js';
import { usage } from './words.js';

export interface HandoffParts extends TriageParts {
  readonly teams: readonly Team[];
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
      { name: 'since', value: '12h', summary: 'how far back; the shift that runs when not given' },
      { name: 'team', value: 'NAME', summary: 'whose handoff' },
    ],
    positionals: { least: 0, most: 0 },
    async run({ words, asker, ask }) {
      const team = teamFor(parts.teams, optionValue(words, 'team'), asker);
      const now = parts.clock.now();
      const frame = shiftFrame(team, now);
      const since = optionValue(words, 'since');
      const from = since === null ? frame.from.toISOString() : readTime(since, 'since', now, parts.zone);
      const handoff = await gatherHandoff(
        parts,
        { team, from, to: now.toISOString(), until: frame.nextEnds },
        ask,
      );
      return handoffReport(handoff, { key: null });
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
  const until = shiftFrame(team, new Date(Date.parse(shift.to) + 1)).nextEnds;
  const handoff = await gatherHandoff(parts, { team, from: shift.from, to: shift.to, until }, ask);
  const { shifts } = await parts.stores();
  const kept = await shifts.handoff(shift.key);
  return handoffReport(handoff, { key: shift.key, confirmedBy: kept?.confirmedBy ?? null });
}

/**
 * The team that was named, else the one whose channel it is, else the only one; with several and none of that, all together.
 * @throws Problem `usage` for a team that does not exist.
 */
export function teamFor(teams: readonly Team[], typed: string | null, asker: Asker): Team {
  if (typed !== null) {
    const found = [...teams, ...(teams.length === 0 ? [everybody] : [])].find(
      (team) => team.name.toLowerCase() === typed.trim().toLowerCase(),
    );
    if (found) return found;
    const names = teams.map((team) => team.name).join(', ') || everybody.name;
    throw usage(`No team is called "${typed.slice(0, 60)}"; teams are: ${names}`, 'help handoff');
  }
  const here = teams.find((team) => team.channel !== null && team.channel === asker.channel);
  if (here) return here;
  const [only, second] = teams;
  if (!only) return everybody;
  return second ? { ...everybody, name: 'all teams' } : only;
}
