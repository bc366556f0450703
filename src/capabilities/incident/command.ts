// `incident ID`: its timeline; `incident ID ACT`: one act on it, by whoever asks.

import type { Command, CommandRequest, CommandWords, NeededRight } from '../../commands/definition.js';
import { usage } from '../../commands/words.js';
import type { Report } from '../../domain/report.js';
import type { ActResult } from '../../incidents/act.js';
import type { Incident } from '../../incidents/incident.js';
import { type ActWord, actWords, decideActs, isAct } from './acts.js';
import { incidentCard, incidentReport } from './card.js';
import { partnerMessage } from './message.js';
import { act, askedAnew, changeSince, findIncident, type TriageParts, tunnelOfIncident } from './parts.js';
import { proceed } from './proceed.js';
import { notDone } from './reports.js';
import { withTrouble } from './triage.js';

export function incidentCommand(parts: TriageParts): Command {
  return {
    info: {
      name: 'incident',
      usage: `incident ID [${actWords.join('|')}] …`,
      summary:
        'The timeline of an incident; take it, hand it over, note, set state or severity, close, reopen.',
    },
    right: rightOf,
    options: [
      { name: 'to', value: 'PERSON', summary: 'hand: who goes on' },
      { name: 'text', value: 'TEXT', summary: 'note: what everybody should know' },
      { name: 'source', value: 'LINK', summary: 'note: the message that it was pinned from' },
      { name: 'severity', value: 'low|normal|high|critical', summary: 'severity, set: how bad it is' },
      { name: 'state', value: 'open|waiting-for-partner|monitoring', summary: 'state, set: where it stands' },
      { name: 'for', value: 'WHOM', summary: 'state, set: whom or what it waits for' },
      { name: 'cause', value: 'CODE', summary: 'close: what it was' },
      { name: 'remedy', value: 'TEXT', summary: 'close: what put it right' },
      { name: 'why', value: 'TEXT', summary: 'reopen: why' },
      { name: 'over', value: null, summary: 'take: also when somebody else owns it' },
    ],
    positionals: { least: 1, most: 400 },
    tunnelOf: (request) => tunnelOfIncident(parts, request),
    run: (request) => run(parts, request),
  };
}

function rightOf(words: CommandWords): NeededRight {
  const word = words.positionals[1]?.toLowerCase();
  if (word === undefined || word === 'message') return 'read';
  return word === 'close' || word === 'reopen' ? 'close' : 'triage';
}

async function run(parts: TriageParts, request: CommandRequest): Promise<Report> {
  const [typed = '', word] = request.words.positionals;
  const { incidents } = await parts.stores();
  const incident = await findIncident(incidents, typed);
  if (word === undefined) return incidentReport(incident);
  const name = word.toLowerCase();
  if (!isAct(name)) {
    throw usage(
      `An incident cannot be told to "${word.slice(0, 40)}"; it can: ${actWords.join(', ')}`,
      'help incident',
    );
  }
  if (name === 'message') return await partnerMessage(parts, request, incident);
  if (name === 'diagnose') return await again(parts, request, incident);
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
  word: Exclude<ActWord, 'message' | 'diagnose'>,
): Promise<Report> {
  const decides = decideActs(word, request);
  if (word === 'reopen' && incident.closed) {
    const { incidents } = await parts.stores();
    const [other] = await incidents.list({ open: true, tunnel: incident.tunnel });
    if (other?.[0]) {
      return notDone(incident, `Incident ${other[0].incident} is open for ${incident.tunnel} already.`);
    }
  }
  const results: ActResult[] = [];
  for (const [index, decide] of decides.entries()) {
    results.push(await act(parts, request, incident, decide, index === 0 ? '' : `:${index}`));
  }
  const { after } = results.at(-1) ?? { after: incident };
  const left = results.flatMap((result) => (result.outcome === 'left' ? [result.why] : []));
  if (left.length === results.length) return notDone(after, left.join(' '));
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
