// Two columns of settings side by side; rows that differ are marked by color, sign and weight.

import type { ComparisonPicture } from '../../domain/picture.js';
import { box, colors, lineHeight, linesAt, picture, stroke, type TextStyle, textAt, wrap } from './svg.js';

type Row = ComparisonPicture['rows'][number];

const WIDTH = 760;
const SIGN = 18;
const LABEL = 62;
const VALUES = [272, 516] as const;
const COLUMN = 226;
const MOST = 40;

const styles = {
  title: { size: 30, bold: true },
  head: { size: 25, bold: true },
  label: { size: 23, fill: colors.quiet },
  value: { size: 23 },
  sign: { size: 28, bold: true },
  note: { size: 21, fill: colors.quiet },
} as const satisfies Record<string, TextStyle>;

const looks: Readonly<Record<Row['state'], { sign: string; color: string; paper: string | null }>> = {
  same: { sign: '=', color: colors.good, paper: null },
  differs: { sign: '≠', color: colors.bad, paper: colors.badPaper },
  unknown: { sign: '?', color: colors.warn, paper: colors.warnPaper },
};

export function comparisonSvg(comparison: ComparisonPicture): string {
  const parts: string[] = [];
  let y = 44;
  for (const line of wrap(comparison.title, WIDTH - 40, styles.title, 3)) {
    parts.push(textAt(20, y, line, styles.title));
    y += lineHeight(styles.title);
  }
  y += 12;
  const heads = [comparison.left, comparison.right].map((name) => wrap(name, COLUMN, styles.head, 2));
  for (const [index, x] of VALUES.entries()) parts.push(linesAt(x, y, heads[index] ?? [], styles.head));
  y += Math.max(1, ...heads.map((lines) => lines.length)) * lineHeight(styles.head) - 14;
  for (const row of comparison.rows.slice(0, MOST)) {
    const drawn = drawRow(row, y);
    parts.push(drawn.svg);
    y += drawn.height;
  }
  const left = comparison.rows.length - MOST;
  const legend = `≠ differs   = same   ? cannot be read${left > 0 ? `   ${left} more rows are not shown` : ''}`;
  parts.push(textAt(20, y + 36, legend, styles.note));
  return picture(WIDTH, y + 56, comparison.title, parts);
}

function drawRow(row: Row, top: number): { svg: string; height: number } {
  const look = looks[row.state];
  const valueStyle: TextStyle = {
    ...styles.value,
    bold: row.state === 'differs',
    fill: row.state === 'differs' ? look.color : colors.ink,
  };
  const label = wrap(row.label, VALUES[0] - LABEL - 14, styles.label, 3);
  const values = [row.left, row.right].map((value) => wrap(value || '–', COLUMN, valueStyle, 4));
  const lines = Math.max(label.length, ...values.map((one) => one.length), 1);
  const height = lines * lineHeight(styles.value) + 22;
  const base = top + 12 + styles.value.size;
  const parts = [
    look.paper === null ? '' : box(8, top + 3, WIDTH - 16, height - 4, look.paper, 8),
    stroke(
      [
        [12, top],
        [WIDTH - 12, top],
      ],
      colors.line,
      1,
    ),
    textAt(SIGN, base + 2, look.sign, { ...styles.sign, fill: look.color }),
    linesAt(LABEL, base, label, styles.label),
    ...VALUES.map((x, index) => linesAt(x, base, values[index] ?? [], valueStyle)),
  ];
  return { svg: parts.join(''), height };
}
