// What a command says about itself, once: every edge (Slack, terminal, help, menus, App Home) reads this and knows no name.

import type * as z from 'zod';
import type { Person, Right } from '../access/access.js';
import type { InputField } from '../domain/report.js';

type NeededRight = Right | 'none';

interface OptionBase {
  readonly name: string;
  readonly summary: string;
  /** May be given several times. */
  readonly many?: true;
  /** Without it there is nothing to do. */
  readonly required?: true;
  /** Buttons and forms write it, people hardly: `help COMMAND` explains it, the usage line leaves it out. */
  readonly carried?: true;
  /** It concerns files of the machine on which it is typed: only the terminal takes it, and others are not told of it. */
  readonly terminal?: true;
}

export type OptionSpec =
  | (OptionBase & {
      readonly type: 'switch';
      /** Looks again at what stands there: a message that carries it is edited in place. */
      readonly refreshes?: true;
    })
  | (OptionBase & {
      /** Case does not matter; with `many` also several in one value, by commas. */
      readonly type: 'choice';
      /** What stands for it in the usage line: `S`. */
      readonly value: string;
      readonly choices: readonly string[];
    })
  | (OptionBase & {
      /**
       * `time`: a moment or how far back. `number`: from 1. `person`: somebody by name or mention. `fact`: `FACT=VALUE`, what a
       * person answers. `file`: the path of a file. The command itself reads these.
       */
      readonly type: 'text' | 'time' | 'number' | 'person' | 'fact' | 'file';
      readonly value: string;
    });

/** Words as typed, already checked against the command's options. */
export interface CommandWords {
  readonly positionals: readonly string[];
  /** Switches carry an empty list, options their values in the order typed. */
  readonly options: ReadonlyMap<string, readonly string[]>;
}

/** One of several things that a command does: the word behind what it is about, as in `incident ID take`. */
export interface ActSpec {
  readonly word: string;
  readonly right: NeededRight;
  /** The option that the words behind it fill, when it is not given by name. */
  readonly rest?: string;
}

/**
 * Ways to a command for whom nobody types its name:
 * `ask`: what the modal about a tunnel proposes first. `check`: a message names a tunnel. `open`: a message is made an incident.
 * `pin`: a message is put into a timeline. `drop`: a file or lines are dropped into an incident's thread. `nothing`: no word
 * was said. `home-shift`, `home-fleet`: the two parts of the App Home; `home-trouble`: what it shows above
 * them when its report says that something failed.
 */
export type Door =
  | 'ask'
  | 'check'
  | 'open'
  | 'pin'
  | 'drop'
  | 'nothing'
  | 'home-shift'
  | 'home-fleet'
  | 'home-trouble';

/** Fields that a command needs first; each is named as the option that it fills, a `file` travels as attachment. */
export interface CommandForm {
  readonly title: string;
  readonly inputs: readonly InputField[];
}

/** How an assistant calls a command (a tool of the Model Context Protocol); only what reads is one. */
export interface ToolSpec {
  readonly name: string;
  /** For the assistant, where the summary says something of the terminal. */
  readonly summary?: string;
  /** On the terminal its words name files; an assistant gives the text of one: what that is. */
  readonly text?: string;
  /** An assistant reads at a price: what of the JSON it is given unless it asks for `details`; as the schema says all the same. */
  readonly brief?: (answer: unknown) => unknown;
}

