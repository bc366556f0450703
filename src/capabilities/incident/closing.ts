// The summary of a closed incident: cause, trigger, resolution, how long, how it was verified; then evidence and who did what.

import { tunnelmedic } from '../../commands/stores.js';
import { causeCodes, causeInfo } from '../../domain/causes.js';
import { commandLine, commandNames } from '../../domain/commandLine.js';
import { durationText } from '../../domain/duration.js';
import type { Action, Block, Text } from '../../domain/report.js';
import type { IncidentEvent, RecordedVerdict } from '../../incidents/events.js';
import type { Incident } from '../../incidents/incident.js';
import { outageOf, outageText } from '../../incidents/outage.js';
import { answeredText, causeTitle, verdictText } from '../../incidents/words.js';

/** What the card at the head of the thread tells of it. */
export function closingSummary(incident: Incident): Block[] {
  const { closed, fault } = incident;
  if (!closed) return [];
  const told = verdictOn(closed.cause, incident) ?? fault;
  const trigger = told?.trigger?.says ?? told?.untriggered ?? '';
  return [
    {
      kind: 'callout',
      tone: 'good',
      text: [
        { strong: 'Cause: ' },
        `${causeTitle(closed.cause)}. `,
        { strong: 'Resolution: ' },
        closed.remedy,
      ],
    },
    {
      kind: 'fields',
      rows: [
        { label: 'Outage', value: lastedText(incident, closed.at) },
        ...(trigger === '' ? [] : [{ label: 'Trigger', value: trigger }]),
        { label: 'Verified', value: verifiedText(incident) },
        { label: 'Closed by', value: [closed.by.name, ' ', { at: closed.at, as: 'date-time' }] },
      ],
    },
  ];
}

/** What a colleague who was not there wants to know besides: read once, in the thread. */
export function closingDetail(incident: Incident): Block[] {
  const { closed, fault } = incident;
  if (!closed) return [];
  const told = verdictOn(closed.cause, incident) ?? fault;
  const isOther = fault !== null && fault.cause !== closed.cause;
  const isSaid = isOther && told === fault;
  return [
    ...(fault && isOther
      ? [
          {
            kind: 'fields' as const,
            rows: [{ label: 'The diagnosis said', value: verdictText(fault) }],
          },
        ]
      : []),
    ...listed('Evidence', evidenceOf(told, incident, isSaid)),
    ...listed('Ruled out', told?.ruledOut ?? []),
    ...listed('Who did what', contributions(incident.timeline)),
  ];
}

/** The tunnel may have been down long before somebody opened the incident. */
function lastedText(incident: Incident, closedAt: string): string {
  const outage = outageOf(incident);
  const told = outage === null ? 'no diagnosis showed one' : outageText(outage, closedAt);
  return `${told}; incident open ${durationText(Date.parse(closedAt) - Date.parse(incident.openedAt))}`;
}

/** Whether a look after the remedy showed that it worked. */
function verifiedText({ recovered, verdict }: Incident): Text {
  if (recovered && verdict) return [{ at: recovered.at, as: 'date-time' }, `: ${verdict.summary}`];
  return verdict && causeInfo(verdict.cause).kind === 'not-a-fault'
    ? verdict.summary
    : 'no: no look since shows that it works again';
}

/** The newest diagnosis that said what it was closed with: later ones may have been about what came after the remedy. */
function verdictOn(cause: string, { timeline }: Incident): RecordedVerdict | null {
  const found = timeline.findLast(
    ({ what }) => what.kind === 'verdict' && what.verdict.cause === cause,
  )?.what;
  return found?.kind === 'verdict' ? found.verdict : null;
}

function evidenceOf(
  told: RecordedVerdict | null,
  { answers, partnerLogs, partnerConfigs }: Incident,
  isSaid: boolean,
): Text[] {
  return [
    ...(told && !isSaid ? [told.summary] : []),
    ...(told?.evidence ?? []).slice(0, 5).map((line): Text => ({ code: line })),
    ...answers
      .filter((answer) => answer.value !== 'unknown')
      .slice(-5)
      .map((answer): Text => `${answer.by} answered ${answeredText(answer)}`),
    ...partnerLogs.slice(-3).map((log): Text => `The partner’s log ${log.name}.`),
    ...partnerConfigs.slice(-1).map((one): Text => `The partner’s configuration ${one.name}.`),
  ];
}

function listed(title: string, items: readonly Text[]): Block[] {
  if (items.length === 0) return [];
  return [
    { kind: 'heading', text: title },
    { kind: 'list', items: items.slice(0, 12) },
  ];
}

/** One line a person, in the order in which they came. */
function contributions(timeline: readonly IncidentEvent[]): string[] {
  const people = new Map<string, { readonly name: string; readonly did: Map<string, number> }>();
  for (const event of timeline) {
    const word = workOf(event);
    if (word === null) continue;
    const person = people.get(event.by.id) ?? { name: event.by.name, did: new Map<string, number>() };
    person.did.set(word, (person.did.get(word) ?? 0) + 1);
    people.set(event.by.id, person);
  }
  return [...people.values()].map(
    ({ name, did }) =>
      `${name}: ${[...did].map(([word, count]) => (count === 1 ? word : `${word} (${count} times)`)).join(', ')}`,
  );
}

function workOf({ what, by }: IncidentEvent): string | null {
  if (by.id === tunnelmedic.id) return null;
  switch (what.kind) {
    case 'opened':
      return 'opened it';
    case 'owner':
      return what.owner?.id === by.id ? 'took it' : 'handed it on';
    case 'note':
      return 'added a note';
    case 'answered':
      return what.value === 'unknown' ? 'was asked' : 'answered a question';
    case 'partner-log':
      return 'brought the partner’s log';
    case 'partner-config':
      return 'brought the partner’s configuration';
    case 'sheet':
      return 'brought the sheet';
    case 'state':
      return what.state === 'waiting-for-partner' ? 'asked the partner' : 'followed it';
    case 'left':
      return 'split it';
    case 'merged':
    case 'merged-into':
      return 'merged it';
    case 'closed':
      return 'closed it';
    case 'reopened':
      return 'reopened it';
    case 'joined':
    case 'alert':
    case 'looked':
    case 'severity':
    case 'thread':
    case 'asked':
    case 'withdrawn':
    case 'verdict':
      return null;
  }
}

/** The form that closes it: the cause as diagnosed, to be confirmed or corrected. */
export function closeAction({ id, verdict, fault, recovered }: Incident): Action {
  const cause = (fault ?? verdict)?.cause;
  return {
    label: 'Close',
    command: commandLine(commandNames.incident, [id, 'close']),
    inputs: [
      {
        name: 'cause',
        label: 'Cause',
        kind: 'choice',
        options: causeCodes.map((value) => ({ label: causeInfo(value).title, value })),
        ...(cause === undefined ? {} : { initial: cause }),
      },
      {
        name: 'remedy',
        label: 'Resolution',
        kind: 'text',
        ...(fault && !recovered
          ? { hint: 'The last look still showed the fault. “Check again” tells whether the remedy worked.' }
          : {}),
      },
    ],
  };
}
