// Commands that only the terminal offers: no device is asked and no right needed; each says what it answers with.

import type { Readable } from 'node:stream';
import type { CommandWords, Declaration } from '../commands/declaration.js';
import type { Problem } from '../domain/problem.js';
import type { Report } from '../domain/report.js';
import type { WebProxy } from '../support/proxy.js';
import type { Completable } from './completion/completable.js';

/** What runs until it is told to stop. */
export interface RunningService {
  /** It is over by itself: nobody is there any more. */
  readonly ended?: Promise<void>;
  /** Resolves when it cannot go on, for a reason that waiting does not change. */
  readonly refused?: Promise<Problem>;
  close(): Promise<void>;
}

/** How a key is obtained. */
export interface KeygenParts {
  /** @returns what was typed, null when nothing was. */
  readonly askPassword: (question: string) => Promise<string | null>;
  readonly obtain: (request: {
    readonly url: string;
    readonly user: string;
    readonly password: string;
    readonly ca: string | undefined;
    readonly fingerprint256: string | undefined;
    readonly proxy: WebProxy | null;
  }) => Promise<
    | { readonly ok: true; readonly value: string }
    | { readonly ok: false; readonly fault: { readonly says: string; readonly remedy: string } }
  >;
}

/** What is kept, moved. */
export interface StoreMove {
  /** The last: from the data folder. */
  readonly act: 'into-file' | 'from-file' | 'to-postgres';
  /** `-` is standard output or input; null where none is named. */
  readonly file: string | null;
  readonly config: string | null;
  /** What is there already may go. */
  readonly replace: boolean;
  /** Nothing is changed, the backup is only read. */
  readonly check: boolean;
}

/** What such a command may reach outside of itself; the terminal hands it over. */
export interface Outside extends KeygenParts {
  readonly stdin: Readable;
  readonly signal: AbortSignal;
  /** What stands on the command line, this command included. */
  completable(): readonly Completable[];
  /** Names of tunnels that are known without asking a device. @throws Problem for a configuration that cannot be read. */
  tunnelNames(config: string | null): Promise<readonly string[]>;
  /** @param port of the page; null: the usual one, or any that is free. */
  startDemo(demo: { readonly port: number | null; readonly fast: boolean }): Promise<RunningService>;
  /** @param config path of the configuration; null: the usual one. */
  startService(config: string | null): Promise<RunningService>;
  /** @returns what is told at the end. @param config path of the configuration; null: the usual one. */
  initialize(config: string | null): Promise<string>;
  /** @param config path of the configuration; null: the usual one. */
  serveAssistant(config: string | null): Promise<RunningService>;
  /** @returns what is told. @throws Problem for what stands against it. */
  moveStore(move: StoreMove): Promise<string>;
}

/** A report is shown as any other (`--json`, `--markdown`); text stands on stdout as it is, with its exit code. */
export type TerminalAnswer =
  | { readonly report: Report }
  | { readonly text: string; readonly exit: 0 | 2 }
  | { readonly service: RunningService };

export interface TerminalCommand {
  readonly declaration: Declaration;
  readonly answers: 'report' | 'text' | 'service';
  /** @throws Problem for what the person did wrong. */
  run(words: CommandWords, outside: Outside): Promise<TerminalAnswer>;
}

/** What the command line must know of a command before it runs; data alone. */
export type Outline = Pick<
  Declaration,
  | 'name'
  | 'words'
  | 'options'
  | 'summary'
  | 'examples'
  | 'about'
  | 'takesFile'
  | 'takesConfig'
  | 'fileWord'
  | 'positionals'
  | 'store'
  | 'remembered'
  | 'slow'
> & {
  /** Every edge can ask it, or it is the terminal's own and answers with this. */
  readonly answers: 'question' | TerminalCommand['answers'];
};

/** What explains a command on a terminal. */
export function terminalHelp({ name }: Pick<Declaration, 'name'>): string {
  return `tunnelmedic ${name} --help`;
}
