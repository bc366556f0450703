// The question that stands in the thread: as buttons where it can be answered with a click, as a field where not.

import { judgingOf } from '../../commands/judging.js';
import { notKnown } from '../../domain/ask.js';
import { commandLine, commandNames } from '../../domain/commandLine.js';
import type { Action, Choice, Report } from '../../domain/report.js';
import { saidWords } from '../../facts/answerWords.js';
import type { Happening } from '../../incidents/events.js';
import type { Incident, OpenQuestion } from '../../incidents/incident.js';

/** What a person types where there are no buttons: one question stands at a time, so its fact needs no name. */
export function answerCommand({ id }: Pick<Incident, 'id'>, { form }: OpenQuestion): string {
  return form === 'log'
    ? commandLine(commandNames.partnerLog, [id])
    : commandLine(commandNames.answer, [id, '…']);
}

/** More answers than this stand in a menu and not as buttons. */
const mostButtons = 8;

function answerOf(incident: Pick<Incident, 'id' | 'lastSeq'>, { fact }: OpenQuestion, value: string): string {
  return answerLine(incident, `${fact}=${value}`);
}

/** Carries the number of the last event that stood there, so that two people who answer at once are told apart. */
export function answerLine({ id, lastSeq }: Pick<Incident, 'id' | 'lastSeq'>, text: string): string {
  return commandLine(commandNames.answer, [id, text], { seen: String(lastSeq) });
}

export function questionActions(
  incident: Pick<Incident, 'id' | 'lastSeq'>,
  question: OpenQuestion,
): Action[] {
  const command = (value: string): string => answerOf(incident, question, value);
  const dontKnow: Action = { label: 'I don’t know', command: command(notKnown) };
  if (question.form === 'yes-no') {
    return [{ label: 'Yes', command: command('yes') }, { label: 'No', command: command('no') }, dontKnow];
  }
  if (question.form === 'choice') {
    if (question.choices.length > mostButtons) return [dontKnow];
    return [
      ...question.choices.map((value) => ({
        label: saidWords(question.fact, value),
        command: command(value),
      })),
      dontKnow,
    ];
  }
  if (question.form === 'log') return [partnerLogAction(incident), dontKnow];
  return [
    {
      label: 'Answer',
      command: answerLine(incident, question.fact),
      style: 'primary',
      inputs: [
        {
          name: 'value',
          label: question.question,
          kind: question.form === 'address' ? 'address' : question.form === 'text' ? 'text' : 'line',
        },
      ],
    },
    dontKnow,
  ];
}

type Asked = Extract<Happening, { readonly kind: 'asked' }>;

/** Opens a field with every answer that there is. */
export function correctionAction(
  incident: Pick<Incident, 'id' | 'lastSeq'>,
  { fact, question, form, choices = [] }: Asked,
): Action {
  const values = form === 'yes-no' ? ['yes', 'no'] : choices;
  const options = [
    ...values.map((value) => ({ label: saidWords(fact, value), value })),
    { label: 'I don’t know', value: notKnown },
  ];
  return {
    label: 'Change answer',
    command: answerLine(incident, fact),
    inputs: [
      values.length > 0
        ? { name: 'value', label: question, kind: 'choice', options }
        : { name: 'value', label: question, kind: form === 'text' ? 'text' : 'line' },
    ],
  };
}

/** The menu of a question that has more answers than buttons fit; null for every other question. */
export function questionChoice(
  incident: Pick<Incident, 'id' | 'lastSeq'>,
  question: OpenQuestion,
): Choice | null {
  if (question.form !== 'choice' || question.choices.length <= mostButtons) return null;
  return {
    prompt: 'Choose the answer',
    label: question.question,
    options: question.choices.map((value) => ({
      label: saidWords(question.fact, value),
      command: answerOf(incident, question, value),
    })),
  };
}

export function partnerLogAction(incident: Pick<Incident, 'id'>): Action {
  return {
    label: 'Paste the partner’s log or config',
    command: commandLine(commandNames.partnerLog, [incident.id]),
    inputs: [
      {
        name: 'text',
        label: 'Log lines or configuration of the other end',
        kind: 'text',
        hint: 'A log of any vendor around a failed attempt, or the VPN part of the configuration. Keys and passwords are removed before anything is kept. A file can be dropped into the thread instead.',
      },
    ],
  };
}

/** "Was this right?" about the newest verdict that said what was wrong; when it works again and is closed too: then people know. */
export function judgingFor({ id, timeline, fault }: Incident): Pick<Report, 'judging'> {
  const told = timeline.findLast(({ what }) => what.kind === 'verdict' && what.verdict === fault);
  return told && fault?.confidence !== 'none' ? { judging: judgingOf(`${id}:${told.seq}`) } : {};
}
