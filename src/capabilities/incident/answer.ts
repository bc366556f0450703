// `answer ID VALUE` for the question that stands, `answer ID FACT=VALUE` for any: what a person knows becomes a fact of the incident; the walk goes on by itself.

import { type Command, type CommandRequest, optionValue } from '../../commands/command.js';
import { type Declaration, plain } from '../../commands/declaration.js';
import { personOf } from '../../commands/stores.js';
import { clean } from '../../commands/typed.js';
import { usage } from '../../commands/words.js';
import { notKnown } from '../../domain/ask.js';
import { commandNames, helpLine } from '../../domain/commandLine.js';
import type { Action, Report } from '../../domain/report.js';
import { askedWords, saidWords } from '../../facts/answerWords.js';
import { parseValue } from '../../facts/book.js';
import { factsByName } from '../../facts/catalogue.js';
import type { FactDefinition } from '../../facts/fact.js';
import type { Decision } from '../../incidents/act.js';
import type { IncidentEvent } from '../../incidents/events.js';
import type { Incident } from '../../incidents/incident.js';
import { answerText } from '../../incidents/words.js';
import { closeMatches } from '../../support/textDistance.js';
import { incidentCard } from './card.js';
import { isLogText } from './logText.js';
import { readGiven } from './partnerLog.js';
import { act, changeSince, findIncident, requireOpen, type TriageParts, tunnelsOfIncident } from './parts.js';
import { proceed } from './proceed.js';
import { answerLine } from './question.js';
import { notDone } from './reports.js';
import { incidentAnswer } from './schema.js';
import { withTrouble } from './triage.js';

export const answerDeclaration: Declaration = {
  ...plain,
  name: commandNames.answer,
  words: 'ID ANSWER',
  positionals: { least: 2, most: 200 },
  options: [
    {
      name: 'value',
      type: 'text',
      value: 'TEXT',
      summary: 'the answer, when it does not stand behind FACT=',
      carried: true,
    },
    {
      name: 'seen',
      // A mark of ours in a button, nobody's input: one that cannot be read counts as none.
      type: 'text',
      value: 'N',
      summary: 'the last event that was seen; buttons carry it',
      carried: true,
    },
  ],
  summary: 'Answers the question that stands, or FACT=VALUE for another one, also to correct it.',
  examples: ['answer inc-4f7k2m yes', 'answer inc-4f7k2m answer.changed=no'],
  store: true,
  right: 'triage',
  writes: 'incident',
  about: 'incident',
  slow: true,
  answer: incidentAnswer,
};

export function answerCommand(parts: TriageParts): Command {
  return {
    declaration: answerDeclaration,
    tunnelsOf: (request) => tunnelsOfIncident(parts, request),
    run: (request) => answer(parts, request),
  };
}

async function answer(parts: TriageParts, request: CommandRequest): Promise<Report> {
  const [typed = '', ...rest] = request.words.positionals;
  const { incidents } = await parts.stores();
  const incident = await findIncident(incidents, typed);
  const asked = incident.openQuestions[0]?.fact ?? null;
  const { fact, value, text } = readAnswer(rest.join(' '), optionValue(request.words, 'value'), asked);
  // Lines of a log that somebody types in answer are a log like any other.
  if (text !== null && isLogText(text)) return await readGiven(parts, request, typed, text);
  const seen = readSeen(optionValue(request.words, 'seen'));
  const by = personOf(request);
  const decide = (now: Incident): Decision => {
    requireOpen(now);
    const standing = now.answers.find((one) => one.fact === fact);
    if (standing?.value === value) return { leave: `${standing.by} answered the same.` };
    if (seen !== null && standing && answeredSince(now, fact, seen, by.id)) {
      return {
        leave: `${standing.by} was faster: “${answerText(standing.shown ?? standing.value)}” was taken.`,
      };
    }
    const shown = saidWords(fact, value);
    return {
      do: {
        kind: 'answered',
        fact,
        value,
        replaces: standing?.value ?? null,
        question: questionFor(now, fact) ?? askedWords(fact),
        ...(shown === value ? {} : { shown }),
        ...(standing?.shown === undefined ? {} : { replacedShown: standing.shown }),
      },
    };
  };
  const result = await act(parts, request, incident, decide);
  if (result.outcome === 'left') {
    return notDone(result.after, result.why, correction(result.after, fact, value));
  }
  const from = result.outcome === 'done' ? result.before.lastSeq : result.event.seq - 1;
  const proceeded = await proceed(parts, request, incident.id);
  const card = incidentCard(proceeded.incident, changeSince(from, proceeded.incident));
  return withTrouble(card, proceeded.trouble);
}

