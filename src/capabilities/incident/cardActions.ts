// The acts on an incident as the buttons and the menu of its card.

import { commandLine, commandNames } from '../../domain/commandLine.js';
import type { Action } from '../../domain/report.js';
import { isSameShare } from '../../incidents/grouping.js';
import { incidentSubject } from '../../incidents/groupWords.js';
import type { Incident } from '../../incidents/incident.js';
import { openStates, severities, stateWords } from '../../incidents/words.js';
import { closeAction } from './closing.js';
import { partnerLogAction } from './question.js';

/** The next sensible act is the primary one; what a partner is for is offered where there may be one. */
export function openActions(incident: Incident): Action[] {
  const { id, tunnel, tunnels, because, recovered, verdict } = incident;
  // Whoever owns it because they are on call says by it that they are there.
  const isFree = incident.owner === null || incident.isOwnedByDefault;
  const isPartnersTurn = verdict?.remedies?.[0]?.byPartner === true;
  const hasPartner = verdict?.partner !== null;
  const primary = isFree ? 'take' : recovered ? 'close' : isPartnersTurn ? 'message' : 'check';
  const isGroup = tunnels.length > 1;
  // What a person opened for one tunnel is what they meant; alerts may tell of one outage twice.
  const mayMerge = isGroup || because !== null;
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
    ...(isGroup ? [splitAction(incident)] : []),
    ...(hasPartner && !isGroup ? [further(partnerLogAction(incident))] : []),
    ...[noteAction(incident), setAction(incident), handAction(incident)].map(further),
    ...(mayMerge ? [further(mergeAction(incident))] : []),
    ...(hasPartner && !mayMerge
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

function splitAction({ id, tunnels, verdict }: Incident): Action {
  const differs = verdict?.second && verdict.second.cause !== verdict.cause ? verdict.second.of : undefined;
  return {
    label: 'Split',
    command: commandLine(commandNames.incident, [id, 'split']),
    inputs: [
      {
        name: 'tunnels',
        label: 'Which of them get their own incident?',
        kind: 'text',
        hint: `Names with commas between them, for example ${tunnels.at(-1) ?? ''}; \`all\` takes all apart.`,
        ...(differs === undefined ? {} : { initial: differs }),
      },
    ],
  };
}

/** The others that are open, those first that share a thing with it. */
export function mergeTargets(incident: Incident, open: readonly Incident[]): readonly Incident[] {
  const weight = ({ shares }: Incident): number => (isSameShare(shares, incident.shares) ? 0 : 1);
  return open
    .filter(({ id, closed }) => id !== incident.id && closed === null)
    .toSorted((a, b) => weight(a) - weight(b));
}

/** @param others those that it may go into, as far as they are known. */
export function mergeAction({ id }: Incident, others: readonly Incident[] = []): Action {
  const into = { name: 'into', label: 'Which incident goes on with it?' } as const;
  const options = others.map((one) => ({
    label: `${one.id}: ${incidentSubject(one)}`.slice(0, 70),
    value: one.id,
  }));
  return {
    label: 'Merge',
    command: commandLine(commandNames.incident, [id, 'merge']),
    inputs: [options.length > 0 ? { ...into, kind: 'choice', options } : { ...into, kind: 'line' }],
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
