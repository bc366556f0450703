// The handoff as people read it: start here, watch, what happened, the numbers last; two lines when the shift was quiet.

import { plural } from '../../commands/phrases.js';
import { verdictTitle } from '../../domain/causes.js';
import { commandLine, commandNames, nameIn } from '../../domain/commandLine.js';
import {
  type Action,
  type Block,
  bareReport,
  type Report,
  type Span,
  type Text,
} from '../../domain/report.js';
import { causeTitle, confidenceWords } from '../../incidents/words.js';
import type { Remark } from '../../shifts/store.js';
import type { Handoff } from './handoff.js';
import { handoffJson } from './json.js';
import type { DueLine, OpenLine, ResolvedLine } from './lines.js';
import { remarkForm } from './remark.js';
import { clip, incidentSpan, sentence, tunnelsText } from './texts.js';
import { changeText, lengthText, mutedSpans, muteText, outageText } from './watchedText.js';
import { watchTexts } from './watchText.js';

export interface HandoffOptions {
  /** The key that the incoming person confirms; null when this handoff was only asked for. */
  readonly key: string | null;
  /** Where a remark can go, when the handoff is about several teams. */
  readonly remarkTeams?: readonly string[];
}

const mostLines = 30;
const mostButtons = 3;

export function handoffReport(handoff: Handoff, options: HandoffOptions): Report {
  const { start, watch, quiet, unread, unseen } = handoff;
  const isBusy = start.length > 0 || watch.length > 0;
  return {
    ...bareReport,
    kind: 'handoff',
    tone: unread !== null ? 'unknown' : quiet ? 'good' : isBusy ? 'warning' : 'quiet',
    title:
      unread === null
        ? `Handoff of ${handoff.team}`
        : `Handoff of ${handoff.team}: incidents could not be read`,
    summary: quiet ? quietBlocks(handoff) : fullBlocks(handoff),
    actions: actionsFor(handoff, options),
    audience: 'everyone',
    json: handoffJson(handoff),
    ...(unread === null && unseen.length === 0 ? {} : { unread: 'part' as const }),
  };
}

function quietBlocks({ numbers }: Handoff): Block[] {
  return [
    { kind: 'paragraph', text: 'A quiet shift: nothing is open, nothing happened, nothing is due.' },
    { kind: 'paragraph', text: `${upText(numbers)}.` },
  ];
}

function fullBlocks(handoff: Handoff): Block[] {
  const { start, watch, due, resolved, remarks, unread, unseen } = handoff;
  return [
    ...(unread === null
      ? startBlocks(start)
      : [{ kind: 'callout' as const, tone: 'unknown' as const, text: unread }]),
    ...section('Watch', [...watchTexts(watch), ...handoff.muted.map(muteText), ...due.map(dueText)]),
    ...section('What happened', [
      ...resolved.map(resolvedText),
      ...handoff.outages.map(outageText),
      ...handoff.changed.map(changeText),
    ]),
    ...section('Remarks', remarks.map(remarkText)),
    ...section('Could not be seen', unseen),
    { kind: 'note', text: numbersText(handoff) },
  ];
}

function section(title: string, items: readonly Text[]): Block[] {
  if (items.length === 0) return [];
  const shown = items.slice(0, mostLines);
  const more = items.length - shown.length;
  return [
    { kind: 'heading', text: title },
    { kind: 'list', items: more > 0 ? [...shown, `and ${more} more`] : shown },
  ];
}

/** One short line for each thing that somebody asks at 3 a.m.; what to do stands last. */
function startBlocks(start: readonly OpenLine[]): Block[] {
  if (start.length === 0) return [{ kind: 'paragraph', text: 'No incident is open.' }];
  const shown = start.slice(0, mostLines);
  const more = start.length - shown.length;
  const isOnly = start.length === 1;
  return [
    {
      kind: 'heading',
      text: isOnly ? 'Start here: 1 incident is open' : `Start here: ${start.length} incidents are open`,
    },
    ...shown.flatMap((line, index): Block[] => [
      { kind: 'heading', text: isOnly ? line.subject : `${index + 1}. ${line.subject}` },
      { kind: 'fields', rows: rowsOf(line) },
    ]),
    ...(more > 0
      ? [{ kind: 'paragraph' as const, text: `and ${more} more: \`incidents\` lists them.` }]
      : []),
  ];
}

