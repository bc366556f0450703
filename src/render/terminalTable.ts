// Columns on a terminal: names stay whole, text gives way, and what fits into no columns stands below each other.

import type { StateRow, Tone } from '../domain/report.js';
import { columnsOf, fitColumns, longestWord, padded, wrapped } from './layout.js';
import { neutralized } from './plainText.js';

export type Paint = (text: string) => string;

export interface TableStyle {
  readonly width: number;
  readonly bold: Paint;
  readonly dim: Paint;
  readonly tone: (tone: Tone) => Paint;
}

/** The state's sign where there is no color: shapes that differ. */
export const signs: Readonly<Record<Tone, string>> = {
  good: '+',
  warning: '!',
  bad: 'x',
  quiet: '-',
  unknown: '?',
};

const columnGap = 2;
const indent = '  ';

/** @param rows plain text, a cell for each column or fewer. */
export function tableLines(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  style: TableStyle,
): string[] {
  const heads = columns.map(neutralized);
  const cells = rows.map((row) => heads.map((_, index) => row[index] ?? ''));
  const widest = (measure: (text: string) => number): number[] =>
    heads.map((head, index) => Math.max(measure(head), ...cells.map((row) => measure(row[index] ?? ''))));
  const room = style.width - indent.length;
  const widths = fitColumns(widest(columnsOf), widest(longestWord), room, columnGap);
  if (widths === null) return cells.flatMap((row) => recordLines(heads, row, style));
  return [...cellLines(heads, widths).map(style.bold), ...cells.flatMap((row) => cellLines(row, widths))];
}

function cellLines(cells: readonly string[], widths: readonly number[]): string[] {
  const split = cells.map((cell, index) => wrapped(cell, widths[index] ?? 0));
  const height = Math.max(1, ...split.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => {
    const parts = split.map((lines, index) => padded(lines[line] ?? '', widths[index] ?? 0));
    return `${indent}${parts.join(' '.repeat(columnGap))}`.trimEnd();
  });
}

/** One row as a paragraph: what it is, then each other cell behind its column's name. */
function recordLines(heads: readonly string[], [first = '', ...rest]: readonly string[], style: TableStyle) {
  return [
    ...wrapped(first, style.width - indent.length).map((line) => `${indent}${style.bold(line)}`),
    ...rest.flatMap((cell, index) =>
      cell === ''
        ? []
        : wrapped([heads[index + 1] ?? '', cell].filter(Boolean).join(': '), style.width - 6).map(
            (line, number) => `${number === 0 ? '    ' : '      '}${line}`,
          ),
    ),
  ];
}

/** With less room than this behind the name the reason stands below it. */
const leastReason = 20;
/** Where it stands is told only beside so much of the reason. */
const muchReason = 40;

/** `x down  tunnel-x  2 h 19 min  why`; what stands last gives way first. */
export function stateLines(rows: readonly StateRow[], style: TableStyle): string[] {
  const cells = rows.map((row) => ({
    tone: row.tone,
    head: `${signs[row.tone]} ${neutralized(row.state)}`,
    name: neutralized(row.name),
    since: neutralized(row.since),
    says: neutralized(row.says),
    more: neutralized(row.more),
  }));
  const widest = (key: 'head' | 'name' | 'since' | 'says' | 'more'): number =>
    Math.max(0, ...cells.map((cell) => columnsOf(cell[key])));
  const gap = ' '.repeat(columnGap);
  const [head, name, since] = [widest('head'), widest('name'), widest('since')];
  const fixed = head + name + since + 3 * columnGap;
  const rest = style.width - fixed;
  const more = widest('more');
  const hasMore = more > 0 && rest >= Math.min(widest('says'), muchReason) + columnGap + more;
  const isNarrow = rest < Math.min(leastReason, widest('says'));
  return cells.flatMap((cell) => {
    const paint = style.tone(cell.tone);
    if (isNarrow) {
      const facts = [cell.since, cell.says].filter((text) => text !== '').join(', ');
      return [
        ...wrapped(`${cell.head} ${cell.name}`, style.width).map(paint),
        ...(facts === '' ? [] : wrapped(facts, style.width - 4).map((line) => `    ${line}`)),
      ];
    }
    const [first = '', ...below] = wrapped(cell.says, hasMore ? rest - columnGap - more : rest);
    const line = [padded(cell.name, name), padded(cell.since, since), first].join(gap);
    const where = hasMore ? `${gap}${style.dim(cell.more)}` : '';
    const width = fixed - head - columnGap + (hasMore ? rest - columnGap - more : 0);
    return [
      `${paint(padded(cell.head, head))}${gap}${hasMore ? padded(line, width) : line}${where}`.trimEnd(),
      ...below.map((part) => ' '.repeat(fixed) + part),
    ];
  });
}
