// `logs TUNNEL`: the lines of both ends in a time range, filtered by phase and severity.

import { type CommandWords, type Declaration, plain } from '../../commands/declaration.js';
import { type Command, type CommandParts, optionValue } from '../../commands/definition.js';
import { plural, uncheckedFrom } from '../../commands/phrases.js';
import { readTime } from '../../commands/timeRange.js';
import { tunnelNamed, tunnelWord } from '../../commands/tunnelWord.js';
import { usage } from '../../commands/words.js';
import { commandLine, commandNames, helpLine, type LineOptions } from '../../domain/commandLine.js';
import type { LogEvent, LogLine } from '../../domain/log.js';
import type { Observation } from '../../domain/observation.js';
import type { Block, LogExcerptLine, Report } from '../../domain/report.js';
import type { FleetEnd, FleetTunnel } from '../../fleet/fleetTunnel.js';
import { fetchLog, type ReadLog, readWindow } from '../../fleet/logWindow.js';
import { logsAnswer } from './schema.js';

const severities = ['debug', 'info', 'notice', 'warning', 'error', 'critical'] as const;
type LogSeverity = (typeof severities)[number];

const shownInDetail = 40;
const askedLines = 1000;

interface LogFilter {
  readonly from: string;
  readonly to: string | null;
  readonly phase: 1 | 2 | null;
  readonly severity: LogSeverity | null;
}

export const logsDeclaration: Declaration = {
  ...plain,
  name: commandNames.logs,
  words: 'TUNNEL',
  positionals: { least: 1, most: 20 },
  options: [
    {
      name: 'since',
      type: 'time',
      value: 'TIME',
      summary: 'from when: `2h`, `14:30`, `2026-03-01 14:30` (default 6h)',
    },
    { name: 'until', type: 'time', value: 'TIME', summary: 'up to when' },
    { name: 'phase', type: 'choice', value: '1|2', choices: ['1', '2'], summary: 'only lines of one phase' },
    {
      name: 'severity',
      type: 'choice',
      value: 'S',
      choices: severities,
      summary: 'only lines that grave or graver',
    },
  ],
  summary: 'What both ends logged about one tunnel.',
  examples: ['logs paris-hq', 'logs paris-hq --since 2h --severity error'],
  right: 'read',
  about: 'tunnel',
  answer: logsAnswer,
};

interface LogsParts extends CommandParts {
  readonly readLog: ReadLog;
}

export function logsCommand(parts: LogsParts): Command {
  return {
    declaration: logsDeclaration,
    tunnelOf: tunnelNamed(parts),
    async run({ words, ask }) {
      const filter = readFilter(words, parts.clock.now(), parts.zone);
      const tunnel = await parts.fleet.resolve(tunnelWord(words), ask);
      const ends = tunnel.theirs ? [tunnel.ours, tunnel.theirs] : [tunnel.ours];
      const range = { from: filter.from, to: filter.to, limit: askedLines };
      const read = await Promise.all(
        ends.map(async (end) => readEnd(end, await fetchLog(parts.desk, end, range, ask), parts.readLog)),
      );
      return composeLogs(tunnel, read, filter, words);
    },
  };
}

function readFilter(words: CommandWords, now: Date, zone: string): LogFilter {
  const phase = optionValue(words, 'phase');
  const typed = optionValue(words, 'severity');
  const severity = severities.find((name) => name === typed) ?? null;
  const since = optionValue(words, 'since') ?? '6h';
  const until = optionValue(words, 'until');
  const from = readTime(since, 'since', now, zone);
  const to = until === null ? null : readTime(until, 'until', now, zone);
  if (to !== null && to <= from)
    throw usage('`--until` must be later than `--since`', helpLine(commandNames.logs));
  return { from, to, phase: phase === null ? null : phase === '1' ? 1 : 2, severity };
}

interface ReadEnd {
  readonly end: FleetEnd;
  readonly window: Awaited<ReturnType<typeof fetchLog>>;
  readonly events: ReadonlyMap<number, LogEvent>;
}

