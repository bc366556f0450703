// What can stand on the command line, as data: commands, options and values, from what the commands declare.

import type { Declaration, OptionSpec } from '../../commands/declaration.js';

/** What may stand in a place: one of some words, a file, the name of a tunnel, or what nobody can propose. */
export type Place =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'file' | 'tunnel' | 'any' };

export interface CompletableOption {
  /** With its dashes. */
  readonly flag: string;
  readonly summary: string;
  /** Null for a switch. */
  readonly value: Place | null;
}

export interface Completable {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletableOption[];
  /** What stands first behind the name. */
  readonly first: Place;
}

/** An option of the terminal itself, as it declares it to its own parser. */
export interface TerminalOption {
  readonly long?: string | undefined;
  readonly description: string;
  /** It needs a value, and that is the path of a file. */
  readonly required: boolean;
}

const help: CompletableOption = { flag: '--help', summary: 'what it does', value: null };

export function completableOf(
  declaration: Pick<Declaration, 'name' | 'summary' | 'about' | 'words' | 'options'>,
  own: readonly TerminalOption[],
): Completable {
  const { name, summary, about, words } = declaration;
  return {
    name,
    summary,
    options: [
      ...declaration.options.filter((option) => !option.carried).map(optionOf),
      ...own.flatMap(({ long, description, required }): CompletableOption[] =>
        long === undefined
          ? []
          : [{ flag: long, summary: description, value: required ? { kind: 'file' } : null }],
      ),
      help,
    ],
    first: about === 'tunnel' ? { kind: 'tunnel' } : firstOf(words),
  };
}

function optionOf(option: OptionSpec): CompletableOption {
  return {
    flag: `--${option.name}`,
    summary: option.summary,
    value:
      option.type === 'switch'
        ? null
        : option.type === 'choice'
          ? { kind: 'words', words: option.choices }
          : { kind: option.type === 'file' ? 'file' : 'any' },
  };
}

/** `lint|test [PATH…]` names its words, `FILE…` a file. */
function firstOf(words: string): Place {
  const [first = ''] = words.split(' ');
  if (/^[a-z|]+$/.test(first)) return { kind: 'words', words: first.split('|') };
  return { kind: /^\[?(FILE|PATH)/.test(first) ? 'file' : 'any' };
}
