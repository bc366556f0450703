// Which questions are worth asking: those whose answer would change something, the one that decides most first.

import type { OpenAsk } from '../domain/ask.js';
import type { Diagnosis } from '../domain/verdict.js';

/** What the diagnosis would be if that were the answer; pure, so that every answer can be tried before anybody is asked. */
type Imagine = (fact: string, value: string) => Concluded;

type Concluded = Pick<Diagnosis, 'verdict' | 'findings'>;

export interface RankOptions {
  readonly imagine: Imagine;
  /** True when a condition of a playbook rests on the fact: an open answer then can decide something. */
  readonly isUsed: (fact: string) => boolean;
}

const mostTried = 12;
const mostAsks = 12;

/**
 * The questions that matter, the one that decides most first. A question with buttons is tried with each of its answers; it
 * matters when at least one of them changes the verdict, less when it only changes the advice. A log of the other end matters as long as the cause is not certain.
 * Other open answers cannot be tried; they matter when a condition rests on them and the cause is not certain.
 */
export function rankAsks(now: Diagnosis, asks: readonly OpenAsk[], options: RankOptions): readonly OpenAsk[] {
  return asks
    .slice(0, mostAsks)
    .map((ask, index) => ({ ask, index, weight: weightOf(ask, now, options) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || a.index - b.index)
    .map(({ ask }) => ask);
}

function weightOf(ask: OpenAsk, now: Diagnosis, { imagine, isUsed }: RankOptions): number {
  const open = now.verdict.confidence !== 'certain';
  if (ask.form === 'log') return open ? 1.5 : 0;
  const values = ask.form === 'yes-no' ? ['yes', 'no'] : ask.form === 'choice' ? ask.choices : null;
  if (values === null) return open && isUsed(ask.fact) ? 1 : 0;
  const imagined = values.slice(0, mostTried).map((value) => imagine(ask.fact, value));
  const decided = new Set(imagined.map(outcome));
  decided.delete(outcome(now));
  if (decided.size > 0) return 1 + decided.size;
  return imagined.some((one) => advice(one) !== advice(now)) ? wordsOnly : 0;
}

/** What only words the next step better comes after what decides, and before what takes a partner hours. */
const wordsOnly = 1.6;

/** Two diagnoses with the same verdict. */
function outcome({ verdict }: Concluded): string {
  return [verdict.cause, verdict.confidence, verdict.side].join('\n');
}

function advice({ findings }: Concluded): string {
  const [lead] = findings;
  return [lead?.next.ours, lead?.next.theirs].join('\n');
}
