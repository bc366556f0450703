// What people gave besides what devices tell: their answers, the newest log of the other end, and its newest configuration.

import { notKnown, type OpenAsk } from './ask.js';
import type { Answer } from './evidence.js';

/** A text of the other end that somebody gave, without secrets. */
export interface GivenText {
  readonly name: string;
  readonly text: string;
  /** ISO 8601 UTC: when it was given. */
  readonly at: string;
  readonly by: string;
  /** The tunnel's name in it, when a person said it. */
  readonly named: string | null;
}

export interface Given {
  readonly answers: readonly Answer[];
  readonly log: GivenText | null;
  readonly config?: GivenText | null;
}

/** Facts that a person was asked for and answered, also with "I don't know", are not asked again. */
export function notAnswered(asks: readonly OpenAsk[], answers: readonly Answer[]): readonly OpenAsk[] {
  return asks.filter(
    ({ fact, since = '' }) => !answers.some((answer) => answer.fact === fact && answer.at >= since),
  );
}

/** Answers that say something; "I don't know" leaves the fact unknown. */
export function tellingAnswers(answers: readonly Answer[]): readonly Answer[] {
  return answers.filter((answer) => answer.value !== notKnown);
}
