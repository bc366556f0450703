// `partner-log ID`: a log, a configuration or a filled-in sheet of the other end, pasted or dropped; read, cleaned of secrets, kept, and diagnosed with.

import { createHash } from 'node:crypto';
import { type Command, type CommandRequest, optionValue } from '../../commands/command.js';
import { type Declaration, plain } from '../../commands/declaration.js';
import { type ReadDocument, readDocument, unreadable } from '../../commands/document.js';
import { clean } from '../../commands/typed.js';
import { usage } from '../../commands/words.js';
import { commandNames, helpLine } from '../../domain/commandLine.js';
import type { Report } from '../../domain/report.js';
import { secretsIn } from '../../domain/secrets/index.js';
import type { Decision } from '../../incidents/act.js';
import type { Happening } from '../../incidents/events.js';
import type { Incident } from '../../incidents/incident.js';
import { comparedSheet, differenceTexts } from '../sheet/comparison.js';
import { filledSheetCsv, looksLikeSheet, readFilledSheet } from '../sheet/text.js';
import { incidentCard } from './card.js';
import { configHappening } from './partnerConfig.js';
import {
  act,
  askedAnew,
  changeSince,
  findIncident,
  requireOpen,
  type TriageParts,
  tunnelsOfIncident,
} from './parts.js';
import { proceed } from './proceed.js';
import { logBlocks } from './quoted.js';
import { incidentAnswer } from './schema.js';
import { withTrouble } from './triage.js';

export const partnerLogDeclaration: Declaration = {
  ...plain,
  name: commandNames.partnerLog,
  words: 'ID',
  positionals: { least: 1, most: 1 },
  options: [
    { name: 'text', type: 'text', value: 'TEXT', summary: 'the pasted lines', carried: true },
    { name: 'tunnel', type: 'text', value: 'NAME', summary: 'what the tunnel is called there' },
  ],
  summary: 'Reads the log, the configuration or the filled-in sheet of the other end, pasted or as a file.',
  examples: ['partner-log inc-4f7k2m --tunnel to-paris'],
  store: true,
  right: 'triage',
  writes: 'incident',
  about: 'incident',
  takesFile: 'the log, the configuration or the filled-in sheet of the other end',
  slow: true,
  tellsOfSecrets: true,
  doors: { drop: [] },
  answer: incidentAnswer,
};

export function partnerLogCommand(parts: TriageParts): Command {
  return {
    declaration: partnerLogDeclaration,
    tunnelsOf: (request) => tunnelsOfIncident(parts, request),
    run: async (request) => {
      const pasted = optionValue(request.words, 'text');
      return await readGiven(parts, request, request.words.positionals[0] ?? '', pasted);
    },
  };
}

interface Received {
  readonly name: string;
  /** Without secrets. */
  readonly text: string;
  readonly secrets: number;
}

/** @param pasted the lines where they came as text; null for a file of the request. */
export async function readGiven(
  parts: TriageParts,
  request: CommandRequest,
  typed: string,
  pasted: string | null,
): Promise<Report> {
  const { incidents } = await parts.stores();
  const incident = await findIncident(incidents, typed);
  requireOpen(incident);
  const received = await receive(parts, request, pasted);
  const named = optionValue(request.words, 'tunnel');
  const what = await whatCame(parts, request, incident, received, named);
  if (what.kind === 'partner-log' || what.kind === 'partner-config' || what.kind === 'sheet') {
    const at = parts.clock.now().toISOString();
    const { document: id, name } = what;
    const text = what.kind === 'sheet' ? filledSheetCsv(readFilledSheet(received.text, name)) : received.text;
    await incidents.keepDocument({ id, incident: incident.id, name, text, at });
  }
  const decide = (now: Incident): Decision => {
    requireOpen(now);
    return { do: what };
  };
  const result = await act(parts, request, incident, decide);
  const from = result.outcome === 'done' ? result.before.lastSeq : incident.lastSeq;
  // Their log tells of the last attempts, so ours must hold them too.
  const proceeded = await proceed(parts, askedAnew(request), incident.id);
  const card = incidentCard(proceeded.incident, changeSince(from, proceeded.incident));
  return withTrouble(withReading(card, what, received.secrets), proceeded.trouble);
}

