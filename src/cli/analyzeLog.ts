// `analyze-log FILE…`: what pasted logs say, without any configuration.

import { basename } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import { composeLogs, type JudgedLog } from '../capabilities/diagnose/report.js';
import { pastedLogsAnswer } from '../capabilities/diagnose/schema.js';
import { isOn, optionValue } from '../commands/command.js';
import { type Declaration, plain } from '../commands/declaration.js';
import { examineLog } from '../diagnosis/pastedLog.js';
import type { Role } from '../domain/live.js';
import { Problem } from '../domain/problem.js';
import type { Report } from '../domain/report.js';
import { knownVendors } from '../logs/read/events.js';
import { readLog } from '../logs/readLog.js';
import { ownSignatureSet } from '../logs/signature/set.js';
import { fileSource, streamSource } from '../logs/stream/source.js';
import { ownPlaybookSet } from '../playbook/folder.js';
import type { Playbook } from '../playbook/playbook.js';
import { closeMatches } from '../support/textDistance.js';
import { type TerminalCommand, terminalHelp } from './terminal.js';

const declaration: Declaration = {
  ...plain,
  name: 'analyze-log',
  words: 'FILE…',
  positionals: { least: 1, most: 1000 },
  options: [
    {
      name: 'vendor',
      type: 'text',
      value: 'V',
      summary: 'which vendor printed it; found out when not given',
    },
    {
      name: 'side',
      type: 'choice',
      value: 'ROLE',
      choices: ['initiator', 'responder'] satisfies Role[],
      summary: 'whose log it is; found out when not given',
    },
    { name: 'details', type: 'switch', summary: 'everything that was looked at' },
  ],
  summary: 'What a pasted log says; no configuration needed. `-` is standard input.',
  examples: ['analyze-log peer.log', 'analyze-log - --vendor fortios --json'],
  right: 'none',
  answer: pastedLogsAnswer,
};
const help = terminalHelp(declaration);

export const analyzeLogCommand: TerminalCommand = {
  declaration,
  answers: 'report',
  async run(words, { stdin, signal }) {
    const vendor = optionValue(words, 'vendor');
    const side = optionValue(words, 'side');
    const report = await analyzeLog(words.positionals, {
      ...(vendor === null ? {} : { vendor }),
      ...(side === null ? {} : { side }),
      details: isOn(words, 'details'),
      stdin,
      signal,
    });
    return { report };
  },
};

export interface AnalyzeLogOptions {
  readonly vendor?: string;
  readonly side?: string;
  /** Everything that was looked at. */
  readonly details?: boolean;
  /** What `-` reads. */
  readonly stdin?: Readable;
  readonly signal?: AbortSignal;
  /** Those that come with the product when not given. */
  readonly playbooks?: readonly Playbook[];
}

/**
 * Reads each file in order. The report's `json` is one object for one file and an array for several.
 * @throws Problem for bad usage and for a file that is missing or no text; nothing is answered in part.
 */
export async function analyzeLog(files: readonly string[], options: AnalyzeLogOptions = {}): Promise<Report> {
  if (files.length === 0)
    throw new Problem('usage', {
      detail: 'Which log? Name one or more files, or `-` for standard input.',
      help,
    });
  const side = sideOf(options.side);
  const vendor = vendorOf(options.vendor);
  const playbooks = options.playbooks ?? ownPlaybookSet();
  const logs: JudgedLog[] = [];
  for (const file of files) {
    options.signal?.throwIfAborted();
    const source =
      file === '-' && options.stdin
        ? streamSource(stoppable(options.stdin, options.signal), 'standard input')
        : await fileSource(file);
    const reading = await readLog(source, {
      name: file === '-' ? 'Standard input' : file,
      vendor,
      side,
    });
    const name = file === '-' ? 'standard input' : basename(file);
    logs.push({ file: name, reading, examination: examineLog(reading, name, playbooks) });
  }
  return composeLogs(logs, options.details ? 'whole' : 'short');
}

/** Whoever feeds it may never say more: the wait for it ends with the question. */
function stoppable(stream: Readable, signal: AbortSignal | undefined): Readable {
  return signal === undefined ? stream : addAbortSignal(signal, stream);
}

function sideOf(word: string | undefined): Role | null {
  if (word === undefined) return null;
  if (word === 'initiator' || word === 'responder') return word;
  throw new Problem('usage', {
    detail: `The side is initiator or responder, not "${word}".`,
    help,
  });
}

function vendorOf(word: string | undefined): string | null {
  if (word === undefined) return null;
  const known = knownVendors(ownSignatureSet().files.map((file) => file.vendor));
  if (known.includes(word.toLowerCase())) return word;
  const [near] = closeMatches(word, known, 1);
  throw new Problem('usage', {
    detail: `No signatures are there for "${word}"${near ? `; did you mean "${near}"?` : `. Known: ${known.join(', ')}.`}`,
    help,
  });
}
