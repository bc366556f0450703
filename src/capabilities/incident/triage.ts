// `triage TUNNEL`: opens an incident for a tunnel, or leads to the one that is open.

import { type Command, type CommandRequest, optionValue } from '../../commands/command.js';
import { type Declaration, plain } from '../../commands/declaration.js';
import { personOf, tunnelmedic } from '../../commands/stores.js';
import { tunnelOfWords, tunnelWord } from '../../commands/tunnelWord.js';
import { usage } from '../../commands/words.js';
import { commandNames, helpLine } from '../../domain/commandLine.js';
import type { Problem } from '../../domain/problem.js';
import type { Block, Report } from '../../domain/report.js';
import type { IncidentSeverity } from '../../incidents/events.js';
import { incidentFrom } from '../../incidents/incident.js';
import { severities } from '../../incidents/words.js';
import { incidentCard } from './card.js';
import { openOrJoin } from './openGroup.js';
import { changeSince, type NoticedGroup, type TriageParts } from './parts.js';
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
    {
      name: 'notice',
      type: 'text',
      value: 'ID',
      summary: 'one incident for all tunnels of that notice',
      carried: true,
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
  const nameOf = tunnelOfWords(parts);
  return {
    declaration: triageDeclaration,
    tunnelsOf: async (request) => {
      const name = await nameOf(request);
      return (await noticedWith(parts, request, name))?.tunnels ?? [name];
    },
    run: (request) => triage(parts, request),
  };
}

async function triage(parts: TriageParts, request: CommandRequest): Promise<Report> {
  const severity = readSeverity(optionValue(request.words, 'severity') ?? 'normal');
  const tunnel = await parts.fleet.resolve(tunnelWord(request.words), request.ask);
  const group = await noticedWith(parts, request, tunnel.name);
  if (group) return await triageGroup(parts, request, group, severity);
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

/** What the notice tells of beside this tunnel; null for no notice, one that is over, and one of this tunnel alone. */
async function noticedWith(
  { noticed }: TriageParts,
  { words }: CommandRequest,
  tunnel: string,
): Promise<NoticedGroup | null> {
  const id = optionValue(words, 'notice');
  const found = id === null ? null : ((await noticed?.(id)) ?? null);
  if (found === null || found.tunnels.every((one) => one === tunnel)) return null;
  return { ...found, tunnels: [tunnel, ...found.tunnels.filter((one) => one !== tunnel)] };
}

/** Under the notice, which told of it first. */
async function triageGroup(
  parts: TriageParts,
  request: CommandRequest,
  { tunnels, shares, place }: NoticedGroup,
  severity: IncidentSeverity,
): Promise<Report> {
  const { outcome, incident } = await openOrJoin(parts, {
    tunnels: tunnels.map((name) => ({ name })),
    shares,
    because: { kind: 'notice', source: tunnelmedic.name, name: 'notice', link: null, key: null },
    channel: request.asker.channel,
    place: place ?? request.thread ?? null,
    severity,
    by: personOf(request),
    at: parts.clock.now().toISOString(),
    key: request.key,
  });
  const proceeded = await proceed(parts, request, incident.id);
  const seen = outcome === 'opened' ? 0 : incident.lastSeq - 1;
  const card = incidentCard(proceeded.incident, changeSince(seen, proceeded.incident));
  return withTrouble(card, proceeded.trouble);
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
