// The neutral document that every renderer draws. Its actions are commands: a click is a typed command.

import type { Picture } from './picture.js';
import type { StepOutcome } from './verdict.js';

/** Text from devices and people stays raw here; each renderer escapes for its medium. */
export type Span =
  | string
  | { readonly code: string }
  | { readonly strong: string }
  | { readonly at: string; readonly as: 'time' | 'date-time' | 'age' }
  | { readonly link: string; readonly text: string };
export type Text = Span | readonly Span[];

export type Tone = 'good' | 'warning' | 'bad' | 'quiet' | 'unknown';

export interface LogExcerptLine {
  readonly device: string;
  readonly at: string | null;
  readonly text: string;
  /** The line that decides. */
  readonly marked: boolean;
}

export interface ShownStep {
  readonly title: string;
  readonly state: StepOutcome | 'pending' | 'running';
  readonly why: string;
}

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: Text }
  | { readonly kind: 'callout'; readonly tone: Tone; readonly text: Text }
  | { readonly kind: 'fields'; readonly rows: readonly { readonly label: string; readonly value: Text }[] }
  | {
      readonly kind: 'table';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly Text[])[];
    }
  | { readonly kind: 'list'; readonly items: readonly Text[] }
  | { readonly kind: 'log'; readonly lines: readonly LogExcerptLine[] }
  | { readonly kind: 'steps'; readonly title: string; readonly steps: readonly ShownStep[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'picture'; readonly picture: Picture; readonly alt: string }
  | { readonly kind: 'note'; readonly text: Text };

export interface Action {
  readonly label: string;
  /** What a person would type, without the slash command: `status tunnel-x --refresh`. */
  readonly command: string;
  readonly style?: 'primary' | 'danger';
}

/** A menu of commands, for example when a name fits several tunnels. */
export interface Choice {
  readonly prompt: string;
  readonly options: readonly { readonly label: string; readonly command: string }[];
}

export interface ReportFile {
  readonly name: string;
  readonly title: string;
  readonly text: string;
}

export interface Report {
  /** The command that made it: `status`, `list`, `logs` … */
  readonly kind: string;
  readonly tone: Tone;
  readonly title: string;
  /** The card: what everybody must see at a glance; short. */
  readonly summary: readonly Block[];
  /** The thread below the card. */
  readonly detail: readonly Block[];
  readonly actions: readonly Action[];
  readonly choice: Choice | null;
  readonly files: readonly ReportFile[];
  /** Errors and help go only to who asked. */
  readonly audience: 'everyone' | 'asker';
  /** Machine form, exactly as CONTRACT and `--json` print it. */
  readonly json: unknown;
}
