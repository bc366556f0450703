// The card of an incident: what everybody must see at a glance, and the acts as buttons.

import { decisionBlocks } from '../../commands/decisionCard.js';
import { causeInfo } from '../../domain/causes.js';
import {
  type Block,
  bareReport,
  type IncidentChange,
  type Report,
  type Span,
  type Text,
  type Tone,
} from '../../domain/report.js';
import { incidentSubject } from '../../incidents/groupWords.js';
import type { Incident } from '../../incidents/incident.js';
import { backUpText } from '../../incidents/outage.js';
import {
  answeredText,
  stateWords,
  timelineLine,
  verdictSentence,
  verdictSpans,
} from '../../incidents/words.js';
import { closedActions, openActions } from './cardActions.js';
import { closingDetail, closingSummary } from './closing.js';
import { groupBlocks, memberTable } from './groupCard.js';
import { incidentJson } from './json.js';
import { answerCommand, judgingFor } from './question.js';
import { decisionFrom } from './recordedDecision.js';

/** The report that stands at the head of the thread; drawn anew after every event. */
export function incidentCard(incident: Incident, changed?: IncidentChange): Report {
  return {
    ...bareReport,
    kind: 'incident',
    tone: toneOf(incident),
    title: `Incident ${incident.id}: ${incidentSubject(incident)}${causeOf(incident)}`,
    summary: incident.closed ? closingSummary(incident) : openBlocks(incident),
    actions: incident.closed ? closedActions(incident) : openActions(incident),
    audience: 'everyone',
    json: incidentJson(incident),
    ...judgingFor(incident),
    ...(changed ? { changed } : {}),
  };
}

/** What a notification shows too: the cause, while there is one to act on. */
function causeOf({ verdict, recovered, closed }: Incident): string {
  if (!verdict || recovered || closed || verdict.confidence === 'none') return '';
  // Where what they share is at fault, its name stands there already.
  if (verdict.isShared) return '';
  return causeInfo(verdict.cause).kind === 'not-a-fault' ? '' : `, ${causeInfo(verdict.cause).title}`;
}

/** The card with everything that happened below it: for `incident ID`. */
export function incidentReport(incident: Incident): Report {
  const shown = incident.timeline.slice(-60);
  const left = incident.timeline.length - shown.length;
  // The closing that stands is told above it.
  const closing = incident.closed ? shown.findLast((event) => event.what.kind === 'closed') : undefined;
  return {
    ...incidentCard(incident),
    ticket: `${incident.id}.md`,
    detail: [
      ...closingDetail(incident),
      ...memberTable(incident),
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
  return [
    ...leadBlocks(incident),
    ...contradictionBlocks(incident),
    ...faultBlocks(incident),
    ...questionBlocks(incident),
    ...answerBlocks(incident),
  ];
}

/** The same card as a diagnosis has, with whose the incident is. It is drawn anew, so its age grows by itself. */
function leadBlocks(incident: Incident): Block[] {
  const { verdict } = incident;
  const more = incidentRows(incident);
  const tone = toneOf(incident);
  const back = verdict && backUpText(incident);
  if (verdict && back)
    return [
      {
        kind: 'callout',
        tone,
        text: [{ strong: back }, incident.tunnels.length > 1 ? '' : ` ${verdict.summary}`],
      },
      { kind: 'fields', rows: more },
    ];
  if (incident.tunnels.length > 1) return groupBlocks(incident, { tone, more });
  if (verdict?.state !== undefined)
    return decisionBlocks(decisionFrom(verdict, verdict.state), { tone, seenAt: null, more });
  return [
    { kind: 'callout', tone, text: verdict ? verdictSentence(verdict) : 'Not diagnosed yet.' },
    { kind: 'fields', rows: more },
  ];
}

function incidentRows(incident: Incident): { label: string; value: Text }[] {
  return [
    { label: 'Owner', value: ownerText(incident) },
    {
      label: 'Incident',
      value: [
        `${stateText(incident)}, severity ${incident.severity}`,
        // Of many it says since when they are down, and a phone has no line left.
        ...(incident.tunnels.length > 1 ? [] : [', opened ', { at: incident.openedAt, as: 'age' } as const]),
      ],
    },
  ];
}

/** Whoever is on call is named until somebody takes it; the first message mentions them, and what is drawn again later notifies nobody. */
function ownerText({ owner, isOwnedByDefault, onCall }: Incident): Text {
  if (owner !== null && !isOwnedByDefault) return owner.name;
  if (onCall === null) return 'nobody';
  const people = onCall.people.flatMap(({ id, name }, index): Span[] => [
    ...(index === 0 ? [] : [', ']),
    onCall.mentioned ? { person: id, name } : name,
  ]);
  const until: Span[] = onCall.until === null ? [] : [' until ', { at: onCall.until, as: 'minute' }];
  return owner === null ? ['nobody; on call: ', ...people, ...until] : [...people, ', on call', ...until];
}

/** What cannot all be true, and what counts meanwhile. */
function contradictionBlocks({ verdict, recovered }: Incident): Block[] {
  if (recovered) return [];
  return (verdict?.contradictions ?? []).map(
    ({ says }): Block => ({ kind: 'callout', tone: 'warning', text: says }),
  );
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

function stateText(incident: Incident): string {
  const words = stateWords[incident.state];
  return incident.waitingFor === '' ? words : `${words}: ${incident.waitingFor}`;
}

function answerBlocks(incident: Incident): Block[] {
  const items = [
    ...incident.answers.map((answer): Text => `${answeredText(answer)} (${answer.by})`),
    ...incident.partnerLogs.map((log): Text => `The partner’s log ${log.name} was read.`),
    ...incident.partnerConfigs.slice(-1).map(({ name }): Text => `Their configuration ${name} was read.`),
  ];
  return items.length === 0 ? [] : [{ kind: 'list', items: items.slice(-8) }];
}
