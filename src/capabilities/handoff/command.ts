// `handoff`: what the next shift must know, asked for by a person or composed for a shift change.

import { type Command, optionValue } from '../../commands/command.js';
import { type Declaration, plain } from '../../commands/declaration.js';
import { readTime } from '../../commands/timeRange.js';
import { commandNames } from '../../domain/commandLine.js';
import type { Report } from '../../domain/report.js';
import type { AskOptions } from '../../fleet/desk.js';
import { everybody, shiftFrame, teamNames, toldSince } from '../../shifts/team.js';
import { gatherHandoff } from './gather.js';
import { type HandoffParts, teamFor } from './parts.js';
import { handoffReport } from './report.js';
import { handoffAnswer } from './schema.js';

export const handoffDeclaration: Declaration = {
  ...plain,
  name: commandNames.handoff,
  words: '',
  positionals: { least: 0, most: 0 },
  options: [
    {
      name: 'since',
      type: 'time',
      value: '12h',
      summary: 'how far back; else the shift that runs, and the one before while it is young',
    },
    { name: 'team', type: 'text', value: 'NAME', summary: 'whose handoff' },
  ],
  summary: 'What the next shift must know: start here, watch, what happened.',
  examples: ['handoff', 'handoff --since 12h --team netops'],
  store: true,
  right: 'read',
  slow: true,
  kept: true,
  doors: { 'home-shift': [] },
  label: 'Handoff',
  answer: handoffAnswer,
  tool: { name: 'handoff' },
};

export function handoffCommand(parts: HandoffParts): Command {
  return {
    declaration: handoffDeclaration,
    async run({ words, asker, ask }) {
      const team = await teamFor(parts, optionValue(words, 'team'), asker);
      const now = parts.clock.now();
      const since = optionValue(words, 'since');
      const from =
        since === null
          ? toldSince(team, now).toISOString()
          : readTime(since, { command: commandNames.handoff, option: 'since' }, now, parts.zone);
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
