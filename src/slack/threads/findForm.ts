// The fields of a button, found again when it is clicked: a message carries only the command.

import { incidentCard } from '../../capabilities/incident/card.js';
import { questionActions } from '../../capabilities/incident/question.js';
import type { Action } from '../../domain/report.js';
import { incidentFrom } from '../../incidents/incident.js';
import type { IncidentStore } from '../../incidents/store.js';
import { correctionAction } from './question.js';

/** The action whose command this is; its `--seen` may be older than what stands there now. Null when there is none any more. */
export async function findForm(store: IncidentStore, command: string, label: string): Promise<Action | null> {
  const [word = ''] = command.split(/\s+/);
  if (!ofIncidents.has(word)) return plainForm(command, label);
  const found = await findAction(store, command);
  return found?.inputs?.length ? { ...found, command } : null;
}

const ofIncidents = new Set(['incident', 'answer', 'partner-log']);

/** What an incident's card or questions offer under this command now, with or without fields; null when it is nothing of theirs. */
export async function findAction(store: IncidentStore, command: string): Promise<Action | null> {
  const [word = '', id = ''] = command.split(/\s+/);
  const events = ofIncidents.has(word) ? await store.events(id) : [];
  if (events.length === 0) return null;
  const incident = incidentFrom(events);
  const corrections = events.flatMap(({ what }) =>
    what.kind === 'asked' ? [correctionAction(incident, what)] : [],
  );
  const all = [
    ...incidentCard(incident).actions,
    ...incident.openQuestions.flatMap((question) => questionActions(incident, question)),
    ...corrections,
  ];
  return all.find((action) => withoutSeen(action.command) === withoutSeen(command)) ?? null;
}

function withoutSeen(command: string): string {
  return command.replace(/\s--seen \d+/, '');
}

/** One text for commands that take one. */
function plainForm(command: string, label: string): Action | null {
  const name = label.slice(0, 100) || 'Text';
  if (/^remark(\s+--team\b|$)/.test(command.trim()))
    return {
      label: 'Remark',
      command,
      inputs: [{ name: 'text', label: 'What should the next shift know?', kind: 'text' }],
    };
  if (/^sheet\s/.test(command))
    return {
      label: 'The filled sheet',
      command,
      inputs: [
        { name: 'text', label: 'Its text', kind: 'text', optional: true },
        { name: 'file', label: 'Or the file', kind: 'file', optional: true },
      ],
    };
  return { label: name, command, inputs: [{ name: 'text', label: name, kind: 'text' }] };
}
