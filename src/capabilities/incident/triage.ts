// `triage TUNNEL`: opens an incident for a tunnel, or leads to the one that is open.

import { type Command, type CommandRequest, optionValue } from '../../commands/command.js';
import { type Declaration, plain } from '../../commands/declaration.js';
import { personOf, tunnelmedic } from '../../commands/stores.js';
import { tunnelNamed, tunnelWord } from '../../commands/tunnelWord.js';
import { usage } from '../../commands/words.js';
import { commandNames, helpLine } from '../../domain/commandLine.js';
import type { Problem } from '../../domain/problem.js';
import type { Block, Report } from '../../domain/report.js';
import type { IncidentSeverity } from '../../incidents/events.js';
import { incidentFrom } from '../../incidents/incident.js';
import { severities } from '../../incidents/words.js';
import { incidentCard } from './card.js';
import { changeSince, type TriageParts } from './parts.js';
import { proceed } from './proceed.js';
import { incidentAnswer } from './schema.js';

export const triageDeclaration: Declaration = {
  ...plain,
  name: commandNames.triage,
  words: 'TUNNEL',
  positionals: { least: 1, most: 20 },
  options: [
    {
      name: 'severity',
      type: 'choice',
      value: 'S',
      choices: severities,
      summary: 'how bad it is; normal when not given',
    },
  ],
  summary: 'Opens an incident with a thread, or leads to the open one.',
  examples: ['triage paris-hq', 'triage paris-hq --severity high'],
  store: true,
  right: 'triage',
  writes: 'incident',
  about: 'tunnel',
  thread: 'becomes',
  slow: true,
  doors: { open: [] },
  answer: incidentAnswer,
};

export function triageCommand(parts: TriageParts): Command {
  return {
    declaration: triageDeclaration,
    tunnelOf: tunnelNamed(parts),
    run: (request) => triage(parts, request),
  };
}

async function triage(parts: TriageParts, request: CommandRequest): Promise<Report> {
  const severity = readSeverity(optionValue(request.words, 'severity') ?? 'normal');
  const tunnel = await parts.fleet.resolve(tunnelWord(request.words), request.ask);
  const { incidents } = await parts.stores();
  const at = parts.clock.now().toISOString();
  const onCall = await parts.onCallFor(tunnel.name, at);
  const opened = await incidents.open(parts.newId('inc'), {
    by: personOf(request),
    at,
    key: request.key,
    what: {
      ...{ kind: 'opened', tunnel: tunnel.name, severity, channel: request.asker.channel },
      ...(onCall ? { onCall } : {}),
    },
  });
  const id = opened.incident;
  const before = incidentFrom(opened.events);
  // A second delivery of the click that opened it goes on with what the first began.
  const isOurs = opened.outcome === 'opened' || before.timeline[0]?.key === request.key;
  if (!isOurs)
    return leadTo(incidentCard(before, changeSince(before.lastSeq, before)), before.thread?.link ?? null);
  if (request.thread && before.thread === null) {
    await incidents.append(
      id,
      { by: tunnelmedic, at, key: `${request.key}:thread`, what: { kind: 'thread', place: request.thread } },
      null,
    );
  }
  const { incident, trouble } = await proceed(parts, request, id);
  return withTrouble(incidentCard(incident, changeSince(0, incident)), trouble);
}

function leadTo(card: Report, link: string | null): Report {
  const where: Block = {
    kind: 'note',
    text:
      link === null
        ? 'This incident is open already.'
        : ['This incident is open already: ', { link, text: 'its thread' }],
  };
  return { ...card, summary: [where, ...card.summary] };
}

/** The act stands, but the devices could not be asked: said, not hidden. */
export function withTrouble(card: Report, trouble: Problem | null): Report {
  if (!trouble) return card;
  const text = `${trouble.message} ${trouble.remedy}`;
  const note: Block = { kind: 'callout', tone: 'unknown', text };
  return { ...card, summary: [...card.summary, note], trouble: text };
}

/** @throws Problem `usage` for a word that is none. */
export function readSeverity(typed: string): IncidentSeverity {
  const severity = severities.find((one) => one === typed.trim().toLowerCase());
  if (severity) return severity;
  throw usage(
    `"${typed.slice(0, 40)}" is no severity; there are ${severities.join(', ')}`,
    helpLine(commandNames.incident),
  );
}
