// `logs TUNNEL`: the lines of both ends in a time range, filtered by phase and severity.

import { type Command, type CommandParts, optionValue } from '../../commands/command.js';
import { type CommandWords, type Declaration, plain } from '../../commands/declaration.js';
import { readTime } from '../../commands/timeRange.js';
import { tunnelNamed, tunnelWord } from '../../commands/tunnelWord.js';
import { usage } from '../../commands/words.js';
import { commandNames, helpLine } from '../../domain/commandLine.js';
import type { LogEvent } from '../../domain/log.js';
import type { Observation } from '../../domain/observation.js';
import type { FleetEnd } from '../../fleet/fleetTunnel.js';
import { fetchLog, type ReadLog, readWindow } from '../../fleet/logWindow.js';
import { type LogFilter, severities } from './filter.js';
import { allOption, composeLogs, type ReadEnd } from './report.js';
import { logsAnswer } from './schema.js';

const askedLines = 1000;

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
    { name: allOption, type: 'switch', summary: 'every line as it was printed, none folded' },
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
    tunnelsOf: tunnelNamed(parts),
    async run({ words, ask, asker }) {
      const filter = readFilter(words, parts.clock.now(), parts.zone);
      const tunnel = await parts.fleet.resolve(tunnelWord(words), ask);
      const ends = tunnel.theirs ? [tunnel.ours, tunnel.theirs] : [tunnel.ours];
      const range = { from: filter.from, to: filter.to, limit: askedLines };
      const read = await Promise.all(
        ends.map(async (end) => readEnd(end, await fetchLog(parts.desk, end, range, ask), parts.readLog)),
      );
      return composeLogs(tunnel, read, filter, words, asker.via === 'terminal');
    },
  };
}

function readFilter(words: CommandWords, now: Date, zone: string): LogFilter {
  const phase = optionValue(words, 'phase');
  const typed = optionValue(words, 'severity');
  const severity = severities.find((name) => name === typed) ?? null;
  const since = optionValue(words, 'since') ?? '6h';
  const until = optionValue(words, 'until');
  const from = readTime(since, { command: commandNames.logs, option: 'since' }, now, zone);
  const to =
    until === null ? null : readTime(until, { command: commandNames.logs, option: 'until' }, now, zone);
  if (to !== null && to <= from)
    throw usage('`--until` must be later than `--since`', helpLine(commandNames.logs));
  return { from, to, phase: phase === null ? null : phase === '1' ? 1 : 2, severity };
}

async function readEnd(end: FleetEnd, window: ReadEnd['window'], readLog: ReadLog): Promise<ReadEnd> {
  const reading: Observation<{ readonly events: readonly LogEvent[] }> = await readWindow(
    window,
    end,
    readLog,
  );
  const events = reading.known ? reading.value.events : [];
  return { end, window, events: new Map(events.map((event) => [event.line.number, event])) };
}
