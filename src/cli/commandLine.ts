// The command line: words to commands, reports to stdout, everything else to stderr, and the exit code.

import { Command, CommanderError } from 'commander';
import { refuseUnsafe } from '../config/environment.js';
import { Problem } from '../domain/problem.js';
import { ownVersion } from '../support/ownFiles.js';
import type { Caller } from './caller.js';
import { entry, type Flags, optionsOf } from './entry.js';
import { readOutlines } from './outline.js';
import { outsideOf } from './outside.js';
import type { Outline, RunningService, TerminalAnswer } from './terminal.js';

export interface CommandEnd {
  /** 0 it was answered; 2 what the person did, 3 no device told, 4 some did not, 130 stopped, 1 our own fault. */
  readonly exit: number;
  /** It was told to end before it had answered. */
  readonly isCutOff?: boolean;
  /** Something still waits that nobody needs: the process should not wait for it. */
  readonly atOnce?: boolean;
}

/** @param words behind the program's name. Never throws. */
export async function runCommandLine(words: readonly string[], caller: Caller): Promise<CommandEnd> {
  try {
    const program = buildProgram(await readOutlines(), caller);
    refuseUnsafe(caller.environment);
    await program.parseAsync(words, { from: 'user' });
    return { exit: 0 };
  } catch (error) {
    if (error instanceof Answered) return error.end;
    if (error instanceof CommanderError) return { exit: error.exitCode === 0 ? 0 : 2 };
    if (caller.signal.aborted) return { exit: 130, isCutOff: true };
    if (error instanceof Problem) {
      await sayProblem(error, caller);
      return { exit: error.exit };
    }
    const { createLogger } = await import('../support/logger.js');
    createLogger('error', caller.stderr).error({ error }, 'fault');
    caller.stderr.write('This did not work because of a fault in Tunnelmedic. Please report it.\n');
    return { exit: 1 };
  }
}

function buildProgram(outlines: readonly Outline[], caller: Caller): Command {
  const program = new Command('tunnelmedic')
    .description('Says why an IPsec tunnel is broken, on what evidence, and who has to change what.')
    .version(ownVersion())
    .exitOverride()
    .showSuggestionAfterError(true)
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .configureOutput({
      writeOut: (text) => caller.stdout.write(text),
      writeErr: (text) => caller.stderr.write(text),
      outputError: (text, write) => write(refused(text)),
    });
  for (const outline of outlines) {
    entry(program, outline, optionsOf(outline), async (words, flags) => {
      if (outline.answers === 'question') return await ask(outline, words, flags, caller);
      const { runOwn } = await import('./ownCommand.js');
      await show(await runOwn(outline.name, words, outsideOf(outlines, caller)), flags, caller);
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

async function ask(
  declaration: Outline,
  typed: readonly string[],
  flags: Flags,
  caller: Caller,
): Promise<void> {
  const { answerQuestion } = await import('./question.js');
  const report = await answerQuestion({ declaration, typed, flags, caller });
  if (report.failed) throw new Answered({ exit: 3 });
  if (report.unread) throw new Answered({ exit: report.unread === 'all' ? 3 : 4 });
}

async function show(answer: TerminalAnswer, flags: Flags, caller: Caller): Promise<void> {
  if ('service' in answer) return await untilStopped(answer.service, caller);
  if ('report' in answer) {
    const { printReport } = await import('./print.js');
    return printReport(answer.report, { flags, caller, zone: 'system' });
  }
  caller.stdout.write(answer.text);
  if (answer.exit !== 0) throw new Answered({ exit: answer.exit });
}

/** It was answered, and the end says more. */
class Answered extends Error {
  constructor(readonly end: CommandEnd) {
    super('answered');
  }
}

async function untilStopped(service: RunningService, caller: Caller): Promise<void> {
  const { signal } = caller;
  const stopped = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
  const ways = [stopped, service.ended, service.refused].filter((way) => way !== undefined);
  const problem = await Promise.race(ways);
  if (problem) {
    await service.close();
    await sayProblem(problem, caller);
    // A socket that was being opened would keep the process for half a minute.
    throw new Answered({ exit: problem.exit, atOnce: true });
  }
  if (signal.aborted) caller.stderr.write('Stopping; what runs is finished first.\n');
  await service.close();
}

async function sayProblem(problem: Problem, { stderr }: Caller): Promise<void> {
  const { neutralized } = await import('../render/plainText.js');
  stderr.write(`${neutralized(problem.inFull())}\n`);
}
