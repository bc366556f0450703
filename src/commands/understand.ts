// From words to what a command may run with: which command is meant, and whether the words fit what it declares.

import { commandLine, nameIn } from '../domain/commandLine.js';
import { Problem } from '../domain/problem.js';
import { closeMatches } from '../support/textDistance.js';
import { type CommandWords, type Declaration, type Door, usageOf } from './declaration.js';
import { checkedValues, sortWords, splitWords, usage } from './words.js';

/** The command that a text begins with; null when it is none. */
export function commandIn(text: string, declared: readonly Declaration[]): Declaration | null {
  const name = nameIn(text);
  return declared.find((one) => one.name === name) ?? null;
}

/** The command behind a door; null where there is none. */
export function commandAt(door: Door, declared: readonly Declaration[]): Declaration | null {
  return declared.find((one) => one.doors?.[door]) ?? null;
}

/** The line that a door leads to, for a tunnel or an incident by name; null where no command stands behind it. */
export function lineAt(door: Door, declared: readonly Declaration[], about: string): string | null {
  const command = commandAt(door, declared);
  return command && commandLine(command.name, [about, ...(command.doors?.[door] ?? [])]);
}

/** True for what an edge keeps until it is done. */
export function isKept(text: string, declared: readonly Declaration[]): boolean {
  const command = commandIn(text, declared);
  return command !== null && (command.writes !== 'nothing' || command.kept === true);
}

/** True when the words only look again: the message that carries them is edited in place. */
export function looksAgain(text: string, declared: readonly Declaration[]): boolean {
  const options = commandIn(text, declared)?.options ?? [];
  const words = splitWords(text);
  return options.some(
    (option) => option.type === 'switch' && option.refreshes && words.includes(`--${option.name}`),
  );
}

/** The command that a text names while it lacks the tunnel that this command needs: `status`. */
export function lacksTunnel(text: string, declared: readonly Declaration[]): Declaration | null {
  const command = commandIn(text, declared);
  return command?.about === 'tunnel' && splitWords(text).length === 1 ? command : null;
}

/** What commands are told about people: the option of type `person` that the words give, and whom they name. */
export function personGiven(
  text: string,
  declared: readonly Declaration[],
): { readonly option: string; readonly person: string } | null {
  const command = commandIn(text, declared);
  const people = command?.options.filter((option) => option.type === 'person') ?? [];
  if (!command || people.length === 0) return null;
  const words = splitWords(text).slice(1);
  const act = command.acts?.find((one) => one.word === words[1]?.toLowerCase());
  for (const { name } of people) {
    const at = words.findIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`));
    const inline = words[at]?.split('=')[1];
    const person = at >= 0 ? (inline ?? words[at + 1]) : act?.rest === name ? words.slice(2).join(' ') : null;
    if (person) return { option: name, person };
  }
  return null;
}

/** @throws Problem `unknown-command` with what was meant. */
export function requireCommand<T extends { readonly declaration: Declaration }>(
  typed: string,
  commands: readonly T[],
): T {
  const name = typed.toLowerCase();
  const command = commands.find((one) => one.declaration.name === name);
  if (command) return command;
  const names = commands.map((one) => one.declaration.name);
  const close = closeMatches(typed, names, 2);
  const hint =
    close.length > 0 ? `Did you mean ${close.join(' or ')}?` : `Commands are: ${names.join(', ')}.`;
  throw new Problem('unknown-command', { name: typed.slice(0, 60), hint }, close);
}

/**
 * @param fields what was filled in beside the words; it counts as options of that name, in place of what stood in the words.
 * @throws Problem `usage` in one sentence for words that do not fit.
 */
export function readWords(
  declaration: Declaration,
  words: readonly string[],
  help: string,
  fields: Readonly<Record<string, string>> = {},
): CommandWords {
  const { name, positionals, options } = declaration;
  const sorted = withFields(sortWords(words, options, help), declaration, fields, help);
  const count = sorted.positionals.length;
  if (count < positionals.least)
    throw usage(`\`${name}\` needs more words: \`${usageOf(declaration)}\``, help);
  if (count > positionals.most)
    throw usage(`\`${name}\` takes fewer words: \`${usageOf(declaration)}\``, help);
  const missing = options.find((option) => option.required && !sorted.options.has(option.name));
  if (missing) throw usage(`\`${name}\` needs \`--${missing.name}\`: ${missing.summary}`, help);
  return sorted;
}

function withFields(
  words: CommandWords,
  { name, options }: Declaration,
  fields: Readonly<Record<string, string>>,
  help: string,
): CommandWords {
  const given = new Map(words.options);
  for (const [field, value] of Object.entries(fields)) {
    const option = options.find((one) => one.name === field);
    if (!option || option.type === 'switch') {
      throw usage(`\`${name}\` has no field "${field.slice(0, 60)}"`, help);
    }
    if (value.trim() !== '') given.set(field, checkedValues(value, option, help));
  }
  return { positionals: words.positionals, options: given };
}