/** The one place that tells a sheet, a configuration and a log apart. */
async function whatCame(
  parts: TriageParts,
  request: CommandRequest,
  incident: Incident,
  received: Received,
  named: string | null,
): Promise<Happening> {
  if (looksLikeSheet(received.text)) return await sheetHappening(parts, request, incident, received);
  const tunnel = await parts.fleet.resolve(incident.tunnel, request.ask);
  if (!(await parts.examiner.isConfig(received.text)))
    return logHappening(request, received, named, await parts.examiner.readLog(tunnel, received.text, named));
  const given = { ...received, named };
  try {
    return await configHappening(parts, tunnel, given, documentId(request), removedText(received.secrets));
  } catch (unused) {
    // A log with lines of a configuration in it is still a log; a configuration has no times.
    const read = await parts.examiner.readLog(tunnel, received.text, named);
    if (!('reading' in read) || read.reading.events.every(({ line }) => line.at === null)) throw unused;
    return logHappening(request, received, named, read);
  }
}

/** @throws Problem `input-unreadable` in one sentence for what is no text, too large or damaged. */
async function receive(
  { examiner }: TriageParts,
  request: CommandRequest,
  pasted: string | null,
): Promise<Received> {
  const [file] = request.attachments;
  if (!file && pasted === null) {
    throw usage('Paste the lines, or drop the file into the thread', helpLine(commandNames.partnerLog));
  }
  const name = clean((file?.name ?? 'pasted lines').replace(/.*[\\/]/, ''), 120) || 'a file';
  const bytes = file?.bytes ?? Buffer.from(pasted ?? '', 'utf8');
  const document: ReadDocument = readDocument(bytes, name);
  if (!document.ok) throw unreadable(name, document);
  const { text } = await examiner.scrub(document.text);
  return { name, text, secrets: secretsIn(text) };
}

/** The same payload makes the same document, however often it is delivered. */
function documentId(request: CommandRequest): string {
  return `doc-${createHash('sha256').update(request.key).digest('hex').slice(0, 20)}`;
}

/** @throws Problem `input-unreadable` when no line tells anything about this tunnel; then nothing is kept. */
function logHappening(
  request: CommandRequest,
  { name, secrets }: Received,
  named: string | null,
  read: Awaited<ReturnType<TriageParts['examiner']['readLog']>>,
): Happening {
  if (!('reading' in read)) throw unreadable(name, read);
  return {
    kind: 'partner-log',
    document: documentId(request),
    name,
    lines: read.reading.lines,
    says: `${read.says}${removedText(secrets)}`,
    quote: read.quote && { ...read.quote, text: clean(read.quote.text, longestQuote) },
    means: read.means,
    ...(named === null ? {} : { tunnel: clean(named, 120) }),
  };
}

const longestQuote = 600;

async function sheetHappening(
  parts: TriageParts,
  request: CommandRequest,
  incident: Incident,
  { name, text }: Received,
): Promise<Happening> {
  const tunnel = await parts.fleet.resolve(incident.tunnel, request.ask);
  const compared = comparedSheet(tunnel, text, name, parts.clock.now().toISOString());
  return { kind: 'sheet', document: documentId(request), name, differs: differenceTexts(compared) };
}

function withReading(card: Report, what: Happening, secrets: number): Report {
  if (what.kind === 'partner-log') return { ...card, summary: [...logBlocks(what), ...card.summary] };
  const says =
    what.kind === 'partner-config'
      ? what.says
      : what.kind === 'sheet'
        ? `${what.differs.length === 0 ? 'The sheet agrees with what runs.' : `The sheet differs in: ${what.differs.join('; ')}.`}${removedText(secrets)}`
        : '';
  return { ...card, summary: [{ kind: 'note', text: says }, ...card.summary] };
}

/** Everybody in the thread sees it: what was pasted still stands there. */
function removedText(secrets: number): string {
  if (secrets === 0) return '';
  return secrets === 1
    ? ' One secret was removed before it was kept; whoever pasted it should change it.'
    : ` ${secrets} secrets were removed before it was kept; whoever pasted it should change them.`;
}
