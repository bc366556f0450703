// `analyze-log FILE…` on the terminal: files, or what stands on standard input.

import { basename } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import {
  type AnalyzeLogOptions,
  analyzeLogDeclaration,
  analyzeLogs,
  optionsIn,
  type PastedLog,
} from '../app/analyzeLog.js';
import { usage } from '../commands/words.js';
import type { Report } from '../domain/report.js';
import type { ReadOptions } from '../logs/readLines.js';
import { readLog } from '../logs/readLog.js';
import { fileSource, streamSource } from '../logs/stream/source.js';
import { type TerminalCommand, terminalHelp } from './terminal.js';

const help = terminalHelp(analyzeLogDeclaration);

export const analyzeLogCommand: TerminalCommand = {
  declaration: analyzeLogDeclaration,
  answers: 'report',
  async run(words, { stdin, signal }) {
    return { report: await analyzeLog(words.positionals, { ...optionsIn(words), stdin, signal }) };
  },
};

/** @param options `stdin`: what `-` reads. @throws Problem as `analyzeLogs`. */
export async function analyzeLog(
  files: readonly string[],
  options: Omit<AnalyzeLogOptions, 'explainedBy'> & { readonly stdin?: Readable } = {},
): Promise<Report> {
  const { stdin, ...rest } = options;
  if (files.length === 0) throw usage('Which log? Name one or more files, or `-` for standard input.', help);
  const pasted = files.map((file): PastedLog => {
    const read = async (how: ReadOptions) => {
      const isStream = file === '-' && stdin;
      const source = isStream
        ? streamSource(stoppable(stdin, options.signal), 'standard input')
        : await fileSource(file);
      return await readLog(source, { name: file === '-' ? 'Standard input' : file, ...how });
    };
    return { file: file === '-' ? 'standard input' : basename(file), read };
  });
  return await analyzeLogs(pasted, { ...rest, explainedBy: help });
}

/** Whoever feeds it may never say more: the wait for it ends with the question. */
function stoppable(stream: Readable, signal: AbortSignal | undefined): Readable {
  return signal === undefined ? stream : addAbortSignal(signal, stream);
}
