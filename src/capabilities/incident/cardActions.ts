// The acts on an incident as the buttons and the menu of its card.

import { commandLine, commandNames } from '../../domain/commandLine.js';
import type { Action } from '../../domain/report.js';
import type { Incident } from '../../incidents/incident.js';
import { openStates, severities, stateWords } from '../../incidents/words.js';
import { closeAction } from './closing.js';
import { partnerLogAction } from './question.js';

/** The next sensible act is the primary one; what a partner is for is offered where there may be one. */
export function openActions(incident: Incident): Action[] {
  const { id, tunnel, recovered, verdict } = incident;
  // Whoever owns it because they are on call says by it that they are there.
  const isFree = incident.owner === null || incident.isOwnedByDefault;
  const isPartnersTurn = verdict?.remedies?.[0]?.byPartner === true;
  const hasPartner = verdict?.partner !== null;
  const primary = isFree ? 'take' : recovered ? 'close' : isPartnersTurn ? 'message' : 'check';
  const styled = (name: string, action: Action): Action =>
    name === primary ? { ...action, style: 'primary' } : action;
  const act = (label: string, ...words: readonly string[]): Action => ({
    label,
    command: commandLine(commandNames.incident, [id, ...words]),
  });
  return [
    ...(isFree ? [styled('take', act('Take it', 'take'))] : []),
    styled('check', act('Check again', commandNames.diagnose)),
    ...(hasPartner ? [styled('message', act('Message partner', 'message'))] : []),
    styled('close', closeAction(incident)),
    ...(hasPartner ? [further(partnerLogAction(incident))] : []),
    ...[noteAction(incident), setAction(incident), handAction(incident)].map(further),
    ...(hasPartner
      ? [further({ label: 'Parameter sheet', command: commandLine(commandNames.sheet, [tunnel]) })]
      : []),
  ];
}

function further(action: Action): Action {
  return { ...action, further: true };
}

export function closedActions({ id }: Incident): Action[] {
  return [
    {
      label: 'Reopen',
      command: commandLine(commandNames.incident, [id, 'reopen']),
      inputs: [{ name: 'why', label: 'Why is it open again?', kind: 'line' }],
    },
    { label: 'Timeline', command: commandLine(commandNames.incident, [id]) },
  ];
}

function handAction({ id }: Incident): Action {
  return {
    label: 'Hand over',
    command: commandLine(commandNames.incident, [id, 'hand']),
    inputs: [{ name: 'to', label: 'Who goes on?', kind: 'person' }],
  };
}

function noteAction({ id }: Incident): Action {
  return {
    label: 'Note',
    command: commandLine(commandNames.incident, [id, 'note']),
    inputs: [{ name: 'text', label: 'What should everybody know?', kind: 'text' }],
  };
}

function setAction({ id, state, waitingFor, severity }: Incident): Action {
  return {
    label: 'State and severity',
    command: commandLine(commandNames.incident, [id, 'set']),
    inputs: [
      {
        name: 'state',
        label: 'State',
        kind: 'choice',
        options: openStates.map((value) => ({ label: stateWords[value], value })),
        initial: state,
      },
      {
        name: 'for',
        label: 'Whom or what does it wait for?',
        kind: 'line',
        optional: true,
        initial: waitingFor,
      },
      {
        name: 'severity',
        label: 'Severity',
        kind: 'choice',
        options: severities.map((value) => ({ label: value, value })),
        initial: severity,
      },
    ],
  };
}
