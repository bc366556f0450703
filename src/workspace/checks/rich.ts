// What Slack demands of rich text and tables.
import { fieldsListOf, fieldsOf, isFields, listOf, textOf } from '../fields.js';
import { LIMITS } from '../limits.js';
import type { Fields } from '../model.js';
import type { Complaints } from './complaints.js';

const PARTS = new Set(['rich_text_section', 'rich_text_list', 'rich_text_preformatted', 'rich_text_quote']);
const INLINE = new Set([
  'text',
  'link',
  'user',
  'usergroup',
  'channel',
  'emoji',
  'broadcast',
  'date',
  'color',
  'team',
]);

/** A rich_text block: only known parts, and no empty text elements, which Slack refuses. */
export function checkRichText(block: Fields, pointer: string, found: Complaints): void {
  for (const [at, value] of found.items(block.elements, 1000, `${pointer}/elements`, 0).entries()) {
    const part = fieldsOf(value);
    const where = `${pointer}/elements/${at}`;
    if (!PARTS.has(textOf(part.type))) {
      found.add(`unsupported type: ${textOf(part.type)}`, `${where}/type`);
      continue;
    }
    if (part.type === 'rich_text_list') {
      if (part.style !== 'bullet' && part.style !== 'ordered') {
        found.add('must be a valid enum value', `${where}/style`);
      }
      checkRichText(part, where, found);
      continue;
    }
    for (const [index, inline] of fieldsListOf(part.elements).entries()) {
      const spot = `${where}/elements/${index}`;
      if (!INLINE.has(textOf(inline.type))) {
        found.add(`unsupported type: ${textOf(inline.type)}`, `${spot}/type`);
      }
      if (inline.type === 'text' && textOf(inline.text) === '') {
        found.add('must be more than 0 characters', `${spot}/text`);
      }
    }
  }
}

/** A table or data_table block: rows, columns, cells. */
export function checkTable(block: Fields, pointer: string, found: Complaints): void {
  const most = block.type === 'data_table' ? LIMITS.dataTableRows.max : LIMITS.tableRows.max;
  for (const [at, row] of found.items(block.rows, most, `${pointer}/rows`).entries()) {
    const cells = found.items(row, LIMITS.tableColumns.max, `${pointer}/rows/${at}`);
    for (const [index, cell] of cells.entries()) {
      const where = `${pointer}/rows/${at}/${index}`;
      const type = isFields(cell) ? textOf(cell.type) : '';
      if (type === 'rich_text') checkRichText(fieldsOf(cell), where, found);
      else if (type === 'raw_text')
        found.length(fieldsOf(cell).text, LIMITS.tableCharacters.max, `${where}/text`);
      else if (type !== 'raw_number') found.add(`unsupported type: ${type}`, `${where}/type`);
    }
  }
  if (block.column_settings !== undefined) {
    found.items(block.column_settings, LIMITS.tableColumns.max, `${pointer}/column_settings`, 0);
  }
  const characters = listOf(block.rows)
    .flatMap((row) => listOf(row))
    .reduce((sum: number, cell) => sum + weighText(cell), 0);
  if (characters > LIMITS.tableCharacters.max) {
    found.add(
      `must have less than ${LIMITS.tableCharacters.max + 1} characters in all cells`,
      `${pointer}/rows`,
    );
  }
}

/** The characters of every `text` inside a value, however deep. */
export function weighText(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + weighText(one), 0);
  if (!isFields(value)) return 0;
  let sum = 0;
  for (const [name, one] of Object.entries(value)) {
    if (name === 'text' && typeof one === 'string') sum += one.length;
    else if (typeof one === 'object') sum += weighText(one);
  }
  return sum;
}
