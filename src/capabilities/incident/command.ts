// `incident ID`: its timeline; `incident ID ACT`: one act on it, by whoever asks.

import type { Command, CommandRequest } from '../../commands/command.js';
import { type Declaration, plain } from '../../commands/declaration.js';
import { usage } from '../../commands/words.js';
import { commandNames, helpLine } from '../../domain/commandLine.js';
import type { Report } from '../../domain/report.js';
import type { ActResult } from '../../incidents/act.js';
import type { Incident } from '../../incidents/incident.js';
import { openStates, severities } from '../../incidents/words.js';
import { actNamed, actWords, type DecidedWord, decideActs, incidentActs } from './acts.js';
import { incidentCard, incidentReport } from './card.js';
import { partnerMessage } from './message.js';
import { mergedInto, mergeInto, splitOff } from './moveTunnels.js';
import { act, askedAnew, changeSince, findIncident, type TriageParts, tunnelsOfIncident } from './parts.js';
import { pastBlocks } from './pastPicture.js';
import { proceed } from './proceed.js';
import { notDone, takeOver } from './reports.js';
import { actAnswer } from './schema.js';
import { withTrouble } from './triage.js';

export const incidentDeclaration: Declaration = {
  ...plain,
  name: commandNames.incident,
  words: `ID [${actWords.join('|')}] …`,
  positionals: { least: 1, most: 400 },
  options: [
    { name: 'to', type: 'person', value: 'PERSON', summary: 'hand: who goes on', carried: true },
    {
      name: 'text',
      type: 'text',
      value: 'TEXT',
      summary: 'note: what everybody should know',
      carried: true,
    },
    {
      name: 'source',
      type: 'text',
      value: 'LINK',
      summary: 'note: the message that it was pinned from',
      carried: true,
    },
    {
      name: 'severity',
      type: 'choice',
      value: 'S',
      choices: severities,
      summary: 'severity, set: how bad it is',
      carried: true,
    },
    {
      name: 'state',
      type: 'text',
      value: 'S',
      summary: `state, set: where it stands (${openStates.join(', ')})`,
      carried: true,
    },
    {
      name: 'for',
      type: 'text',
      value: 'WHOM',
      summary: 'state, set: whom or what it waits for',
      carried: true,
    },
    { name: 'cause', type: 'text', value: 'CODE', summary: 'close: what it was', carried: true },
    { name: 'remedy', type: 'text', value: 'TEXT', summary: 'close: what put it right', carried: true },
    {
      name: 'tunnels',
      type: 'text',
      value: 'NAMES',
      summary: 'split: which get their own incident',
      carried: true,
    },
    { name: 'into', type: 'text', value: 'ID', summary: 'merge: the incident that goes on', carried: true },
    { name: 'why', type: 'text', value: 'TEXT', summary: 'reopen: why', carried: true },
    { name: 'over', type: 'switch', summary: 'take: also when somebody else owns it', carried: true },
  ],
  summary:
    'The timeline of an incident; take it, hand it over, note, set state or severity, close, reopen, split, merge.',
  examples: [
    'incident inc-4f7k2m',
    'incident inc-4f7k2m take',
    'incident inc-4f7k2m state waiting-for-partner --for Acme',
    'incident inc-4f7k2m close psk-mismatch agreed on a new key',
  ],
  store: true,
  right: ({ positionals: [, word] }) =>
    word === undefined ? 'read' : (actNamed(word) ?? incidentActs[0]).right,
  writes: 'incident',
  about: 'incident',
  slow: true,
  acts: incidentActs,
  doors: { pin: ['note'] },
  answer: actAnswer,
};

export function incidentCommand(parts: TriageParts): Command {
  return {
    declaration: incidentDeclaration,
    tunnelsOf: async (request) => {
      const own = await tunnelsOfIncident(parts, request);
      const isMerge = actNamed(request.words.positionals[1] ?? '')?.word === 'merge';
      return isMerge ? [...own, ...(await tunnelsOfIncident(parts, request, mergedInto(request)))] : own;
    },
    run: (request) => run(parts, request),
  };
}

async function run(parts: TriageParts, request: CommandRequest): Promise<Report> {
  const [typed = '', word] = request.words.positionals;
  const { incidents } = await parts.stores();
  const incident = await findIncident(incidents, typed);
  if (word === undefined) {
    const report = incidentReport(incident);
    return { ...report, detail: [...report.detail, ...(await pastBlocks(parts, incident))] };
  }
  const name = actNamed(word)?.word;
  if (name === undefined) {
    throw usage(
      `An incident cannot be told to "${word.slice(0, 40)}"; it can: ${actWords.join(', ')}`,
      helpLine(commandNames.incident),
    );
  }
  if (name === 'message') return await partnerMessage(parts, request, incident);
  if (name === commandNames.diagnose) return await again(parts, request, incident);
  if (name === 'split') return await splitOff(parts, request, incident);
  if (name === 'merge') return await mergeInto(parts, request, incident);
  return await perform(parts, request, incident, name);
}

async function again(parts: TriageParts, request: CommandRequest, incident: Incident): Promise<Report> {
  const result = await proceed(parts, askedAnew(request), incident.id);
  return withTrouble(
    incidentCard(result.incident, changeSince(incident.lastSeq, result.incident)),
    result.trouble,
  );
}

async function perform(
  parts: TriageParts,
  request: CommandRequest,
  incident: Incident,
  word: DecidedWord,
): Promise<Report> {
  const decides = decideActs(word, request);
  if (word === 'reopen' && incident.closed && incident.mergedInto === null) {
    const { incidents } = await parts.stores();
    for (const tunnel of incident.tunnels) {
      const [other] = await incidents.list({ open: true, tunnel, limit: 1 });
      if (other?.[0])
        return notDone(incident, `Incident ${other[0].incident} is open for ${tunnel} already.`);
    }
  }
  const results: ActResult[] = [];
  for (const [index, decide] of decides.entries()) {
    results.push(await act(parts, request, incident, decide, index === 0 ? '' : `:${index}`));
  }
  const { after } = results.at(-1) ?? { after: incident };
  const left = results.flatMap((result) => (result.outcome === 'left' ? [result] : []));
  if (left.length === results.length) {
    const why = left.map((result) => result.why).join(' ');
    return notDone(after, why, left.some((result) => result.owned) ? [takeOver(after)] : []);
  }
  const done = results.flatMap((result) => (result.outcome === 'done' ? [result] : []));
  const seqs = done.map((result) => result.event.seq);
  if (word !== 'reopen' || seqs.length === 0) return incidentCard(after, { incident: after.id, seqs });
  // What was known before may have changed while it was closed.
  const proceeded = await proceed(parts, askedAnew(request), incident.id);
  const from = done[0]?.before.lastSeq ?? after.lastSeq;
  return withTrouble(
    incidentCard(proceeded.incident, changeSince(from, proceeded.incident)),
    proceeded.trouble,
  );
}
