// The message of a question: with its buttons while it stands, with the answer and a way to correct it afterwards.

import { correctionAction, questionActions, questionChoice } from '../../capabilities/incident/question.js';
import type { Action, Block, Choice } from '../../domain/report.js';
import type { IncidentEvent } from '../../incidents/events.js';
import type { Incident } from '../../incidents/incident.js';
import { answerText } from '../../incidents/words.js';

/** Null when the event is no question. */
export function drawQuestion(
  event: IncidentEvent,
  incident: Incident,
): {
  readonly blocks: readonly Block[];
  readonly actions: readonly Action[];
  readonly choice?: Choice | null;
} | null {
  const { what } = event;
  if (what.kind !== 'asked') return null;
  const asked: Block = {
    kind: 'callout',
    tone: 'quiet',
    text: [{ strong: 'Question: ' }, what.question],
  };
  const isNewest = !incident.timeline.some(
    (later) => later.seq > event.seq && later.what.kind === 'asked' && later.what.fact === what.fact,
  );
  const standing = incident.openQuestions.find((question) => question.fact === what.fact);
  if (standing && isNewest)
    return {
      blocks: [asked],
      actions: questionActions(incident, standing),
      choice: questionChoice(incident, standing),
    };
  const after = incident.timeline.filter((later) => later.seq > event.seq);
  const given = what.form === 'log' && after.find((later) => later.what.kind === 'partner-log');
  if (given)
    return { blocks: [asked, { kind: 'note', text: `${given.by.name} gave the log.` }], actions: [] };
  const end = after.find((later) => later.what.kind === 'withdrawn' && later.what.fact === what.fact);
  if (end?.what.kind === 'withdrawn')
    return { blocks: [asked, { kind: 'note', text: `Not needed any more: ${end.what.why}` }], actions: [] };
  const answer = incident.answers.find((one) => one.fact === what.fact);
  if (!answer) return { blocks: [asked, { kind: 'note', text: 'It was not answered.' }], actions: [] };
  const told: Block = {
    kind: 'paragraph',
    text: [{ strong: 'Answer: ' }, answerText(answer.shown ?? answer.value), ` (${answer.by})`],
  };
  return {
    blocks: [asked, told],
    actions: incident.closed ? [] : [correctionAction(incident, what)],
  };
}

/** The questions whose message changes with an event: answered, withdrawn, or closed with the incident. */
export function questionsTouchedBy(event: IncidentEvent, incident: Incident): readonly IncidentEvent[] {
  const { what } = event;
  const before = incident.timeline.filter((one) => one.seq < event.seq && one.what.kind === 'asked');
  if (what.kind === 'closed') return newestOfEach(before);
  if (what.kind !== 'answered' && what.kind !== 'withdrawn') return [];
  return newestOfEach(before.filter((one) => one.what.kind === 'asked' && one.what.fact === what.fact));
}

function newestOfEach(asked: readonly IncidentEvent[]): readonly IncidentEvent[] {
  const byFact = new Map(asked.map((one) => [one.what.kind === 'asked' ? one.what.fact : '', one]));
  return [...byFact.values()];
}
