// What a command file exports: its declaration and how it runs; the dispatch does everything else.

import type { Clock } from '../domain/clock.js';
import type { Progress, Report } from '../domain/report.js';
import type { AskOptions, Desk } from '../fleet/desk.js';
import type { Fleet } from '../fleet/fleet.js';
import type { CommandWords, Declaration } from './declaration.js';
import type { Asker, Attachment, RunOptions } from './dispatcher.js';

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

export interface Command {
  readonly declaration: Declaration;
  /** The tunnels that it is about, for rules by tunnel: it needs the right for each. None, or not given: rules by tunnel never fit. */
  tunnelsOf?(request: CommandRequest): Promise<readonly string[]>;
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
