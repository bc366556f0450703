// Which question stands in an incident now: one at a time; nothing is asked that would change nothing.

import type { OpenAsk } from '../domain/ask.js';
import { notAnswered } from '../domain/given.js';
import type { Happening } from './events.js';
import type { Incident, OpenQuestion } from './incident.js';

/**
 * What must happen so that the right question stands, and only that: withdrawals first, then at most one new question.
 * @param answerTo what answers a question without a person, a sentence; null when nothing does.
 */
export function questionEvents(
  incident: Incident,
  ranked: readonly OpenAsk[],
  answerTo: (question: OpenQuestion) => string | null = () => null,
): readonly Happening[] {
  // What put it right is known to whoever did it; no answer would change that it works.
  const wanted = incident.recovered ? [] : notAnswered(ranked, incident.answers);
  const [top] = wanted;
  const withdrawn = incident.openQuestions
    .filter((question) => !wanted.some((ask) => ask.fact === question.fact))
    .map(
      (question): Happening => ({
        kind: 'withdrawn',
        fact: question.fact,
        why: answerTo(question) ?? `“${question.question}” would not change the answer any more.`,
      }),
    );
  const stands = incident.openQuestions.some((question) => wanted.some((ask) => ask.fact === question.fact));
  if (!top || stands) return withdrawn;
  return [
    ...withdrawn,
    {
      kind: 'asked',
      fact: top.fact,
      question: top.question,
      step: top.step,
      form: top.form,
      choices: top.choices,
    },
  ];
}
