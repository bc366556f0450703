// The one door: parse, authorize, run, report; typed, clicked and chosen commands all pass here.

import { type AccessRules, type GroupsOf, onlyLooks, type Right, requireRight } from '../access/access.js';
import type { Clock } from '../domain/clock.js';
import { commandLine, helpLine } from '../domain/commandLine.js';
import { Problem } from '../domain/problem.js';
import type { Report } from '../domain/report.js';
import { scrub } from '../domain/secrets/index.js';
import type { AskOptions } from '../fleet/desk.js';
import { type AuditDoor, audited } from './audited.js';
import type { Command, CommandRequest } from './command.js';
import type { CommandWords } from './declaration.js';
import type { Asker, Dispatcher, RunOptions } from './dispatcher.js';
import { helpCommand, helpDeclaration } from './help.js';
import { composeFault, composeProblem } from './problemReport.js';
import { namesInText, type SuggestParts, suggestTunnels } from './suggest.js';
import { commandIn, readWords, requireCommand } from './understand.js';
import { quoteWord, sortWords, splitWords, usage, wordsWithoutSecrets } from './words.js';

export interface DispatchParts extends SuggestParts {
  /** Without `help`, which is added. */
  readonly commands: readonly Command[];
  readonly clock: Clock;
  readonly access: AccessRules;
  /** Which user groups a person is in; without it no rule by group fits. */
  readonly groupsOf?: GroupsOf;
  /** Where commands are written down; without it nowhere. */
  readonly audit?: AuditDoor;
  /** A key for an act that came without one. */
  readonly newKey?: () => string;
  /** A question ends by then, with what was found so far. */
  readonly questionMs: number;
  /** The same for a command that is declared slow; not given: no longer than the others. */
  readonly slowMs?: number;
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
  let acts = 0;
  const newKey =
    parts.newKey ??
    (() => {
      acts += 1;
      return `${parts.clock.now().getTime()}-${acts}`;
    });

  function askFor(signal: AbortSignal, ms = parts.questionMs): AskOptions {
    const deadlineAt = new Date(parts.clock.now().getTime() + ms).toISOString();
    return { signal, deadlineAt };
  }

  async function execute(typed: readonly string[], given: RunOptions): Promise<Report> {
    const words = wordsWithoutSecrets(typed);
    const options = withoutSecrets(given);
    const audit = {
      door: parts.audit ?? null,
      clock: parts.clock,
      onFault: parts.onFault,
    };
    let understood: Understood;
    try {
      understood = understand(words, commands, options);
    } catch (error) {
      return await audited(audit, words, options, false, () => Promise.reject(error));
    }
    const { command, sorted } = understood;
    const { right: needed, slow } = command.declaration;
    const right = typeof needed === 'function' ? needed(sorted) : needed;
    const changes = right !== 'none' && !onlyLooks(right);
    return await audited(audit, words, options, changes, async () => {
      const request: CommandRequest = {
        words: sorted,
        asker: options.asker,
        ask: askFor(options.signal, slow ? (parts.slowMs ?? parts.questionMs) : parts.questionMs),
        onProgress: options.onProgress ?? (() => undefined),
        key: options.key ?? newKey(),
        attachments: options.attachments ?? [],
        thread: options.thread ?? null,
      };
      if (right !== 'none') await authorize(command, right, request);
      return await command.run(request);
    });
  }

  const may = (asker: Asker, right: Right, tunnel: string | null): Promise<void> =>
    requireRight(parts.access, asker, { right, tunnel }, parts.groupsOf ?? noGroups);

  /** Names are looked up only for whom a rule by tunnel may fit, and whom none fits learns no name by it. */
  async function authorize(command: Command, right: Right, request: CommandRequest): Promise<void> {
    try {
      await may(request.asker, right, null);
    } catch (refusal) {
      if (!command.tunnelsOf || !(refusal instanceof Problem)) throw refusal;
      const tunnels = await command.tunnelsOf(request).catch((error: unknown) => {
        throw error instanceof Problem ? refusal : error;
      });
      if (tunnels.length === 0) throw refusal;
      for (const tunnel of tunnels) {
        // Of an incident of several, its id names none of them.
        const isNamed = tunnels.length === 1 || (await mayRead(request.asker, tunnel));
        await may(request.asker, right, tunnel).catch((missing: unknown) => {
          throw isNamed ? missing : refusal;
        });
      }
    }
  }

  const mayRead = (asker: Asker, tunnel: string): Promise<boolean> =>
    may(asker, 'read', tunnel).then(
      () => true,
      () => false,
    );

  /** Those that the asker may read, in their order. */
  async function readable<T>(asker: Asker, found: readonly T[], nameOf: (one: T) => string): Promise<T[]> {
    const allowed = await Promise.all(found.map((one) => mayRead(asker, nameOf(one))));
    return found.filter((_, index) => allowed[index]);
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
    commands: commands.map((command) => command.declaration),
    execute,
    run,
    mayStop: (asker) =>
      requireRight(parts.access, asker, { right: 'triage', tunnel: null }, parts.groupsOf ?? noGroups).then(
        () => true,
        () => false,
      ),
    async suggest(typed, asker) {
      const found = await suggestTunnels(parts, typed, askFor(new AbortController().signal));
      return await readable(asker, found, ({ name }) => name);
    },
    async namesIn(text, asker, mayWait = false) {
      const found = await namesInText(parts, text, askFor(new AbortController().signal), mayWait);
      return await readable(asker, found, (name) => name);
    },
  };
}

/** What came along: fields and the names of files. What stands in a file is for who reads it. */
function withoutSecrets(options: RunOptions): RunOptions {
  const { fields, attachments } = options;
  return {
    ...options,
    ...(fields
      ? { fields: Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, scrub(text).text])) }
      : {}),
    ...(attachments
      ? { attachments: attachments.map((one) => ({ ...one, name: scrub(one.name).text })) }
      : {}),
  };
}

interface Understood {
  readonly command: Command;
  readonly sorted: CommandWords;
}

const noGroups: GroupsOf = async () => [];

/** No word at all goes through the door for that. */
function understand(
  words: readonly string[],
  commands: readonly Command[],
  { fields = {}, asker }: RunOptions,
): Understood {
  const [first = helpDeclaration.name, ...rest] = words;
  const command = requireCommand(first, commands);
  const { name, options } = command.declaration;
  const sorted = readWords(command.declaration, rest, helpLine(name), fields);
  const own = options.find((option) => option.terminal && sorted.options.has(option.name));
  if (own && asker.via !== 'terminal')
    throw usage(
      `\`--${own.name}\` is taken on the terminal alone: it is about files of that machine`,
      helpLine(name),
    );
  return { command, sorted };
}

/** The same command for a chosen name: a wrong tunnel is replaced, a wrong command word too. */
function againWith(
  words: readonly string[],
  commands: readonly Command[],
  problem: Problem,
): ((name: string) => string) | null {
  const [first, ...rest] = words;
  if (first === undefined || problem.fits.length === 0) return null;
  if (problem.code === 'unknown-command') {
    return (name) => [name, ...rest.map(quoteWord)].join(' ');
  }
  const declaration = commandIn(
    first,
    commands.map((command) => command.declaration),
  );
  if (!declaration) return null;
  const { options } = sortWords(rest, declaration.options, '');
  const given = Object.fromEntries(
    [...options].map(([name, values]) => [name, values.length === 0 ? (true as const) : values]),
  );
  return (name) => commandLine(declaration.name, [name], given);
}
