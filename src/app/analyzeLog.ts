// `analyze-log`: what pasted logs say, without any configuration; for the terminal, and for an assistant that was given lines.

import { composeLogs, type JudgedLog } from '../capabilities/diagnose/report.js';
import { briefly, pastedLogsAnswer } from '../capabilities/diagnose/schema.js';
import { isOn, optionValue } from '../commands/command.js';
import { type CommandWords, type Declaration, plain } from '../commands/declaration.js';
import { usage } from '../commands/words.js';
import { examineLog } from '../diagnosis/pastedLog.js';
import type { Role } from '../domain/live.js';
import type { LogReading } from '../domain/log.js';
import type { Report } from '../domain/report.js';
import { knownVendors } from '../logs/read/events.js';
import type { ReadOptions } from '../logs/readLines.js';
import { ownSignatureSet } from '../logs/signature/set.js';
import { ownPlaybookSet } from '../playbook/folder.js';
import { closeMatches } from '../support/textDistance.js';

export const analyzeLogDeclaration: Declaration = {
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
  tool: {
    name: 'analyze_log',
    summary: 'What the log of any firewall says of a failed tunnel; no device is asked.',
    brief: briefly,
    text: 'the lines of the log as they were printed, best ten minutes around one failed attempt',
  },
};

/** A log before it is read. */
export interface PastedLog {
  /** Where its lines are quoted. */
  readonly file: string;
  /** @throws Problem for one that is missing or no text. */
  read(options: ReadOptions): Promise<LogReading>;
}

export interface AnalyzeLogOptions {
  /** As typed; found out when not given. */
  readonly vendor?: string | undefined;
  readonly side?: string | undefined;
  /** Everything that was looked at. */
  readonly details?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** The line that explains the command to whoever asked. */
  readonly explainedBy?: string;
}

/** What was typed behind the logs. */
export function optionsIn(words: CommandWords): AnalyzeLogOptions {
  return {
    vendor: optionValue(words, 'vendor') ?? undefined,
    side: optionValue(words, 'side') ?? undefined,
    details: isOn(words, 'details'),
  };
}

/**
 * Reads each log in order. The report's `json` is one object for one log and an array for several.
 * @throws Problem for bad usage and for a log that is missing or no text; nothing is answered in part.
 */
export async function analyzeLogs(
  pasted: readonly PastedLog[],
  { explainedBy: help = analyzeLogDeclaration.name, signal, ...options }: AnalyzeLogOptions,
): Promise<Report> {
  const side = sideOf(options.side, help);
  const vendor = vendorOf(options.vendor, help);
  const playbooks = ownPlaybookSet();
  const logs: JudgedLog[] = [];
  for (const { file, read } of pasted) {
    signal?.throwIfAborted();
    const reading = await read({ vendor, side });
    logs.push({ file, reading, examination: examineLog(reading, file, playbooks) });
  }
  return composeLogs(logs, options.details ? 'whole' : 'short');
}

function sideOf(word: string | undefined, help: string): Role | null {
  if (word === undefined) return null;
  if (word === 'initiator' || word === 'responder') return word;
  throw usage(`The side is initiator or responder, not "${word}"`, help);
}

function vendorOf(word: string | undefined, help: string): string | null {
  if (word === undefined) return null;
  const known = knownVendors(ownSignatureSet().files.map((file) => file.vendor));
  if (known.includes(word.toLowerCase())) return word;
  const [near] = closeMatches(word, known, 1);
  throw usage(
    `No signatures are there for "${word}"${near ? `; did you mean "${near}"?` : `. Known: ${known.join(', ')}.`}`,
    help,
  );
}
