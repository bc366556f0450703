// The neutral document that every renderer draws. Its actions are commands: a click is a typed command.

import type { OpenAsk } from './ask.js';
import type { Picture } from './picture.js';
import type { StepOutcome, Verdict } from './verdict.js';

/** Text from devices and people stays raw here; each renderer escapes for its medium. */
export type Span =
  | string
  | { readonly code: string }
  | { readonly strong: string }
  /** `age` reads like `2 h 5 min ago` in every medium, so the words before it are "since" or "last seen". */
  | {
      readonly at: string;
      /** `since`: how long something lasts and from when, `for 2 h 19 min (since 07:33 UTC)`. `minute`: a time without seconds. `zone`: in which zone the medium shows it. */
      readonly as: 'time' | 'minute' | 'date-time' | 'age' | 'since' | 'zone';
      /** With `since`: when that was looked at (ISO 8601 UTC). Left out where the text is drawn anew or grows older by itself. */
      readonly until?: string;
      /** With `since`: it may have been so for longer. */
      readonly atLeast?: true;
    }
  | { readonly link: string; readonly text: string }
  /** Somebody, or a group, by the id that the chat knows them by; a medium that knows no ids shows the name, else the id as it is. */
  | { readonly person: string; readonly name?: string };
export type Text = Span | readonly Span[];

export type Tone = 'good' | 'warning' | 'bad' | 'quiet' | 'unknown';

export interface LogExcerptLine {
  readonly device: string;
  readonly at: string | null;
  readonly text: string;
  /** The line that decides. */
  readonly marked: boolean;
  /** It was printed more than once: how often, and when last; `at` is the first time. */
  readonly times?: { readonly count: number; readonly last: string | null };
}

export interface ShownStep {
  readonly title: string;
  readonly state: StepOutcome;
  readonly why: string;
}

/** Something that a running command wants shown before it is done. Calls are cheap and may come often. */
export interface Progress {
  readonly title: string;
}

/** One line for a thing that has a state: on a phone its sign, name, since when and why stand side by side. */
export interface StateRow {
  readonly tone: Tone;
  /** A word or two. */
  readonly state: string;
  readonly name: string;
  /** How long, as `2 h 19 min`; empty when nothing tells. */
  readonly since: string;
  /** Why, in a few words; empty when nothing tells. */
  readonly says: string;
  /** Where it stands; left out where a line is short. */
  readonly more: string;
  /** What to do with this one; a medium without menus leaves them out. */
  readonly actions: readonly Pick<Action, 'label' | 'command'>[];
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
  | { readonly kind: 'states'; readonly rows: readonly StateRow[] }
  | { readonly kind: 'list'; readonly items: readonly Text[] }
  | { readonly kind: 'log'; readonly lines: readonly LogExcerptLine[] }
  | { readonly kind: 'steps'; readonly title: string; readonly steps: readonly ShownStep[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'picture'; readonly picture: Picture; readonly alt: string }
  | { readonly kind: 'note'; readonly text: Text };

/**
 * Something to fill in before the command runs. `name` is the name of an option of that command: what is typed travels beside the
 * command (`RunOptions.fields`), not in its text, so that it may be long and hold any character. A `file` travels as an attachment.
 */
export interface InputField {
  readonly name: string;
  readonly label: string;
  readonly kind: 'line' | 'text' | 'address' | 'choice' | 'person' | 'file';
  /** Only for `choice`. */
  readonly options?: readonly { readonly label: string; readonly value: string }[];
  readonly hint?: string;
  readonly optional?: boolean;
  readonly initial?: string;
}

export interface Action {
  readonly label: string;
  /** What a person would type, without the slash command: `status tunnel-x --refresh`. */
  readonly command: string;
  readonly style?: 'primary' | 'danger';
  /** The tunnel that it is about, above its fields. */
  readonly about?: string;
  /** With fields the button opens a modal (Slack) or asks (terminal); without, it runs at once. */
  readonly inputs?: readonly InputField[];
  /**
   * Not among the first things to do: a medium with little room offers it behind a menu of further acts. Such an action of an
   * incident asks for fields, so choosing it is no act yet.
   */
  readonly further?: true;
}

/** Where a walk through the playbooks stands: what only a person can tell, and the verdict until they do. */
interface OpenWalk {
  readonly asks: readonly OpenAsk[];
  readonly verdict: Pick<Verdict, 'cause' | 'confidence'>;
}

/** What a command appended to an incident's timeline, so that its thread can be brought up to date. */
export interface IncidentChange {
  readonly incident: string;
  /** Sequence numbers of the events that stand there now because of this command, in order; empty when it was done before. */
  readonly seqs: readonly number[];
}

/** A menu of commands, for example when a name fits several tunnels. */
export interface Choice {
  readonly prompt: string;
  /** What the menu itself is called, where that is more than the prompt above it. */
  readonly label?: string;
  readonly options: readonly { readonly label: string; readonly command: string }[];
}

/** "Was this right?" under a verdict; each is a command. */
export interface Judging {
  readonly right: Action;
  /** It asks for its fields first. */
  readonly wrong: Action;
}

interface ReportFile {
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
  /** The whole of it is also given as Markdown under this name, to be pasted into a ticket. */
  readonly ticket?: string;
  /** Errors and help go only to who asked. */
  readonly audience: 'everyone' | 'asker';
  /** Machine form, exactly as `--json` prints it. */
  readonly json: unknown;
  /** For a verdict that is kept, so that people can say what became of it. */
  readonly judging?: Judging;
  /** A terminal asks on; in Slack the thread of an incident does. */
  readonly walk?: OpenWalk;
  /** The incident whose thread it belongs into, wherever it was asked. */
  readonly incident?: string;
  /** What was asked is done, but the devices could not be asked: why, and what to do. */
  readonly trouble?: string;
  /** Every name that the fleet has now, for whoever proposes names; set where all of them were read. */
  readonly names?: readonly string[];
  /** Something did not tell (devices, the store): some of what was asked, or all. A program reads it from the exit code. */
  readonly unread?: 'part' | 'all';
  /** What was checked is not well. A program reads it from the exit code. */
  readonly failed?: true;
  /** Set by commands that write to an incident. */
  readonly changed?: IncidentChange;
}

/** What most reports have none of: a report begins with these. */
export const bareReport = {
  detail: [],
  actions: [],
  choice: null,
  files: [],
} as const satisfies Partial<Report>;