/** The last event that the button's message showed; null where no button says one. */
function readSeen(typed: string | null): number | null {
  return typed !== null && /^\d{1,9}$/.test(typed) ? Number(typed) : null;
}

/** As it was asked last; null when nobody asked. */
function questionFor({ timeline }: Incident, fact: string): string | null {
  const asked = timeline.findLast(({ what }) => what.kind === 'asked' && what.fact === fact);
  return asked?.what.kind === 'asked' ? asked.what.question : null;
}

/** Somebody else answered after this person's buttons were drawn. */
function answeredSince(incident: Incident, fact: string, seen: number, by: string): boolean {
  return incident.timeline.some(
    (event: IncidentEvent) =>
      event.seq > seen && event.by.id !== by && event.what.kind === 'answered' && event.what.fact === fact,
  );
}

/** Who was overtaken can still say it, now knowing what was taken. */
function correction(incident: Incident, fact: string, value: string): Action[] {
  const standing = incident.answers.find((one) => one.fact === fact);
  if (!standing || standing.value === value || incident.closed) return [];
  return [
    {
      label: `Change it to “${answerText(saidWords(fact, value)).slice(0, 40)}”`,
      command: answerLine(incident, `${fact}=${value.slice(0, 500)}`),
    },
  ];
}

const mostText = 2000;

/** As facts are called: words with dots between them. */
const factName = /^[a-z-]+(\.[a-z-]+)+\s*(=|$)/;

/**
 * @param asked the fact of the question that stands; null when none does.
 * @throws Problem `usage` for a fact that does not exist or a value that it cannot have.
 */
function readAnswer(
  words: string,
  separate: string | null,
  asked: string | null,
): { readonly fact: string; readonly value: string; readonly text: string | null } {
  const text = separate === null && asked !== null && !factName.test(words) ? `${asked}=${words}` : words;
  const at = text.indexOf('=');
  const fact = (separate === null && at >= 0 ? text.slice(0, at) : text).replace(/=$/, '').trim();
  const typed = separate ?? (at >= 0 ? text.slice(at + 1) : '');
  const value = clean(typed, mostText);
  const definition = factsByName.get(fact);
  if (!definition) {
    const [close] = closeMatches(fact, [...factsByName.keys()], 1);
    const hint = close === undefined ? 'No question stands; write FACT=VALUE.' : `Did you mean "${close}"?`;
    throw usage(`There is no fact called "${fact.slice(0, 60)}". ${hint}`, helpLine(commandNames.answer));
  }
  if (value === '')
    throw usage(`What is the answer to ${fact}? Write \`${fact}=VALUE\``, helpLine(commandNames.answer));
  if (/^(unknown|i don['’]?t know|don['’]?t know|no idea)$/i.test(value))
    return { fact, value: notKnown, text: null };
  const parsed = parseValue(definition.type, definition.valueCalled?.(value) ?? value);
  if (parsed === null) {
    throw usage(
      `"${value.slice(0, 60)}" is not an answer to “${askedWords(fact)}”; it can be ${valuesOf(definition)}`,
      helpLine(commandNames.answer),
    );
  }
  return {
    fact,
    value: typeof parsed === 'object' ? parsed.join(', ') || 'none' : String(parsed),
    text: definition.type.kind === 'text' ? typed : null,
  };
}

const mostValues = 8;

function valuesOf({ type, titleOf }: FactDefinition): string {
  if (type.kind === 'yes-no') return 'yes, no or unknown';
  if (type.kind !== 'choice') return `a ${type.kind}, or unknown`;
  const names = type.values.map((value) => titleOf?.(value) ?? value);
  const more = names.length > mostValues ? ` (and ${names.length - mostValues} more)` : '';
  return `${names.slice(0, mostValues).join(', ')}${more} or unknown`;
}
