// What a command file exports: its words, its options, and how it runs; the dispatch does everything else.

import type { Right } from '../access/access.js';
import type { Clock } from '../domain/clock.js';
import type { Progress, Report } from '../domain/report.js';
import type { AskOptions, Desk } from '../fleet/desk.js';
import type { Fleet } from '../fleet/fleet.js';
import type { Asker, Attachment, CommandInfo, RunOptions } from './command.js';

export interface OptionSpec {
  readonly name: string;
  /** What stands after it, for example `2h`; null for a switch. */
  readonly value: string | null;
  readonly summary: string;
  /** May be given several times. */
  readonly many?: boolean;
}

/** Words as typed, already checked against the command's options. */
export interface CommandWords {
  readonly positionals: readonly string[];
  /** Switches carry an empty list, options their values in the order typed. */
  readonly options: ReadonlyMap<string, readonly string[]>;
}

export interface CommandRequest {
  readonly words: CommandWords;
  readonly asker: Asker;
  /** The frame of the question: its signal and deadline. */
  readonly ask: AskOptions;
  readonly onProgress: (progress: Progress) => void;
  /** Unique for what was clicked or typed. */
  readonly key: string;
  readonly attachments: readonly Attachment[];
  readonly thread: RunOptions['thread'] | null;
}

/** What every command may use. */
export interface CommandParts {
  readonly fleet: Fleet;
  readonly desk: Desk;
  readonly clock: Clock;
  /** IANA zone for times that stand in text. */
  readonly zone: string;
  /** Time between the two looks at the counters. */
  readonly sampleMs: number;
}

export type NeededRight = Right | 'none';

export interface Command {
  readonly info: CommandInfo;
  /** A right, or the right that these words need. Whatever is not `read` or `none` changes something and is audited before it is done. */
  readonly right: NeededRight | ((words: CommandWords) => NeededRight);
  readonly options: readonly OptionSpec[];
  /** How many words it takes besides options. */
  readonly positionals: { readonly least: number; readonly most: number };
  /** The tunnel that it is about, for rules by tunnel; not given: rules by tunnel never fit. */
  tunnelOf?(request: CommandRequest): Promise<string | null>;
  /** Throws a Problem for what the asker did wrong; gaps of devices belong into the report. */
  run(request: CommandRequest): Promise<Report>;
}

/** A switch that was given. */
export function isOn(words: CommandWords, option: string): boolean {
  return words.options.has(option);
}

/** The last value of an option, or null. */
export function optionValue(words: CommandWords, option: string): string | null {
  return words.options.get(option)?.at(-1) ?? null;
}