function rowsOf(line: OpenLine): { readonly label: string; readonly value: Text }[] {
  const severity = line.severity === 'normal' ? '' : `, severity ${line.severity}`;
  const weight = line.criticality === 'high' ? ', high criticality' : '';
  const since: Span[] =
    line.waitingSince === null ? [] : [', since ', { at: line.waitingSince, as: 'date-time' }];
  return [
    {
      label: 'Incident',
      value: [incidentSpan(line), `${weight}${severity}, opened `, { at: line.openedAt, as: 'age' }],
    },
    { label: 'Cause', value: causeText(line) },
    ...(line.backUp === null ? [] : [{ label: 'Now', value: line.backUp }]),
    ...(line.downSince === null
      ? []
      : [{ label: 'Down', value: ['since ', { at: line.downSince, as: 'date-time' }] as const }]),
    ...(line.waitingFor === '' ? [] : [{ label: 'Waits for', value: [line.waitingFor, ...since] }]),
    { label: 'Owner', value: line.owner ?? 'nobody' },
    ...(line.muted === null ? [] : [{ label: 'Muted', value: mutedSpans(line.muted) }]),
    { label: 'Next', value: clip(line.nextStep) },
  ];
}

function causeText({ verdict }: OpenLine): string {
  if (!verdict) return 'not diagnosed yet';
  if (verdict.confidence === 'none') return 'none was found yet';
  return `${confidenceWords[verdict.confidence]}: ${verdictTitle(verdict)}`;
}

function dueText({ tunnels, what, at, incident }: DueLine): Text {
  const when: Span[] = at === null ? [] : [' (', { at, as: 'date-time' }, ')'];
  const link: Span[] = incident === null ? [] : [' See incident ', incidentSpan(incident), '.'];
  return [{ strong: tunnelsText(tunnels) }, `: ${what.replace(/\.$/, '')}`, ...when, '.', ...link];
}

function resolvedText(line: ResolvedLine): Text {
  return [
    { strong: line.subject },
    ' (',
    incidentSpan(line),
    `): ${causeTitle(line.cause)}. Resolution: ${sentence(clip(line.remedy))} Closed by ${line.by}, `,
    { at: line.at, as: 'date-time' },
    '.',
    againWords(line),
    ...(line.outage === null ? [] : [` ${lengthText(line.outage)}.`]),
  ];
}

function againWords({ again }: ResolvedLine): string {
  if (again === null) return '';
  return again === 'open' ? ' Not over: another incident is open.' : ` Not over: it is ${again} now.`;
}

function remarkText({ text, by, at, link, id }: Remark): Text {
  return [
    `${text} (${by.name}, `,
    link === null ? { at, as: 'date-time' } : { link, text: 'thread' },
    ...(link === null ? [] : [', ', { at, as: 'date-time' } as const]),
    `, ${id})`,
  ];
}

function numbersText({ numbers, from, to }: Handoff): Span[] {
  return [
    'From ',
    { at: from, as: 'date-time' },
    ' to ',
    { at: to, as: 'date-time' },
    `: ${incidentNumbers(numbers)}${upText(numbers)}. Times are in `,
    { at: to, as: 'zone' },
    '.',
  ];
}

/** Nothing that was not read is counted. */
function incidentNumbers({ opened, resolved, open }: Handoff['numbers']): string {
  return open === null ? '' : `${opened} opened, ${resolved} resolved, ${open} open; `;
}

function upText({ up, tunnels }: Handoff['numbers']): string {
  return `${up} of ${plural(tunnels, 'tunnel')} ${up === 1 ? 'is' : 'are'} up`;
}

function actionsFor(handoff: Handoff, { key, remarkTeams = [handoff.team] }: HandoffOptions): Action[] {
  return [
    ...(key === null
      ? []
      : [
          {
            label: 'I take over',
            command: commandLine(commandNames.confirm, [key]),
            style: 'primary' as const,
          },
        ]),
    ...handoff.watch.slice(0, mostButtons).map((watched) => ({
      label: `Triage ${watched.tunnel}`.slice(0, 60),
      command: commandLine(commandNames.triage, [watched.tunnel]),
    })),
    ...handoff.remarks.slice(0, mostButtons).map((remark) => ({
      label: `Done: ${remark.text}`.slice(0, 60),
      command: commandLine(commandNames.remark, ['done', remark.id]),
    })),
    ...remarkActions(remarkTeams),
  ];
}

/** A remark belongs to one team. */
function remarkActions(teams: readonly string[]): Action[] {
  return teams.slice(0, mostButtons).map((team) => ({
    label: teams.length === 1 ? 'Add a remark' : `Add a remark for ${team}`.slice(0, 60),
    command: commandLine(commandNames.remark, [], { team }),
    inputs: remarkForm.inputs,
  }));
}

/** True for the button that takes a shift over. */
export function confirms(command: string): boolean {
  return nameIn(command) === commandNames.confirm;
}
