// The fields of a button, found again when it is clicked: a message carries only the command.

import { incidentCard } from '../../capabilities/incident/card.js';
import { mergeAction, mergeTargets } from '../../capabilities/incident/cardActions.js';
import { correctionAction, questionActions } from '../../capabilities/incident/question.js';
import type { CommandForm } from '../../commands/declaration.js';
import { splitWords } from '../../commands/words.js';
import type { Action } from '../../domain/report.js';
import { incidentSubject } from '../../incidents/groupWords.js';
import { incidentFrom } from '../../incidents/incident.js';
import type { IncidentStore } from '../../incidents/store.js';

/** As many as a menu of Slack's holds. */
const mostOffered = 100;

/** The action whose command this is; its `--seen` may be older than what stands there now. Null when there is none any more. */
export async function findForm(store: IncidentStore, command: string): Promise<Action | null> {
  const found = await findAction(store, command);
  return found?.inputs?.length ? { ...found, command } : null;
}

/** What an incident's card or questions offer under this command now, with or without fields; null when it is nothing of theirs. */
export async function findAction(store: IncidentStore, command: string): Promise<Action | null> {
  const [, id = ''] = splitWords(command);
  const events = await store.events(id);
  if (events.length === 0) return null;
  const incident = incidentFrom(events);
  const corrections = events.flatMap(({ what }) =>
    what.kind === 'asked' ? [correctionAction(incident, what)] : [],
  );
  const open = (await store.list({ open: true, limit: mostOffered + 1 })).map(incidentFrom);
  const all = [
    mergeAction(incident, mergeTargets(incident, open).slice(0, mostOffered)),
    ...incidentCard(incident).actions,
    ...incident.openQuestions.flatMap((question) => questionActions(incident, question)),
    ...corrections,
  ];
  const found = all.find((action) => withoutSeen(action.command) === withoutSeen(command));
  return found ? { ...found, about: incidentSubject(incident) } : null;
}

function withoutSeen(command: string): string {
  return command.replace(/\s--seen \d+/, '');
}

/** The fields that a command declares; one text for whatever declares none. */
export function plainForm(command: string, label: string, form: CommandForm | null): Action {
  if (form !== null) return { label: form.title, command, inputs: form.inputs };
  const name = label.slice(0, 100) || 'Text';
  return { label: name, command, inputs: [{ name: 'text', label: name, kind: 'text' }] };
}
