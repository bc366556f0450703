// `oncall`: who is on call now, and who comes next, by the calendar of the team or its shifts.

import { type Command, optionValue } from '../../commands/command.js';
import { type Declaration, plain } from '../../commands/declaration.js';
import { bareReport, type Report, type Span, type Text } from '../../domain/report.js';
import { type OnCall, onCallAt } from '../../shifts/onCall.js';
import { allTeams, type Team } from '../../shifts/team.js';
import { type HandoffParts, teamFor } from './parts.js';
import { oncallAnswer } from './schema.js';

export const oncallDeclaration: Declaration = {
  ...plain,
  name: 'oncall',
  words: '',
  positionals: { least: 0, most: 0 },
  options: [{ name: 'team', type: 'text', value: 'NAME', summary: 'of which team' }],
  summary: 'Who is on call now, and who comes next.',
  examples: ['oncall', 'oncall --team netops'],
  right: 'read',
  answer: oncallAnswer,
};

export function oncallCommand(parts: HandoffParts): Command {
  return {
    declaration: oncallDeclaration,
    async run({ words, asker }) {
      const asked = await teamFor(parts, optionValue(words, 'team'), asker);
      const teams = asked.name === allTeams.name ? parts.teams : [asked];
      const at = parts.clock.now().toISOString();
      return composeOnCall(await Promise.all(teams.map((team) => turnsOf(team, at))), at);
    },
  };
}

interface TeamTurns {
  readonly team: Team;
  readonly now: OnCall;
  /** Null where nothing tells when the turn ends. */
  readonly next: OnCall | null;
}

async function turnsOf(team: Team, at: string): Promise<TeamTurns> {
  const now = await onCallAt(team, at);
  return { team, now, next: now.until === null ? null : await onCallAt(team, now.until) };
}

function composeOnCall(teams: readonly TeamTurns[], at: string): Report {
  return {
    ...bareReport,
    kind: 'oncall',
    tone: teams.some(({ now }) => now.people.length === 0) ? 'warning' : 'quiet',
    title: 'On call',
    summary: [{ kind: 'list', items: teams.map(lineOf) }],
    // Whoever is named is not told by it.
    audience: 'asker',
    json: {
      schema: 1,
      at,
      teams: teams.map(({ team, now, next }) => ({
        team: team.name,
        ...{ people: now.people, until: now.until, by: now.by, trouble: now.trouble },
        next: next && { people: next.people, until: next.until },
      })),
    },
  };
}

function lineOf({ team, now, next }: TeamTurns): Text {
  const until: readonly Span[] = now.until === null ? [] : [' until ', { at: now.until, as: 'date-time' }];
  const then: readonly Span[] = next && next.people.length > 0 ? [', then ', ...namesOf(next.people)] : [];
  const who = now.people.length === 0 ? ['nobody is named'] : namesOf(now.people);
  return [{ strong: team.name }, ': ', ...who, ...until, ...then, `.${troubleOf(now)}`];
}

function namesOf(people: readonly string[]): readonly Span[] {
  return people.slice(0, 10).flatMap((person, index) => (index === 0 ? [{ person }] : [', ', { person }]));
}

function troubleOf({ trouble, says }: OnCall): string {
  if (trouble === null) return '';
  if (trouble === 'calendar-unread')
    return ' The calendar of the team cannot be read now, so these are the people of the shift; the log of the service says why.';
  return ` The calendar says "${says ?? ''}", which names nobody of teams.calendar.people in the configuration.`;
}
