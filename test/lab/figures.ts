// What many diagnoses come to, as tables: what they cost, which cause was taken for which, and whether the lines they cite belong to the fault.
import type { Cause } from '../../src/domain/causes.js';
import type { Told } from './table.js';

export interface Judged {
  /** What was made. */
  readonly cause: Cause;
  readonly readable: string;
  readonly told: Told;
}

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
const table = (heading: readonly string[], rows: readonly string[]): string[] => [
  row(heading),
  `|${heading.map(() => '---').join('|')}|`,
  ...rows,
];

function by<T>(all: readonly T[], key: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return groups;
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Seconds and calls, of those that could ask somebody. */
function cost(judged: readonly Judged[]): string[] {
  const groups = by(
    judged.filter(({ told }) => told.calls > 0),
    ({ readable }) => readable,
  );
  const rows = [...groups].map(([readable, of]) => {
    const seconds = of.map(({ told }) => told.seconds);
    const calls = of.map(({ told }) => told.calls);
    const inSeconds = [middle(seconds), Math.max(...seconds)].map((one) => one.toFixed(1));
    return row([readable, of.length, ...inSeconds, middle(calls), Math.max(...calls)]);
  });
  return table(['readable', 'diagnoses', 'seconds', 'at most', 'device calls', 'at most'], rows);
}

/** Each cause that was made and not always said, and what was said of it, the most frequent first. */
function confusion(judged: readonly Judged[]): string[] {
  const groups = by(judged, ({ cause, readable }) => `${cause} | ${readable}`);
  const rows = [...groups].flatMap(([key, of]) => {
    if (of.every(({ cause, told }) => told.verdict.cause === cause)) return [];
    const said = [...by(of, ({ told }) => told.verdict.cause)].sort((a, b) => b[1].length - a[1].length);
    return [row([key, of.length, said.map(([cause, { length }]) => `${cause} ${length}`).join(', ')])];
  });
  return table(['cause', 'readable', 'diagnoses', 'said'], rows);
}

/** charon: thread and subsystem; pluto: connection and number; iked: SPI. */
const headOfLine =
  /^.*?(?:\d\d\[[A-Z]{3}\] (?:<[^>]*> )?|"[^"]*"(?:\[\d+\])?(?: [\d.]+)? #\d+: |spi=0x[0-9a-f]+: )/;

/** A line of a log without what differs each time: its time, its thread, numbers. Null when it is none. */
export function formOfLine(text: string): string | null {
  const [head] = headOfLine.exec(text) ?? [];
  if (head === undefined) return null;
  return text
    .slice(head.length)
    .replace(/\b(0x)?[0-9a-f]{8,}(_[io])?/g, '#')
    .replace(/\d+/g, '#');
}

/** The forms of the lines that a log holds. */
export function formsOf(log: string): Set<string> {
  return new Set(log.split('\n').flatMap((line) => formOfLine(line) ?? []));
}

/** What the logs of tunnels without a fault hold. */
export function usualOf(
  seen: readonly { readonly cause: Cause; readonly printed: ReadonlySet<string> }[],
): ReadonlySet<string> {
  const healthy = seen.filter(({ cause }) => cause === 'tunnel-up-healthy');
  return new Set(healthy.flatMap(({ printed }) => [...printed]));
}

/** A line that tunnels without a fault print as well says nothing of the fault. */
function grounded(judged: readonly Judged[], usual: ReadonlySet<string>): string[] {
  const faults = judged.filter(({ cause }) => cause !== 'tunnel-up-healthy');
  const rows = [...by(faults, ({ readable }) => readable)].map(([readable, of]) => {
    const cited = of
      .map(({ told }) => told.lines.flatMap((line) => formOfLine(line) ?? []))
      .filter((lines) => lines.length > 0);
    const own = cited.map((lines) => lines.filter((line) => !usual.has(line)).length / lines.length);
    const lines = cited.flat();
    const belong = lines.filter((line) => !usual.has(line)).length;
    return row([
      readable,
      cited.length,
      own.filter((share) => share > 0).length,
      own.filter((share) => share === 1).length,
      `${belong} of ${lines.length}`,
    ]);
  });
  const heading = [
    'readable',
    'diagnoses that cite a log',
    'a line of the fault',
    'only such lines',
    'lines',
  ];
  return table(heading, rows);
}

/** Everything below one heading of a lab's document. `usual`: what the logs of tunnels without a fault hold. */
export function figuresText(judged: readonly Judged[], usual: ReadonlySet<string>): string[] {
  return [
    '## What a diagnosis costs',
    '',
    'In the middle and at most. Three seconds of each lie between two looks at counters, where there are any.',
    '',
    ...cost(judged),
    '',
    '## What was called otherwise',
    '',
    ...confusion(judged),
    '',
    '## Whether the cited lines belong to the fault',
    '',
    "Of the verdict's own findings, the lines that stand in a log; states and counters are not counted. A line belongs to the fault",
    'when the logs of the same tunnel without a fault hold none of its form, numbers aside.',
    '',
    ...grounded(judged, usual),
    '',
  ];
}
