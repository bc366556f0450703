// Secrets in tables: a row whose label names one, and the column below a heading that does; Markdown, CSV and tabs.

import { fold } from '../fold.js';
import { type BlockForm, type Fate, removed } from '../form.js';
import { type Line, naming } from '../line.js';
import { isNoSecret } from '../names.js';

interface Cell {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const label = naming(
  (name) => `^[*_\`"'\\s]{0,6}(?:\\w{1,20}[.])?${name}(?:\\s?\\([^()]{0,60}\\))?[*_\`"'\\s:]{0,6}$`,
);
/** What stands beside a secret's name in a row of headings. */
const heading =
  /^[*_"\s]*(?:id|no\.?|#|nr\.?|name|site|peer|gateway|gw|tunnel|connection|vpn|device|host|hostname|address|ip|remote|local|type|method|auth(?:entication)?|ike|version|vendor|product|partner|value|parameter|setting|section|remark|remarks|comment|notes?|description|our side|your side(?: needs)?|your value|contact|encryption|integrity|dh(?: group)?|lifetime|status|owner|date|since|user(?:name)?|login|account|region|proposal|network|subnet|port)[*_"\s:]*$/i;
const authentication =
  /^[*_"\s]*(?:ike\.auth|auth(?:entication)?(?:[- ]?(?:method|type|mode|by))?|authby|method|authentifizierung|authentification|autenticaci[oó]n|autenticazione)[*_"\s:]*$/i;
const longest = 20_000;

export const tableForms: readonly BlockForm[] = [
  {
    id: 'table',
    vendor: 'any',
    opens: (line) => {
      const row = rowOf(line);
      return row !== null && isHeading(row) ? (next) => belowHeadings(next, row) : null;
    },
    example: {
      text: '| peer | pre-shared key | vendor |\n|---|---|---|\n| 203.0.113.9 | {key} | other |',
      keeps: ['203.0.113.9', 'other'],
      keys: 'word',
    },
    stays: ['| id | parameter | our side |\n|---|---|---|\n| ike.auth | Authentication | pre-shared key |'],
  },
];

interface Row {
  readonly delimiter: string;
  readonly cells: readonly Cell[];
  /** Which of the cells name a secret. */
  readonly labels: readonly number[];
}

const rows = new WeakMap<Line, Row | null>();

/** Read once, for what the row says and for what it announces. Null when no cell names a secret. */
function rowOf(line: Line): Row | null {
  let row = rows.get(line);
  if (row === undefined) {
    row = readRow(line);
    rows.set(line, row);
  }
  return row;
}

function readRow({ text, names }: Line): Row | null {
  const row = cellsOf(text);
  if (row === null) return null;
  const isLabel = label(names);
  const labels = row.cells.flatMap((cell, index) => (isLabel.test(fold(cell.text)) ? [index] : []));
  return labels.length === 0 ? null : { ...row, labels };
}

function isHeading({ cells, labels }: Row): boolean {
  const others = cells.filter((cell, index) => !labels.includes(index) && cell.text.trim() !== '');
  return (
    others.length > 0 &&
    others.every(
      (cell) => heading.test(cell.text) || (others.length > 1 && /^[\p{L}\s()/-]{1,30}$/u.test(cell.text)),
    )
  );
}

function belowHeadings(line: string, { delimiter, cells, labels }: Row): Fate {
  const row = cellsOf(line, delimiter);
  if (row === null || row.cells.length !== cells.length) return { line, isOver: true };
  return {
    line: without(
      line,
      row.cells.filter((_, index) => labels.includes(index)),
    ),
    isOver: false,
  };
}

/** A row with a label: what stands behind it goes, or what stands before it when nothing does. Null when there is no such row. */
export function scrubRow(line: Line): string | null {
  const row = rowOf(line);
  if (row === null) return null;
  const { cells, delimiter, labels } = row;
  const [at = 0] = labels;
  if (cells.slice(0, at).some((cell) => authentication.test(cell.text))) return null;
  if (cells.length > 2 && isHeading(row)) return null;
  const after = cells.slice(at + 1).filter((cell) => cell.text.trim() !== '' && !heading.test(cell.text));
  // A comma separates parts of a sentence too: there the label stands first, or last of two.
  const isLetter = delimiter === ',' || delimiter === ';';
  if (isLetter && at > 0 && !(cells.length === 2 && at === 1)) return null;
  if (after.length > 0) return without(line.text, after);
  return cells.length <= 3
    ? without(
        line.text,
        cells.slice(0, at).filter((cell) => !heading.test(cell.text)),
      )
    : null;
}

function without(line: string, cells: readonly Cell[]): string {
  let left = '';
  let from = 0;
  for (const cell of cells) {
    const text = line.slice(cell.from, cell.to);
    if (isNoSecret(text) || /^[\s"]*$/.test(text) || /^[:\s-]*$/.test(text)) continue;
    const blank = /^\s*/.exec(text)?.[0].length ?? 0;
    left += `${line.slice(from, cell.from + blank)}${removed}`;
    from = cell.from + text.trimEnd().length;
  }
  return left + line.slice(from);
}

function cellsOf(
  line: string,
  wanted?: string,
): { readonly delimiter: string; readonly cells: Cell[] } | null {
  if (line.length > longest) return null;
  const trimmed = line.trim();
  const delimiter =
    wanted ??
    (trimmed.startsWith('|') || / \| /.test(trimmed)
      ? '|'
      : ['\t', ';', ','].find((one) => trimmed.includes(one)));
  if (delimiter === undefined || !trimmed.includes(delimiter)) return null;
  const cells: Cell[] = [];
  let from = 0;
  let quoted = false;
  for (let at = 0; at <= line.length; at += 1) {
    if (line[at] === '"' && delimiter !== '|') quoted = !quoted;
    if (at < line.length && (quoted || line[at] !== delimiter || line[at - 1] === '\\')) continue;
    cells.push({ from, to: at, text: line.slice(from, at).trim().replace(/^"|"$/g, '') });
    from = at + 1;
  }
  const inner =
    delimiter === '|'
      ? cells.filter((cell, index) => cell.text !== '' || (index > 0 && index < cells.length - 1))
      : cells;
  return inner.length < 2 ? null : { delimiter, cells: inner };
}
