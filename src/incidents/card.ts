// The card of an incident: what everybody must see at a glance, and the acts as buttons.

import { causeCodes, causeInfo } from '../domain/causes.js';
import { quoteWord } from '../domain/commandText.js';
import type { Action, Block, IncidentChange, Report, Text, Tone } from '../domain/report.js';
import { closingBlocks } from './closing.js';
import type { Incident } from './incident.js';
import { incidentJson } from './json.js';
import { partnerLogAction, questionActions } from './question.js';
import { answerText, confidenceWords, severities, stateWords, timelineLine, verdictText } from './words.js';

/** The report that stands at the head of the thread; drawn anew after every event. */
export function incidentCard(incident: Incident, changed?: IncidentChange): Report {
  return {
    kind: 'incident',
    tone: toneOf(incident),
    title: `Incident ${incident.id}: ${incident.tunnel}`,
    summary: incident.closed ? closingBlocks(incident) : openBlocks(incident),
    detail: [],
    actions: incident.closed ? closedActions(incident) : openActions(incident),
    choice: null,
    files: [],
    audience: 'everyone',
    json: incidentJson(incident),
    ...(changed ? { changed } : {}),
  };
}

/** The card with everything that happened below it: for `incident ID`. */
export function incidentReport(incident: Incident): Report {
  const shown = incident.timeline.slice(-60);
  const left = incident.timeline.length - shown.length;
  return {
    ...incidentCard(incident),
    detail: [
      { kind: 'heading', text: 'Timeline' },
      ...(left > 0 ? [{ kind: 'note' as const, text: `${left} older events are not shown.` }] : []),
      { kind: 'list', items: shown.map(timelineLine) },
    ],
  };
}

function toneOf(incident: Incident): Tone {
  if (incident.state === 'resolved') return 'good';
  if (incident.state !== 'open') return 'quiet';
  return incident.severity === 'high' || incident.severity === 'critical' ? 'bad' : 'warning';
}

function openBlocks(incident: Incident): Block[] {
  const { verdict, owner, openQuestions } = incident;
  const [question] = openQuestions;
  return [
    {
      kind: 'callout',
      tone: toneOf(incident),
      text: verdict ? verdictText(verdict) : 'Not diagnosed yet.',
    },
    {
      kind: 'fields',
      rows: [
        { label: 'State', value: stateText(incident) },
        { label: 'Owner', value: owner?.name ?? 'nobody' },
        { label: 'Severity', value: incident.severity },
        { label: 'Open for', value: { at: incident.openedAt, as: 'age' } },
        ...(verdict
          ? [
              { label: 'Cause', value: { code: verdict.cause } },
              { label: 'Confidence', value: confidenceWords[verdict.confidence] },
            ]
          : []),
      ],
    },
    ...nextBlocks(incident),
    ...(question
      ? [
          {
            kind: 'callout' as const,
            tone: 'quiet' as const,
            text: [{ strong: 'Question: ' }, question.question],
          },
        ]
      : []),
    ...answerBlocks(incident),
  ];
}

function stateText(incident: Incident): Text {
  const words = stateWords[incident.state];
  return incident.waitingFor === '' ? words : `${words}: ${incident.waitingFor}`;
}

function nextBlocks({ verdict }: Incident): Block[] {
  const rows = [
    ...(verdict?.nextOurs ? [{ label: 'Next on our side', value: verdict.nextOurs }] : []),
    ...(verdict?.nextTheirs ? [{ label: 'Next on their side', value: verdict.nextTheirs }] : []),
  ];
  return rows.length === 0 ? [] : [{ kind: 'fields', rows }];
}

function answerBlocks(incident: Incident): Block[] {
  const items = [
    ...incident.answers.map(
      (answer): Text => [{ code: answer.fact }, `: ${answerText(answer.value)} (${answer.by})`],
    ),
    ...incident.partnerLogs.map((log): Text => `The partner’s log ${log.name} was read.`),
  ];
  return items.length === 0 ? [] : [{ kind: 'list', items: items.slice(-8) }];
}

function openActions(incident: Incident): Action[] {
  const { id, tunnel, openQuestions, owner } = incident;
  const [question] = openQuestions;
  const log = question?.form === 'log' ? [] : [partnerLogAction(incident)];
  return [
    ...(question ? questionActions(incident, question) : []),
    ...(owner === null
      ? [{ label: 'Take it', command: `incident ${id} take`, style: 'primary' as const }]
      : []),
    handAction(incident),
    { label: 'Diagnose again', command: `incident ${id} diagnose` },
    ...log,
    { label: 'Message to the partner', command: `incident ${id} message` },
    { label: 'Sheet', command: `sheet ${quoteWord(tunnel)}` },
    noteAction(incident),
    stateAction(incident),
    severityAction(incident),
    closeAction(incident),
  ];
}

function closedActions({ id }: Incident): Action[] {
  return [
    {
      label: 'Reopen',
      command: `incident ${id} reopen`,
      inputs: [{ name: 'why', label: 'Why is it open again?', kind: 'line' }],
    },
    { label: 'Timeline', command: `incident ${id}` },
  ];
}

function handAction({ id }: Incident): Action {
  return {
    label: 'Hand over',
    command: `incident ${id} hand`,
    inputs: [{ name: 'to', label: 'Who goes on?', kind: 'person' }],
  };
}

function noteAction({ id }: Incident): Action {
  return {
    label: 'Note',
    command: `incident ${id} note`,
    inputs: [{ name: 'text', label: 'What should everybody know?', kind: 'text' }],
  };
}

function stateAction({ id, state, waitingFor }: Incident): Action {
  return {
    label: 'State',
    command: `incident ${id} state`,
    inputs: [
      {
        name: 'state',
        label: 'State',
        kind: 'choice',
        options: (['open', 'waiting-for-partner', 'monitoring'] as const).map((value) => ({
          label: stateWords[value],
          value,
        })),
        initial: state,
      },
      {
        name: 'for',
        label: 'Whom or what does it wait for?',
        kind: 'line',
        optional: true,
        initial: waitingFor,
      },
    ],
  };
}

function severityAction({ id, severity }: Incident): Action {
  return {
    label: 'Severity',
    command: `incident ${id} severity`,
    inputs: [
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

function closeAction({ id, verdict }: Incident): Action {
  return {
    label: 'Close',
    command: `incident ${id} close`,
    inputs: [
      {
        name: 'cause',
        label: 'What was it?',
        kind: 'choice',
        options: causeCodes.map((value) => ({ label: causeInfo(value).title, value })),
        ...(verdict ? { initial: verdict.cause } : {}),
      },
      { name: 'remedy', label: 'What put it right?', kind: 'text' },
    ],
  };
}
