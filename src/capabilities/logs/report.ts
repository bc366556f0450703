// The lines of both ends as one answer: in one order of time, what repeats once, all of them only for whoever asks.

import { isOn } from '../../commands/command.js';
import type { CommandWords } from '../../commands/declaration.js';
import { plural, uncheckedFrom } from '../../commands/phrases.js';
import { commandLine, commandNames, type LineOptions } from '../../domain/commandLine.js';
import type { LogEvent } from '../../domain/log.js';
import { folded } from '../../domain/repeats.js';
import { type Block, bareReport, type LogExcerptLine, type Report } from '../../domain/report.js';
import type { FleetEnd, FleetTunnel } from '../../fleet/fleetTunnel.js';
import type { fetchLog } from '../../fleet/logWindow.js';
import { fits, type LogFilter } from './filter.js';

/** Every line by itself instead of what repeats once. */
export const allOption = 'all';

/** What a conversation shows of lines that do not fold further; a terminal scrolls. */
const mostInConversation = 20;

export interface ReadEnd {
  readonly end: FleetEnd;
  readonly window: Awaited<ReturnType<typeof fetchLog>>;
  readonly events: ReadonlyMap<number, LogEvent>;
}

export function composeLogs(
  tunnel: FleetTunnel,
  read: readonly ReadEnd[],
  filter: LogFilter,
  words: CommandWords,
  onTerminal: boolean,
): Report {
  const lines = read
    .flatMap((item) =>
      item.window.known
        ? item.window.value.lines
            .filter((line) => fits(line, item.events.get(line.number), filter))
            .map((line) => ({ line, event: item.events.get(line.number), device: item.end.device }))
        : [],
    )
    .toSorted((a, b) => (a.line.at ?? '').localeCompare(b.line.at ?? ''));
  const all = isOn(words, allOption);
  const printed = lines.map(({ line, event, device }) => ({
    device,
    at: line.at,
    text: line.text,
    marked: event !== undefined && event.proves !== null,
  }));
  const excerpts = all ? printed : foldedExcerpts(printed);
  // In a conversation all lines are a file, and only for whoever asks for them.
  const inFile = all && !onTerminal && printed.length > 0;
  const shown = onTerminal ? excerpts : excerpts.slice(inFile ? -8 : -mostInConversation);
  const unchecked = uncheckedFrom(
    read.flatMap(({ end, window }) => (window.known ? [] : [{ what: `Log of ${end.device}`, gap: window }])),
  );
  const truncated = read.filter(({ window }) => window.known && window.value.truncated);
  const text = printed.map((line) => `${line.at ?? '-'} ${line.device} ${line.text}`).join('\n');
  const { name } = tunnel;
  return {
    ...bareReport,
    kind: 'logs',
    tone: excerpts.length === 0 && unchecked.length > 0 ? 'unknown' : 'quiet',
    title: `Logs of ${name}`,
    summary: [
      {
        kind: 'paragraph',
        text: [
          plural(printed.length, 'line'),
          ...(shown.length === printed.length || all
            ? []
            : [
                `, ${shown.length === excerpts.length ? '' : `the last ${shown.length} of `}${excerpts.length} without repetitions,`,
              ]),
          ' since ',
          { at: filter.from, as: 'date-time' },
          '.',
        ],
      },
      ...(excerpts.length === 0 ? [] : [{ kind: 'log' as const, lines: shown }]),
      ...notes(
        unchecked,
        truncated.map(({ end }) => end.device),
        read.flatMap(({ end, window }) =>
          window.known ? (window.value.notes ?? []).map((says) => `${end.device}: ${says}`) : [],
        ),
      ),
    ],
    actions: [
      ...(all || shown.length === printed.length
        ? []
        : [
            {
              label: 'All lines',
              command: again(name, words, ['since', 'until', 'phase', 'severity'], { [allOption]: true }),
            },
          ]),
      { label: 'Last 24 h', command: again(name, words, ['phase'], { since: '24h' }) },
      {
        label: 'Errors only',
        command: again(name, words, ['since', 'until', 'phase'], { severity: 'error' }),
      },
      { label: 'Status', command: commandLine(commandNames.status, [name]) },
      { label: 'Diagnose', command: commandLine(commandNames.diagnose, [name]) },
    ],
    files: inFile ? [{ name: `${fileName(name)}.log`, title: `Logs of ${name}`, text: `${text}\n` }] : [],
    audience: 'everyone',
    json: {
      schema: 1,
      tunnel: name,
      from: filter.from,
      to: filter.to,
      lines: lines.map(({ line, event, device }) => ({
        device,
        at: line.at,
        severity: line.severity,
        eventId: line.eventId,
        phase: event?.phase ?? null,
        says: event?.says ?? null,
        text: line.text,
      })),
      truncated: truncated.length > 0,
      unchecked,
    },
  };
}

function notes(
  unchecked: readonly { what: string; why: string; how: string }[],
  cut: readonly string[],
  leftOut: readonly string[],
): Block[] {
  return [
    ...leftOut.map((text): Block => ({ kind: 'note', text })),
    ...unchecked.map((item): Block => ({ kind: 'note', text: `${item.what}: ${item.why} ${item.how}` })),
    ...(cut.length === 0
      ? []
      : [
          {
            kind: 'note' as const,
            text: `More lines exist on ${cut.join(', ')}; the newest are shown. Narrow the time range.`,
          },
        ]),
  ];
}

/** What repeats once, in the order of the first times. */
function foldedExcerpts(lines: readonly LogExcerptLine[]): readonly LogExcerptLine[] {
  return folded(lines).map(({ line, count, last }) =>
    count > 1 ? { ...line, times: { count, last } } : line,
  );
}

/** The same question with some of its options kept and others set. */
function again(name: string, words: CommandWords, kept: readonly string[], set: LineOptions): string {
  const options = Object.fromEntries([...words.options].filter(([option]) => kept.includes(option)));
  return commandLine(commandNames.logs, [name], { ...options, ...set });
}

function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 60) || 'tunnel';
}
