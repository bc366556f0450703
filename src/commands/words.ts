// From the text a person typed to words: quotes of every keyboard, dashes that phones change.

import { Problem } from '../domain/problem.js';
import { removed, scrub } from '../domain/secrets/index.js';
import { closeMatches } from '../support/textDistance.js';
import type { CommandWords, OptionSpec } from './declaration.js';

export { quoteWord } from '../domain/commandText.js';

/** Longer text is no command. */
const maxLength = 3000;

/**
 * Splits a command line. Double quotes in any typographic form keep blanks together; a backslash or a single quote is an
 * ordinary character, because tunnel names contain them and nobody escapes on a phone. Secrets are taken out here: without
 * quotes and line ends nobody can tell any more where they ended.
 */
export function splitWords(text: string): readonly string[] {
  // Formatting characters nobody sees are taken out, every kind of blank is one.
  const plain = scrub(text.slice(0, maxLength))
    .text.replace(/\p{Cf}+/gu, '')
    .replace(/[\p{Cc}\p{Zs}\p{Zl}\p{Zp}]+/gu, ' ');
  const words: string[] = [];
  let word = '';
  let quoted = false;
  let began = false;
  for (const character of plain) {
    if (/["“”„‟«»″]/u.test(character)) {
      quoted = !quoted;
      began = true;
    } else if (character === ' ' && !quoted) {
      if (word !== '' || began) words.push(word);
      word = '';
      began = false;
    } else word += character;
  }
  if (word !== '' || began) words.push(word);
  return words.map(withPlainDashes);
}

/** Words that a shell has split: what follows a secret in them may belong to it. */
export function wordsWithoutSecrets(words: readonly string[]): readonly string[] {
  const clean: string[] = [];
  let isInside = false;
  for (const word of words) {
    const alone = scrub(word).text;
    const before = clean.slice(-4).join(' ');
    isInside =
      !word.startsWith('--') &&
      (isInside || (before !== '' && scrub(`${before} ${alone}`).text !== `${before} ${alone}`));
    clean.push(isInside ? removed : alone);
  }
  return clean;
}

/** A phone turns `--since` into `—since`; only dashes at the start of a word are changed, names keep theirs. */
function withPlainDashes(word: string): string {
  return word.replace(/^[—–‒―−]{1,2}-?(?=\p{L})/u, '--');
}

/** Sorts words into positionals and options. `--name=value`, `--name value` and `-- rest` are understood. */
export function sortWords(
  words: readonly string[],
  specs: readonly OptionSpec[],
  help: string,
): CommandWords {
  const positionals: string[] = [];
  const options = new Map<string, string[]>();
  const queue = [...words];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word === '--') {
      positionals.push(...queue.splice(0));
      break;
    }
    const match = /^--([\p{L}][\p{L}\d-]*)(?:=([\s\S]*))?$/u.exec(word);
    if (!match) {
      positionals.push(word);
      continue;
    }
    const [, typedName = '', inline] = match;
    const spec = findOption(typedName, specs, help);
    const values = options.get(spec.name) ?? [];
    options.set(spec.name, values);
    if (spec.type === 'switch') {
      if (inline !== undefined) throw usage(`\`--${spec.name}\` takes no value`, help);
      continue;
    }
    const value = inline ?? queue.shift();
    if (value === undefined || value === '')
      throw usage(`\`--${spec.name}\` needs a value: ${spec.value}`, help);
    if (values.length > 0 && !spec.many) throw usage(`\`--${spec.name}\` was given twice`, help);
    values.push(...checkedValues(value, spec, help));
  }
  return { positionals, options };
}

/** @throws Problem `usage` for a value that the option does not have. */
export function checkedValues(value: string, spec: OptionSpec, help: string): readonly string[] {
  if (spec.type === 'number' && !/^[1-9]\d{0,8}$/.test(value))
    throw usage(`\`--${spec.name}\` is a number from 1, not "${value.slice(0, 40)}"`, help);
  if (spec.type !== 'choice') return [value];
  const values = (spec.many ? value.split(',') : [value]).map((one) => one.trim().toLowerCase());
  const wrong = values.find((one) => !spec.choices.includes(one));
  if (wrong !== undefined)
    throw usage(`\`--${spec.name}\` is one of ${spec.choices.join(', ')}, not "${wrong.slice(0, 40)}"`, help);
  return values;
}

function findOption(typed: string, specs: readonly OptionSpec[], help: string): OptionSpec {
  const name = typed.toLowerCase();
  const spec = specs.find((candidate) => candidate.name === name);
  if (spec) return spec;
  const names = specs.map((candidate) => candidate.name);
  const [close] = closeMatches(name, names, 1);
  const known =
    names.length === 0 ? 'it takes no options' : `options are ${names.map((n) => `\`--${n}\``).join(', ')}`;
  const hint = close ? `did you mean \`--${close}\`?` : known;
  throw usage(`There is no option \`--${typed.slice(0, 60)}\`; ${hint}`, help);
}

/** A Problem for words that do not fit; the sentence gets its full stop here. */
export function usage(detail: string, help: string): Problem {
  return new Problem('usage', { detail, help });
}
