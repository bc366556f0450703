// The one door: parse, authorize, run, report; typed, clicked and chosen commands all pass here.

import { type AccessRules, requireRead } from '../access/access.js';
import type { Clock } from '../domain/clock.js';
import { Problem } from '../domain/problem.js';
import type { Report } from '../domain/report.js';
import type { AskOptions } from '../engine/desk.js';
import { closeMatches } from '../support/textDistance.js';
import type { Dispatcher, RunOptions } from './command.js';
import type { Command, CommandWords } from './definition.js';
import { helpCommand } from './help.js';
import { composeFault, composeProblem } from './problemReport.js';
import { namesInText, type SuggestParts, suggestTunnels } from './suggest.js';
import { quoteWord, sortWords, splitWords, usage } from './words.js';

export interface DispatchParts extends SuggestParts {
  /** Without `help`, which is added. */
  readonly commands: readonly Command[];
  readonly clock: Clock;
  readonly access: AccessRules;
  /** A question ends by then, with what was found so far. */
  readonly questionMs: number;
  /** Told about exceptions that are our own fault. */
  readonly onFault: (error: unknown, command: string) => void;
}

/** The dispatch, and what the command line needs besides: words that are already split, and Problems as they are. */
export interface CommandDispatch extends Dispatcher {
  /** @throws Problem for what the asker, the configuration or the devices do not allow. */
  execute(words: readonly string[], options: RunOptions): Promise<Report>;
}

export function createDispatcher(parts: DispatchParts): CommandDispatch {
  const commands: Command[] = [...parts.commands];
  commands.push(helpCommand(() => commands));

  function askFor(signal: AbortSignal): AskOptions {
    const deadlineAt = new Date(parts.clock.now().getTime() + parts.questionMs).toISOString();
    return { signal, deadlineAt };
  }

  async function execute(words: readonly string[], options: RunOptions): Promise<Report> {
    const { command, sorted } = understand(words, commands);
    if (command.right === 'read') requireRead(parts.access, options.asker);
    return await command.run({
      words: sorted,
      asker: options.asker,
      ask: askFor(options.signal),
      onProgress: options.onProgress ?? (() => undefined),
    });
  }

  async function run(text: string, options: RunOptions): Promise<Report> {
    let words: readonly string[] = [];
    try {
      words = splitWords(text);
      return await execute(words, options);
    } catch (error) {
      if (error instanceof Problem) return composeProblem(error, againWith(words, commands, error));
      parts.onFault(error, words[0] ?? '');
      return composeFault();
    }
  }

  return {
    commands: commands.map((command) => command.info),
    execute,
    run,
    suggest: (typed) => suggestTunnels(parts, typed, askFor(new AbortController().signal)),
    namesIn: (text) => namesInText(parts, text, askFor(new AbortController().signal)),
  };
}

function understand(
  words: readonly string[],
  commands: readonly Command[],
): { readonly command: Command; readonly sorted: CommandWords } {
  const [first = 'help', ...rest] = words;
  const name = first.toLowerCase();
  const command = commands.find((item) => item.info.name === name);
  if (!command) throw unknownCommand(first, commands);
  const help = `help ${command.info.name}`;
  const sorted = sortWords(rest, command.options, help);
  const { least, most } = command.positionals;
  if (sorted.positionals.length < least) {
    throw usage(`\`${command.info.name}\` needs more words: \`${command.info.usage}\``, help);
  }
  if (sorted.positionals.length > most) {
    throw usage(`\`${command.info.name}\` takes fewer words: \`${command.info.usage}\``, help);
  }
  return { command, sorted };
}

function unknownCommand(typed: string, commands: readonly Command[]): Problem {
  const names = commands.map((command) => command.info.name);
  const close = closeMatches(typed, names, 2);
  const hint =
    close.length > 0 ? `Did you mean ${close.join(' or ')}?` : `Commands are: ${names.join(', ')}.`;
  return new Problem('unknown-command', { name: typed.slice(0, 60), hint }, close);
}

/** The same command for a chosen name: a wrong tunnel is replaced, a wrong command word too. */
function againWith(
  words: readonly string[],
  commands: readonly Command[],
  problem: Problem,
): ((name: string) => string) | null {
  const [first, ...rest] = words;
  if (first === undefined) return null;
  if (problem.code === 'unknown-command') {
    return (name) => [name, ...rest.map(quoteWord)].join(' ');
  }
  const command = commands.find((item) => item.info.name === first.toLowerCase());
  if (!command) return null;
  const { options } = sortWords(rest, command.options, 'help');
  const tail = [...options].flatMap(([option, values]) =>
    values.length === 0 ? [`--${option}`] : values.map((value) => `--${option} ${quoteWord(value)}`),
  );
  return (name) => [command.info.name, quoteWord(name), ...tail].join(' ');
}
