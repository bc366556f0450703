// How a table is drawn: Slack's table in messages, one list item a row where tables are not taken (home, modals, second tables).

import type { Block, Text } from '../../domain/report.js';
import { cut } from './escape.js';
import { limits } from './limits.js';
import { blockPiece, bytesOf, type Piece, weightOf } from './piece.js';
import type { RichInline, RichSection, RichText } from './shapes.js';
import { richText, section } from './shapes.js';
import { divide, plainOf, richOf } from './text.js';

/** JSON of one row, and of one table: a cell of many short spans weighs more than its characters. */
const ROW_BYTES = 20_000;
const TABLE_BYTES = 70_000;

type Table = Extract<Block, { kind: 'table' }>;

/** Pieces, and whether something had to be cut (the whole text then goes into a file). */
export interface Drawn {
  readonly pieces: readonly Piece[];
  readonly cut: boolean;
}

/** Tables of at most 100 rows and 9,000 characters each; the header row is repeated in each. */
export function drawTable(table: Table): Drawn {
  if (table.columns.length === 0 || table.columns.length > limits.tableColumns) return drawRowsAsList(table);
  let wasCut = false;
  const room = Math.min(
    limits.cellCharacters,
    Math.floor(limits.tableCharacters / (2 * table.columns.length)),
  );
  const cell = (text: Text, form: 'rich' | 'plain'): RichInline[] => {
    const plain = plainOf(text);
    wasCut ||= plain.length > room;
    return form === 'rich' && plain.length <= room
      ? richOf(text)
      : [{ type: 'text', text: cut(plain, room) }];
  };
  const header = table.columns.map((name) => cellOf(cell(name, 'plain').map(embolden)));
  const rows = table.rows.map((row) => {
    wasCut ||= row.length > table.columns.length;
    const rich = table.columns.map((_, index) => cellOf(cell(row[index] ?? '', 'rich')));
    if (bytesOf(rich) <= ROW_BYTES) return rich;
    return table.columns.map((_, index) => cellOf(cell(row[index] ?? '', 'plain')));
  });
  const pieces = chunkRows(header, rows).map((chunk) =>
    blockPiece({
      type: 'table',
      rows: chunk,
      column_settings: table.columns.map(() => ({ is_wrapped: true })),
    }),
  );
  return { pieces, cut: wasCut };
}

function chunkRows(header: readonly RichText[], rows: readonly (readonly RichText[])[]) {
  const chunks: (readonly RichText[])[][] = [];
  const sizeOf = (row: readonly RichText[]) => ({ weight: weightOf(row), bytes: bytesOf(row) });
  const first = sizeOf(header);
  let chunk: (readonly RichText[])[] = [header];
  let { weight, bytes } = first;
  for (const row of rows) {
    const more = sizeOf(row);
    const over = weight + more.weight > limits.tableCharacters || bytes + more.bytes > TABLE_BYTES;
    if (chunk.length >= limits.tableRows || (chunk.length > 1 && over)) {
      chunks.push(chunk);
      chunk = [header];
      ({ weight, bytes } = first);
    }
    chunk.push(row);
    weight += more.weight;
    bytes += more.bytes;
  }
  chunks.push(chunk);
  return chunks;
}

function cellOf(inlines: readonly RichInline[]): RichText {
  const some = inlines.filter((one) => one.type !== 'text' || one.text !== '');
  return richText([section(some.length === 0 ? [{ type: 'text', text: '–' }] : some)]);
}

function embolden(one: RichInline): RichInline {
  return one.type === 'text' ? { ...one, style: { ...one.style, bold: true } } : one;
}

/** `tunnel-x · state: down · peer: 203.0.113.9`, one bullet a row. */
export function drawRowsAsList(table: Table): Drawn {
  const items = table.rows.map((row) =>
    row.flatMap((value, index): RichInline[] => {
      const inlines = richOf(value);
      if (inlines.length === 0) return [];
      if (index === 0) return inlines.map(embolden);
      const name = table.columns[index] ?? '';
      return [{ type: 'text', text: name === '' ? ' · ' : ` · ${cut(plainOf(name), 75)}: ` }, ...inlines];
    }),
  );
  return { pieces: listPieces(items), cut: false };
}

/** Bullets in as many blocks as their characters and their number need. */
export function listPieces(items: readonly (readonly RichInline[])[]): Piece[] {
  const pieces: Piece[] = [];
  let bullets: RichSection[] = [];
  let weight = 0;
  let inlines = 0;
  const close = () => {
    if (bullets.length > 0) {
      pieces.push(blockPiece(richText([{ type: 'rich_text_list', style: 'bullet', elements: bullets }])));
    }
    bullets = [];
    weight = 0;
    inlines = 0;
  };
  for (const run of items.flatMap((item) => divide(item, limits.sectionText))) {
    const more = weightOf(run);
    if (weight + more > limits.sectionText || inlines + run.length > 120) close();
    bullets.push(section(run));
    weight += more;
    inlines += run.length;
  }
  close();
  return pieces;
}
