// What the walk asks a person: a fact that no device tells, in the form in which it can be answered.

/** How the answer is given: buttons (`yes-no`, `choice`), a field (`address`, `number`, `text`, `list`), or a pasted or dropped log. */
export type AskForm = 'yes-no' | 'choice' | 'address' | 'number' | 'text' | 'list' | 'log';

export interface OpenAsk {
  /** The fact that the answer becomes. */
  readonly fact: string;
  readonly question: string;
  /** `playbook/step` that asks. */
  readonly step: string;
  readonly form: AskForm;
  /** What can be chosen; empty unless the form is `choice`. */
  readonly choices: readonly string[];
  /** Why nobody knows it yet, one sentence. */
  readonly why: string;
  /** ISO 8601 UTC: an answer from before that was to another question. */
  readonly since?: string;
}

/** An answer like any other: the person was asked and cannot tell. */
export const notKnown = 'unknown';
