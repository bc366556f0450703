// The question that stands in the thread: as buttons where it can be answered with a click, as a field where not.

import { notKnown } from '../domain/ask.js';
import { quoteWord } from '../domain/commandText.js';
import type { Action } from '../domain/report.js';
import type { Incident, OpenQuestion } from './incident.js';

/** What a person types where there are no buttons. */
export function answerCommand({ id }: Pick<Incident, 'id'>, { fact, form }: OpenQuestion): string {
  return form === 'log' ? `partner-log ${id}` : `answer ${id} ${fact}=…`;
}

const mostChoices = 8;

/** Buttons carry the sequence number they were drawn with, so that two people who answer at once are told apart. */
export function questionActions(
  incident: Pick<Incident, 'id' | 'lastSeq'>,
  question: OpenQuestion,
): Action[] {
  const seen = `--seen ${incident.lastSeq}`;
  const command = (value: string): string =>
    `answer ${incident.id} ${quoteWord(`${question.fact}=${value}`)} ${seen}`;
  const dontKnow: Action = { label: 'I don’t know', command: command(notKnown) };
  if (question.form === 'yes-no') {
    return [{ label: 'Yes', command: command('yes') }, { label: 'No', command: command('no') }, dontKnow];
  }
  if (question.form === 'choice' && question.choices.length <= mostChoices) {
    return [...question.choices.map((value) => ({ label: value, command: command(value) })), dontKnow];
  }
  if (question.form === 'log') return [partnerLogAction(incident), dontKnow];
  return [
    {
      label: 'Answer',
      command: `answer ${incident.id} ${quoteWord(question.fact)} ${seen}`,
      style: 'primary',
      inputs: [
        question.form === 'choice'
          ? {
              name: 'value',
              label: question.question,
              kind: 'choice',
              options: question.choices.map((value) => ({ label: value, value })),
            }
          : {
              name: 'value',
              label: question.question,
              kind: question.form === 'address' ? 'address' : question.form === 'text' ? 'text' : 'line',
            },
      ],
    },
    dontKnow,
  ];
}

export function partnerLogAction(incident: Pick<Incident, 'id'>): Action {
  return {
    label: 'Paste the partner’s log',
    command: `partner-log ${incident.id}`,
    inputs: [
      {
        name: 'text',
        label: 'Log lines of the other end',
        kind: 'text',
        hint: 'Of any vendor, around the time of a failed attempt. Keys and passwords are removed before anything is kept. A file can be dropped into the thread instead.',
      },
    ],
  };
}