export interface Declaration {
  readonly name: string;
  /** What stands behind the name besides options: `TUNNEL`, `ID FACT=VALUE`; empty for nothing. */
  readonly words: string;
  /** How many words that are. */
  readonly positionals: { readonly least: number; readonly most: number };
  readonly options: readonly OptionSpec[];
  /** One sentence. */
  readonly summary: string;
  /** Lines as people type them. */
  readonly examples: readonly string[];
  /** A right, or the right that these words need. Whatever does not only look (`onlyLooks` in access/) changes something and is audited before it is done. */
  readonly right: NeededRight | ((words: CommandWords) => NeededRight);
  /** What it appends to; the thread of an incident tells of it. */
  readonly writes: 'nothing' | 'incident' | 'handoff';
  /** It writes nothing, and yet its answer (files, what a shift waits for) is given whole though the process dies meanwhile. */
  readonly kept?: true;
  /** It reads or writes what is kept: where a running service holds the store, the terminal asks that service. */
  readonly store?: true;
  /** A running service remembers more of it than the devices tell now: the terminal asks it where one answers, else the devices. */
  readonly remembered?: true;
  /** What its first word names. */
  readonly about: 'tunnel' | 'incident' | 'text' | 'nothing';
  /** What the file is that may come along; null: none. */
  readonly takesFile: string | null;
  /** On the terminal that file is the last word: `alert test body.json`. */
  readonly fileWord?: true;
  /** The terminal takes a configuration of the other end beside that file; what it is for. */
  readonly takesConfig?: string;
  /** What it does with the thread that it was said in: it becomes the incident's, or is kept as a link. */
  readonly thread: 'becomes' | 'linked' | 'none';
  /** It examines tunnels, which takes longer than a look. */
  readonly slow: boolean;
  /**
   * What is asked when a button of it is clicked that has fields: a message carries only the command, so they are found here. Null
   * for commands without, and for acts on an incident, whose card has their fields.
   */
  readonly form: CommandForm | null;
  readonly acts?: readonly ActSpec[];
  /** The doors that lead to it, each with the words behind what it is about. */
  readonly doors?: Readonly<Partial<Record<Door, readonly string[]>>>;
  /** Its own button on the App Home. */
  readonly label?: string;
  /** What its report's `json` is, and so what `--json` prints; null for what answers with no report. */
  readonly answer: z.ZodType | null;
  /** An assistant may call it. */
  readonly tool?: ToolSpec;
  /** Its own report says that secrets were removed from what was sent. */
  readonly tellsOfSecrets?: true;
}

/** `[--since 2h]`, `[--refresh]`, `--user NAME`. */
function optionUsage(option: OptionSpec): string {
  const text = `--${option.name}${option.type === 'switch' ? '' : ` ${option.value}`}`;
  const shown = option.required ? text : `[${text}]`;
  return option.many ? `${shown}…` : shown;
}

/** What stands behind the name: `TUNNEL [--refresh]`. */
export function wordsUsage({ words, options }: Pick<Declaration, 'words' | 'options'>): string {
  const shown = options.filter((option) => !option.carried).map(optionUsage);
  return [words, ...shown].filter((part) => part !== '').join(' ');
}

/** `status TUNNEL [--refresh]` */
export function usageOf(declaration: Pick<Declaration, 'name' | 'words' | 'options'>): string {
  return `${declaration.name} ${wordsUsage(declaration)}`.trimEnd();
}

/** `--severity S`, as a label. */
export function optionLabel(option: OptionSpec): string {
  return `--${option.name}${option.type === 'switch' ? '' : ` ${option.value}`}`;
}

/** What it is for, and what it can be. */
export function optionHelp(option: OptionSpec): string {
  return option.type === 'choice' ? `${option.summary}: ${option.choices.join(', ')}` : option.summary;
}

/** Without what only the terminal takes, for everybody else. */
export function offeredTo<D extends Pick<Declaration, 'options'>>(declaration: D, via: Person['via']): D {
  if (via === 'terminal' || !declaration.options.some((option) => option.terminal)) return declaration;
  return { ...declaration, options: declaration.options.filter((option) => !option.terminal) };
}

/** What most commands are: they only look, at nothing in particular. */
export const plain = {
  writes: 'nothing',
  about: 'nothing',
  takesFile: null,
  thread: 'none',
  slow: false,
  form: null,
  answer: null,
} as const satisfies Partial<Declaration>;
