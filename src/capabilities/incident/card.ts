// The card of an incident: what everybody must see at a glance, and the acts as buttons.

import { commandLine, commandNames } from '../../domain/commandLine.js';
import type { Action, Block, IncidentChange, Report, Text, Tone } from '../../domain/report.js';
import type { Incident } from '../../incidents/incident.js';
import { backUpText } from '../../incidents/outage.js';
import {
  answerText,
  openStates,
  severities,
  stateWords,
  timelineLine,
  verdictSentence,
  verdictSpans,
} from '../../incidents/words.js';
import { closeAction, closingDetail, closingSummary } from './closing.js';
import { incidentJson } from './json.js';
import { answerCommand, judgingFor, partnerLogAction } from './question.js';

/** The report that stands at the head of the thread; drawn anew after every event. */
export function incidentCard(incident: Incident, changed?: IncidentChange): Report {
  return {
    kind: 'incident',
    tone: toneOf(incident),
    title: `Incident ${incident.id}: ${incident.tunnel}`,
    summary: incident.closed ? closingSummary(incident) : openBlocks(incident),
    detail: [],
    actions: incident.closed ? closedActions(incident) : openActions(incident),
    choice: null,
    files: [],
    audience: 'everyone',
    json: incidentJson(incident),
    ...judgingFor(incident),
    ...(changed ? { changed } : {}),
  };
}

/** The card with everything that happened below it: for `incident ID`. */
export function incidentReport(incident: Incident): Report {
  const shown = incident.timeline.slice(-60);
  const left = incident.timeline.length - shown.length;
  // The closing that stands is told above it.
  const closing = incident.closed ? shown.findLast((event) => event.what.kind === 'closed') : undefined;
  return {
    ...incidentCard(incident),
    detail: [
      ...closingDetail(incident),
      { kind: 'heading', text: 'Timeline' },
      ...(left > 0 ? [{ kind: 'note' as const, text: `${left} older events are not shown.` }] : []),
      { kind: 'list', items: shown.map((event) => timelineLine(event, event.seq === closing?.seq)) },
    ],
  };
}

function toneOf(incident: Incident): Tone {
  if (incident.state === 'resolved') return 'good';
  if (incident.state !== 'open' || incident.recovered) return 'quiet';
  return incident.severity === 'high' || incident.severity === 'critical' ? 'bad' : 'warning';
}

function openBlocks(incident: Incident): Block[] {
  const { owner } = incident;
  return [
    { kind: 'callout', tone: toneOf(incident), text: leadText(incident) },
    ...faultBlocks(incident),
    ...nextBlocks(incident),
    {
      kind: 'fields',
      rows: [
        { label: 'Owner', value: owner?.name ?? 'nobody' },
        { label: 'State', value: `${stateText(incident)} (severity ${incident.severity})` },
        { label: 'Opened', value: { at: incident.openedAt, as: 'age' } },
      ],
    },
    ...questionBlocks(incident),
    ...answerBlocks(incident),
  ];
}

function leadText(incident: Incident): Text {
  const { verdict } = incident;
  if (!verdict) return 'Not diagnosed yet.';
  const back = backUpText(incident);
  if (back !== null) return [{ strong: back }, ` ${verdict.summary}`];
  return [...verdictSentence(verdict), ' ', { code: verdict.cause }];
}

/** What was wrong, while the newest look says that it works. */
function faultBlocks({ recovered, fault }: Incident): Block[] {
  if (!recovered || !fault) return [];
  return [
    {
      kind: 'paragraph',
      text: [
        'What was wrong: ',
        ...verdictSpans(fault),
        ' Close it with what put it right, or set it to monitoring.',
      ],
    },
  ];
}

/** Its buttons stand in the thread; here one sees that something is asked. */
function questionBlocks(incident: Incident): Block[] {
  const [question] = incident.openQuestions;
  if (!question) return [];
  return [
    {
      kind: 'callout',
      tone: 'quiet',
      text: [{ strong: 'Question: ' }, question.question],
    },
    { kind: 'note', text: ['Answer in the thread, or type ', { code: answerCommand(incident, question) }] },
  ];
}

function stateText(incident: Incident): Text {
  const words = stateWords[incident.state];
  return incident.waitingFor === '' ? words : `${words}: ${incident.waitingFor}`;
}

function nextBlocks({ verdict, recovered }: Incident): Block[] {
  if (recovered) return [];
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
    ...incident.partnerConfigs.slice(-1).map(({ name }): Text => `Their configuration ${name} was read.`),
  ];
  return items.length === 0 ? [] : [{ kind: 'list', items: items.slice(-8) }];
}

/** What one does first as buttons, the rest behind one menu: a phone shows three rows at most. */
function openActions(incident: Incident): Action[] {
  const { id, tunnel, owner, recovered, verdict } = incident;
  // Where both ends are ours there is nobody to write to.
  const hasPartner = verdict?.partner !== null;
  return [
    ...(owner === null
      ? [
          {
            label: 'Take it',
            command: commandLine(commandNames.incident, [id, 'take']),
            style: 'primary' as const,
          },
        ]
      : []),
    { label: 'Check again', command: commandLine(commandNames.incident, [id, commandNames.diagnose]) },
    ...(hasPartner
      ? [{ label: 'Message partner', command: commandLine(commandNames.incident, [id, 'message']) }]
      : []),
    recovered && owner !== null ? { ...closeAction(incident), style: 'primary' } : closeAction(incident),
    ...[partnerLogAction(incident), noteAction(incident), setAction(incident), handAction(incident)].map(
      further,
    ),
    ...(hasPartner
      ? [further({ label: 'Parameter sheet', command: commandLine(commandNames.sheet, [tunnel]) })]
      : []),
  ];
}

function further(action: Action): Action {
  return { ...action, further: true };
}

function closedActions({ id }: Incident): Action[] {
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
