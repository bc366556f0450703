// The command line: words to commands, reports to stdout, everything else to stderr, and the exit code.

import { Command, CommanderError } from 'commander';
import { processEnvironment, refuseUnsafe } from '../config/environment.js';
import { Problem } from '../domain/problem.js';
import { systemClock } from '../support/clock.js';
import { writeTrouble } from '../support/files.js';
import { ownVersion } from '../support/ownFiles.js';
import { endOnSignals } from '../support/signals.js';
import { completableOf } from './completion/completable.js';
import { entry, type Flags, optionsOf } from './entry.js';
import { readOutlines } from './outline.js';
import type { Outline, Outside, RunningService, TerminalAnswer } from './terminal.js';

// What is written is for this user alone, whatever the shell says.
process.umask(0o077);
const environment = processEnvironment();
const stop = new AbortController();

function buildProgram(outlines: readonly Outline[]): Command {
  const program = new Command('tunnelmedic')
    .description('Says why an IPsec tunnel is broken, on what evidence, and who has to change what.')
    .version(ownVersion())
    .exitOverride()
    .showSuggestionAfterError(true)
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .configureOutput({ outputError: (text, write) => write(refused(text)) });
  for (const outline of outlines) {
    entry(program, outline, optionsOf(outline), async (words, flags) => {
      if (outline.answers === 'question') return await ask(outline, words, flags);
      const { runOwn } = await import('./ownCommand.js');
      await show(await runOwn(outline.name, words, outside(outlines)), flags);
    });
  }
  return program;
}

/** What commander says of words that it cannot sort, as every other refusal is said. */
function refused(text: string): string {
  const detail = text
    .replace(/^error: /, '')
    .trim()
    .replaceAll('\n', ' ');
  return `${new Problem('usage', { detail, help: 'tunnelmedic --help' }).inFull()}\n`;
}

async function ask(declaration: Outline, typed: readonly string[], flags: Flags): Promise<void> {
  const { answerQuestion } = await import('./question.js');
  const say = toStderr;
  const report = await answerQuestion({ declaration, typed, flags, environment, signal: stop.signal, say });
  if (report.failed) throw new Answered(3);
  if (report.unread) throw new Answered(report.unread === 'all' ? 3 : 4);
}

/** What a command does not need is not loaded: a question on the terminal should start at once. */
function outside(outlines: readonly Outline[]): Outside {
  const { signal } = stop;
  return {
    stdin: process.stdin,
    signal,
    completable: () => outlines.map((one) => completableOf(one, optionsOf(one))),
    tunnelNames: async (config) => (await import('./knownNames.js')).knownNames(config, environment),
    askPassword: async (question) => {
      const { askHidden } = await import('../support/ask.js');
      return await askHidden(question, process.stdin, toStderr);
    },
    obtain: async (request) => {
      const { obtainApiKey } = await import('../vendors/panos/index.js');
      return await obtainApiKey({ ...request, signal, clock: systemClock });
    },
    startDemo: async (demo) => (await import('../demo/demo.js')).startDemo({ ...demo, say: toStdout }),
    startService: async (config) =>
      (await import('./start.js')).start({ config, environment, say: toStdout }),
    initialize: async (config) =>
      (await import('./initWalk.js')).initialize({
        config,
        environment,
        input: process.stdin,
        say: toStderr,
        signal,
      }),
    serveAssistant: async (config) =>
      (await import('./mcp.js')).serveAssistant({
        config,
        environment,
        input: process.stdin,
        output: process.stdout,
      }),
    moveStore: async (move) => {
      const { stdin, stdout } = process;
      return (await import('./moveStore.js')).moveStore(move, {
        environment,
        signal,
        stdin,
        stdout,
        say: toStderr,
      });
    },
  };
}

async function show(answer: TerminalAnswer, flags: Flags): Promise<void> {
  if ('service' in answer) return await untilStopped(answer.service);
  if ('report' in answer) {
    const { printReport } = await import('./print.js');
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    return printReport(answer.report, { flags, environment, zone });
  }
  toStdout(answer.text);
  if (answer.exit !== 0) throw new Answered(answer.exit);
}

/** It was answered, and the exit code says more: 2 what was checked is wrong, 3 no device told or the installation is not well, 4 some did not. */
class Answered extends Error {
  constructor(readonly exit: 2 | 3 | 4) {
    super('answered');
  }
}

async function untilStopped(service: RunningService): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    if (stop.signal.aborted) resolve();
    else stop.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  const ways = [stopped, service.ended, service.refused].filter((way) => way !== undefined);
  const problem = await Promise.race(ways);
  if (problem) {
    await service.close();
    await sayProblem(problem);
    // A socket that was being opened would keep the process for half a minute.
    process.exit(problem.exit);
  }
  if (stop.signal.aborted) toStderr('Stopping; what runs is finished first.\n');
  await service.close();
}

function toStdout(text: string): void {
  process.stdout.write(text);
}

function toStderr(text: string): void {
  process.stderr.write(text);
}

async function sayProblem(problem: Problem): Promise<void> {
  const { neutralized } = await import('../render/plainText.js');
  toStderr(`${neutralized(problem.inFull())}\n`);
}

/** @returns the exit code. */
async function main(words: readonly string[]): Promise<number> {
  try {
    const program = buildProgram(await readOutlines());
    refuseUnsafe(environment);
    await program.parseAsync(words, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof Answered) return error.exit;
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (stop.signal.aborted) return 130;
    if (error instanceof Problem) {
      await sayProblem(error);
      return error.exit;
    }
    await logFault(error, 'fault');
    toStderr('This did not work because of a fault in Tunnelmedic. Please report it.\n');
    return 1;
  }
}

async function logFault(error: unknown, what: string): Promise<void> {
  const { createLogger } = await import('../support/logger.js');
  createLogger('error').error({ error }, what);
}

endOnSignals(stop, process);
// A promise that nobody waits for is our own fault: a supervisor starts the service anew rather than it living on in half.
process.on('unhandledRejection', (error) => {
  logFault(error, 'a promise was rejected and nobody waited for it').finally(() => process.exit(1));
});
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Who reads has read enough.
  if (error.code === 'EPIPE') process.exit(0);
  const problem = new Problem('output-unwritable', { detail: writeTrouble(error) });
  toStderr(`${problem.inFull()}\n`);
  process.exit(problem.exit);
});
process.exitCode = await main(process.argv.slice(2));
