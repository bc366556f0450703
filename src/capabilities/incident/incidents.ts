// `incidents`: those that are open, the most urgent first; or those of a time.

import { type Command, isOn, optionValue } from '../../commands/command.js';
import { type Declaration, plain } from '../../commands/declaration.js';
import { plural } from '../../commands/phrases.js';
import { readTime } from '../../commands/timeRange.js';
import { verdictTitle } from '../../domain/causes.js';
import { commandLine, commandNames } from '../../domain/commandLine.js';
import { type Block, bareReport, type Report, type Span, type Text } from '../../domain/report.js';
import { incidentSubject } from '../../incidents/groupWords.js';
import { type Incident, incidentFrom } from '../../incidents/incident.js';
import { causeTitle, confidenceWords, severities, stateWords } from '../../incidents/words.js';
import { incidentJson } from './json.js';
import type { TriageParts } from './parts.js';
import { incidentsAnswer } from './schema.js';

const mostShown = 50;

export const incidentsDeclaration: Declaration = {
  ...plain,
  name: commandNames.incidents,
  words: '',
  positionals: { least: 0, most: 0 },
  options: [
    { name: 'all', type: 'switch', summary: 'closed ones too' },
    { name: 'tunnel', type: 'text', value: 'NAME', summary: 'only those of this tunnel' },
    { name: 'since', type: 'time', value: '7d', summary: 'only those that changed since then' },
  ],
  summary: 'Open incidents, the most urgent first.',
  examples: ['incidents', 'incidents --all --since 7d'],
  store: true,
  right: 'read',
  answer: incidentsAnswer,
  tool: { name: 'incidents' },
};

export function incidentsCommand(parts: TriageParts): Command {
  return {
    declaration: incidentsDeclaration,
    async run({ words }) {
      const { incidents } = await parts.stores();
      const since = optionValue(words, 'since');
      const tunnel = optionValue(words, 'tunnel');
      const found = await incidents.list({
        ...(isOn(words, 'all') ? {} : { open: true }),
        ...(tunnel === null ? {} : { tunnel }),
        ...(since === null
          ? {}
          : {
              since: readTime(
                since,
                { command: commandNames.incidents, option: 'since' },
                parts.clock.now(),
                parts.zone,
              ),
            }),
        limit: 200,
      });
      return composeIncidents(found.map(incidentFrom).toSorted(mostUrgentFirst), isOn(words, 'all'));
    },
  };
}

function mostUrgentFirst(a: Incident, b: Incident): number {
  const weight = (one: Incident): number => (one.closed ? 10 : 3 - severities.indexOf(one.severity));
  return weight(a) - weight(b) || a.openedAt.localeCompare(b.openedAt);
}

/** @param withClosed those are among them, and counted in the headline. */
function composeIncidents(incidents: readonly Incident[], withClosed: boolean): Report {
  const open = incidents.filter((incident) => incident.closed === null);
  const counted = open.length === 0 ? 'No incident is open' : plural(open.length, 'open incident');
  const closed = incidents.length - open.length;
  const shown = incidents.slice(0, mostShown);
  return {
    ...bareReport,
    kind: 'incidents',
    tone: open.length === 0 ? 'good' : open.some((one) => one.severity === 'critical') ? 'bad' : 'warning',
    title: withClosed ? `${counted}, ${closed} closed` : counted,
    summary: [
      ...(shown.length === 0
        ? [{ kind: 'paragraph', text: `\`${commandNames.triage} TUNNEL\` opens one.` } satisfies Block]
        : [table(shown)]),
      ...(incidents.length > shown.length
        ? [{ kind: 'note', text: `${incidents.length - shown.length} more are not shown.` } satisfies Block]
        : []),
    ],
    actions: open.slice(0, 5).map((one) => ({
      label: `${one.id} ${incidentSubject(one)}`.slice(0, 60),
      command: commandLine(commandNames.incident, [one.id]),
    })),
    audience: 'everyone',
    json: incidents.map(incidentJson),
  };
}

function table(incidents: readonly Incident[]): Block {
  return {
    kind: 'table',
    columns: ['Incident', 'Tunnel', 'State', 'Severity', 'Owner', 'Cause', 'Opened'],
    rows: incidents.map((one): Text[] => [
      idSpan(one),
      incidentSubject(one),
      one.waitingFor === '' ? stateWords[one.state] : `${stateWords[one.state]}: ${one.waitingFor}`,
      one.severity,
      one.owner?.name ?? 'nobody',
      causeOf(one),
      { at: one.openedAt, as: 'age' },
    ]),
  };
}

function idSpan(one: Incident): Span {
  return one.thread?.link ? { link: one.thread.link, text: one.id } : one.id;
}

function causeOf({ closed, verdict }: Incident): string {
  if (closed) return causeTitle(closed.cause);
  if (!verdict) return 'not diagnosed';
  return verdict.confidence === 'none'
    ? confidenceWords.none
    : `${confidenceWords[verdict.confidence]}: ${verdictTitle(verdict)}`;
}
