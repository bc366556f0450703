// Settings of both ends that do not match, each marked by color, sign and weight.

import type { ComparisonPicture } from '../../domain/picture.js';
import { box, colors, lineHeight, linesAt, picture, type TextStyle, textAt, wrap } from './svg.js';

type Row = ComparisonPicture['rows'][number];

const WIDTH = 760;
const EDGE = 20;
const COLUMN = (WIDTH - 3 * EDGE) / 2;
const VALUES = [EDGE, 2 * EDGE + COLUMN] as const;
const SIGN = 44;
const MOST = 40;

/** Sizes are chosen for a telephone, where Slack shows the picture at less than half its width. */
const styles = {
  title: { size: 34, bold: true },
  head: { size: 30, bold: true },
  label: { size: 27, fill: colors.quiet },
  value: { size: 30 },
  sign: { size: 32, bold: true },
  note: { size: 26, fill: colors.quiet },
} as const satisfies Record<string, TextStyle>;

const looks: Readonly<Record<Row['state'], { sign: string; color: string; paper: string | null }>> = {
  same: { sign: '=', color: colors.good, paper: null },
  differs: { sign: '≠', color: colors.bad, paper: colors.badPaper },
  unknown: { sign: '?', color: colors.warn, paper: colors.warnPaper },
};

export function comparisonSvg(comparison: ComparisonPicture): string {
  const parts: string[] = [];
  let y = 50;
  for (const line of wrap(comparison.title, WIDTH - 2 * EDGE, styles.title, 3)) {
    parts.push(textAt(EDGE, y, line, styles.title));
    y += lineHeight(styles.title);
  }
  y += 10;
  const heads = [comparison.left, comparison.right].map((name) => wrap(name, COLUMN, styles.head, 2));
  for (const [index, x] of VALUES.entries()) parts.push(linesAt(x, y, heads[index] ?? [], styles.head));
  y += Math.max(1, ...heads.map((lines) => lines.length)) * lineHeight(styles.head) - 14;
  for (const row of comparison.rows.slice(0, MOST)) {
    const drawn = drawRow(row, y);
    parts.push(drawn.svg);
    y += drawn.height;
  }
  parts.push(textAt(EDGE, y + 40, restOf(comparison), styles.note));
  return picture(WIDTH, y + 62, comparison.title, parts);
}

/** What is not drawn is counted: `16 others equal`. */
function restOf({ rows, equal = 0, unread = 0 }: ComparisonPicture): string {
  const hidden = rows.length - MOST;
  return [
    ...(hidden > 0 ? [`${hidden} more`] : []),
    ...(equal > 0 ? [`${equal} ${equal === 1 ? 'other' : 'others'} equal`] : []),
    ...(unread > 0 ? [`${unread} not read`] : []),
  ].join(', ');
}

/** The setting on a line of its own, the values of both ends below it, so that they are large enough to read. */
function drawRow(row: Row, top: number): { svg: string; height: number } {
  const look = looks[row.state];
  const valueStyle: TextStyle = {
    ...styles.value,
    bold: row.state === 'differs',
    fill: row.state === 'differs' ? look.color : colors.ink,
  };
  const label = wrap(row.label, WIDTH - 2 * EDGE - SIGN, styles.label, 2);
  const values = [row.left, row.right].map((value) => wrap(value || '–', COLUMN, valueStyle, 5));
  const valueTop = top + 14 + label.length * lineHeight(styles.label) + styles.value.size;
  const lines = Math.max(1, ...values.map((one) => one.length));
  const height = valueTop - top + (lines - 1) * lineHeight(styles.value) + 22;
  const base = top + 12 + styles.label.size;
  const parts = [
    look.paper === null ? '' : box(8, top + 3, WIDTH - 16, height - 4, look.paper, 8),
    textAt(EDGE, base + 2, look.sign, { ...styles.sign, fill: look.color }),
    linesAt(EDGE + SIGN, base, label, styles.label),
    ...VALUES.map((x, index) => linesAt(x, valueTop, values[index] ?? [], valueStyle)),
  ];
  return { svg: parts.join(''), height };
}
