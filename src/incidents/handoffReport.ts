// The handoff as people read it: start here, watch, what happened, the numbers last; two lines when the shift was quiet.

import { quoteWord } from '../domain/commandText.js';
import type { Action, Block, Report, Span, Text } from '../domain/report.js';
import type { DueLine, Handoff, OpenLine, ResolvedLine, WatchLine } from './handoff.js';
import { causeTitle, confidenceWords } from './words.js';

export interface HandoffOptions {
  /** The key that the incoming person confirms; null when this handoff was only asked for. */
  readonly key: string | null;
  readonly confirmedBy?: string | null;
}

const mostLines = 30;

export function handoffReport(handoff: Handoff, options: HandoffOptions): Report {
  return {
    kind: 'handoff',
    tone: handoff.quiet ? 'good' : handoff.start.length > 0 ? 'warning' : 'quiet',
    title: `Handoff of ${handoff.team}`,
    summary: [
      ...(handoff.quiet ? quietBlocks(handoff) : fullBlocks(handoff)),
      ...(options.confirmedBy
        ? [{ kind: 'note' as const, text: `Confirmed by ${options.confirmedBy}.` }]
        : []),
    ],
    detail: [],
    actions: actionsFor(handoff, options),
    choice: null,
    files: [],
    audience: 'everyone',
    json: handoffJson(handoff),
  };
}

function quietBlocks({ numbers }: Handoff): Block[] {
  return [
    { kind: 'paragraph', text: 'A quiet shift: nothing is open, nothing happened, nothing is due.' },
    { kind: 'paragraph', text: `${numbers.up} of ${numbers.tunnels} tunnels are up.` },
  ];
}

function fullBlocks(handoff: Handoff): Block[] {
  const { start, watch, due, resolved, remarks, unseen } = handoff;
  return [
    ...section('Start here', start.map(startText), 'No incident is open.'),
    ...section('Watch', [...watch.map(watchText), ...due.map(dueText)], null),
    ...section('What happened', resolved.map(resolvedText), null),
    ...section(
      'Remarks',
      remarks.map(
        (remark): Text => [
          `${remark.text} (${remark.by.name}, `,
          { at: remark.at, as: 'date-time' },
          `, ${remark.id})`,
        ],
      ),
      null,
    ),
    ...section('Could not be seen', unseen, null),
    { kind: 'note', text: numbersText(handoff) },
  ];
}

function section(title: string, items: readonly Text[], empty: string | null): Block[] {
  if (items.length === 0) return empty === null ? [] : [{ kind: 'paragraph', text: empty }];
  const shown = items.slice(0, mostLines);
  const more = items.length - shown.length;
  return [
    { kind: 'heading', text: title },
    { kind: 'list', items: more > 0 ? [...shown, `and ${more} more`] : shown },
  ];
}

function startText(line: OpenLine): Text {
  const spans: Span[] = [named(line.tunnel, line.link)];
  if (line.severity !== 'normal') spans.push(` (${line.severity})`);
  spans.push(`: ${verdictWords(line)}`);
  const ruledOut = line.verdict?.ruledOut ?? [];
  if (ruledOut.length > 0)
    spans.push(
      ` Ruled out: ${clip(ruledOut.slice(0, 3).join('; '), 240)}${ruledOut.length > 3 ? '; …' : ''}.`,
    );
  if (line.waitingFor !== '') spans.push(` Waits for ${line.waitingFor}.`);
  spans.push(
    ` Owner: ${line.owner ?? 'nobody'}. Next: ${line.nextStep}`,
    ' Open for ',
    { at: line.openedAt, as: 'age' },
    '.',
  );
  return spans;
}

function verdictWords({ verdict }: OpenLine): string {
  if (!verdict) return 'not diagnosed yet.';
  if (verdict.confidence === 'none') return 'no cause found yet.';
  return `${confidenceWords[verdict.confidence]} ${causeTitle(verdict.cause)}.`;
}

function watchText(line: WatchLine): Text {
  const since: Span[] = line.since === null ? [] : [' for ', { at: line.since, as: 'age' }];
  return [{ strong: line.tunnel }, `: ${line.state}`, ...since, `. ${line.basis}`];
}

function dueText(line: DueLine): Text {
  return [
    { strong: line.tunnel },
    `: ${line.what}`,
    ...(line.at === null ? [] : [' ', { at: line.at, as: 'date-time' } as const]),
  ];
}

function resolvedText(line: ResolvedLine): Text {
  return [
    named(line.tunnel, line.link),
    `: ${causeTitle(line.cause)}. Remedy: ${clip(line.remedy, 300)} (${line.by}, `,
    { at: line.at, as: 'date-time' },
    ')',
  ];
}

function named(tunnel: string, link: string | null): Span {
  return link === null ? { strong: tunnel } : { link, text: tunnel };
}

function numbersText({ numbers, from, to }: Handoff): Span[] {
  return [
    'From ',
    { at: from, as: 'date-time' },
    ' to ',
    { at: to, as: 'date-time' },
    `: ${numbers.opened} opened, ${numbers.resolved} resolved, ${numbers.open} open; ${numbers.up} of ${numbers.tunnels} tunnels are up.`,
  ];
}

function clip(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1)}…`;
}

function actionsFor(handoff: Handoff, { key, confirmedBy }: HandoffOptions): Action[] {
  const team = `--team ${quoteWord(handoff.team)}`;
  return [
    ...(key !== null && !confirmedBy
      ? [{ label: 'I take over', command: `confirm ${quoteWord(key)}`, style: 'primary' as const }]
      : []),
    ...handoff.watch.slice(0, 3).map((line) => ({
      label: `Triage ${line.tunnel}`.slice(0, 60),
      command: `triage ${quoteWord(line.tunnel)}`,
    })),
    ...handoff.remarks
      .slice(0, 3)
      .map((remark) => ({ label: `Done: ${remark.text}`.slice(0, 60), command: `remark done ${remark.id}` })),
    {
      label: 'Add a remark',
      command: `remark ${team}`,
      inputs: [{ name: 'text', label: 'What must the next shift know?', kind: 'text' as const }],
    },
  ];
}

/** Keys may be added, none is renamed. */
function handoffJson(handoff: Handoff): Record<string, unknown> {
  return {
    schema: 1,
    team: handoff.team,
    from: handoff.from,
    to: handoff.to,
    quiet: handoff.quiet,
    startHere: handoff.start.map((line) => ({
      incident: line.incident,
      tunnel: line.tunnel,
      severity: line.severity,
      need: line.need,
      cause: line.verdict?.cause ?? null,
      confidence: line.verdict?.confidence ?? null,
      side: line.verdict?.side ?? null,
      summary: line.verdict?.summary ?? null,
      ruledOut: line.verdict?.ruledOut ?? [],
      waitingFor: line.waitingFor,
      owner: line.owner,
      nextStep: line.nextStep,
      openedAt: line.openedAt,
      lastAt: line.lastAt,
      link: line.link,
    })),
    watch: [
      ...handoff.watch.map((line) => ({
        tunnel: line.tunnel,
        what: `${line.state}. ${line.basis}`,
        state: line.state,
        since: line.since,
        at: null,
        link: null,
      })),
      ...handoff.due.map((line) => ({
        tunnel: line.tunnel,
        what: line.what,
        state: null,
        since: null,
        at: line.at,
        link: null,
      })),
    ],
    whatHappened: handoff.resolved,
    remarks: handoff.remarks,
    unseen: handoff.unseen,
    numbers: handoff.numbers,
  };
}