function readEnd(end: FleetEnd, window: ReadEnd['window'], readLog: ReadLog): ReadEnd {
  const reading: Observation<{ readonly events: readonly LogEvent[] }> = readWindow(window, end, readLog);
  const events = reading.known ? reading.value.events : [];
  return { end, window, events: new Map(events.map((event) => [event.line.number, event])) };
}

function composeLogs(
  tunnel: FleetTunnel,
  read: readonly ReadEnd[],
  filter: LogFilter,
  words: CommandWords,
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
  const excerpts = lines.map(
    ({ line, event, device }): LogExcerptLine => ({
      device,
      at: line.at,
      text: line.text,
      marked: event !== undefined && event.proves !== null,
    }),
  );
  const unchecked = uncheckedFrom(
    read.flatMap(({ end, window }) => (window.known ? [] : [{ what: `Log of ${end.device}`, gap: window }])),
  );
  const truncated = read.filter(({ window }) => window.known && window.value.truncated);
  const text = excerpts.map((line) => `${line.at ?? '-'} ${line.device} ${line.text}`).join('\n');
  const { name } = tunnel;
  return {
    kind: 'logs',
    tone: excerpts.length === 0 && unchecked.length > 0 ? 'unknown' : 'quiet',
    title: `Logs of ${name}`,
    summary: [
      {
        kind: 'paragraph',
        text: [`${plural(excerpts.length, 'line')} since `, { at: filter.from, as: 'date-time' }, '.'],
      },
      ...(excerpts.length === 0 ? [] : [{ kind: 'log' as const, lines: excerpts.slice(-8) }]),
      ...notes(
        unchecked,
        truncated.map(({ end }) => end.device),
        read.flatMap(({ end, window }) =>
          window.known ? (window.value.notes ?? []).map((says) => `${end.device}: ${says}`) : [],
        ),
      ),
    ],
    detail: detailOf(excerpts),
    actions: [
      { label: 'Last 24 h', command: again(name, words, ['phase'], { since: '24h' }) },
      {
        label: 'Errors only',
        command: again(name, words, ['since', 'until', 'phase'], { severity: 'error' }),
      },
      { label: 'Status', command: commandLine(commandNames.status, [name]) },
      { label: 'Diagnose', command: commandLine(commandNames.diagnose, [name]) },
    ],
    choice: null,
    files:
      excerpts.length > shownInDetail
        ? [{ name: `${fileName(name)}.log`, title: `Logs of ${name}`, text: `${text}\n` }]
        : [],
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

function detailOf(excerpts: readonly LogExcerptLine[]): Block[] {
  if (excerpts.length <= 8) return [];
  return [{ kind: 'log', lines: excerpts.slice(-shownInDetail) }];
}

function fits(line: LogLine, event: LogEvent | undefined, filter: LogFilter): boolean {
  if (filter.phase !== null && (event?.phase ?? phaseOf(line)) !== filter.phase) return false;
  if (filter.severity === null) return true;
  if (event && tellsOfTrouble(event)) return true;
  return line.severity !== null && severities.indexOf(line.severity) >= severities.indexOf(filter.severity);
}

/** Devices print most failures of IKE as mere information, so a line that points at a cause passes every severity. */
function tellsOfTrouble(event: LogEvent): boolean {
  return !event.harmless && (event.proves !== null || event.suggests.length > 0);
}

/** Event ids of devices name the phase; a line that nobody can place belongs to neither. */
function phaseOf(line: LogLine): 1 | 2 | null {
  const match = /(?:^|[-_ ])p(?:hase)?[-_ ]?([12])\b/i.exec(`${line.eventId} ${line.text}`);
  return match ? (match[1] === '1' ? 1 : 2) : null;
}

/** The same question with some of its options kept and others set. */
function again(name: string, words: CommandWords, kept: readonly string[], set: LineOptions): string {
  const options = Object.fromEntries([...words.options].filter(([option]) => kept.includes(option)));
  return commandLine(commandNames.logs, [name], { ...options, ...set });
}

function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 60) || 'tunnel';
}
