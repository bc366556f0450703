// What stands around the lines of a log when a text went through other hands: quotation marks of mail, tables, rows of an export.

import { csvFields } from './csv.js';

/** One line of a text with its number in it. */
export interface RawLine {
  readonly text: string;
  readonly number: number;
}

/** Without what was put around the lines; numbers stay. */
export function withoutWrapping(lines: readonly RawLine[]): RawLine[] {
  const unquoted = withoutMarks(lines);
  const header = headerOf(unquoted);
  return unquoted.flatMap((line) => {
    if (line.number === header?.line || fence.test(line.text)) return [];
    const text = messageOfRow(line.text, header);
    return text === '' ? [] : [{ ...line, text }];
  });
}

/** What Slack and Markdown put around code. */
const fence = /^\s*(?:`{3,}|~{3,})\w*\s*$/;
const mailMark = /^\s*(?:>\s?)+/;

/** Mail quotes with `> `; a prompt or an arrow before a single line stays. */
function withoutMarks(lines: readonly RawLine[]): readonly RawLine[] {
  const marked = lines.filter(({ text }) => mailMark.test(text)).length;
  if (marked * 2 < lines.length || marked === 0) return lines;
  return lines.map((line) => ({ ...line, text: line.text.replace(mailMark, '') }));
}

interface Header {
  readonly line: number;
  readonly separator: string;
  readonly columns: number;
  readonly message: number;
  readonly time: number;
}

const firstLines = 5;
const messageColumn =
  /^(?:@?message|msg|_raw|raw|line|log|log ?message|(?:_source|event|fields)\.(?:message|original)|event|details?|description|body|content|syslog ?message)$/i;
const timeColumn = /time|date/i;

/** The row of names above an export. */
function headerOf(lines: readonly RawLine[]): Header | null {
  for (const { text, number } of lines.slice(0, firstLines))
    for (const separator of [',', ';', '\t']) {
      const names = csvFields(text, mostColumns, separator).map((name) => name.trim());
      const message = names.findIndex((name) => messageColumn.test(name));
      if (names.length < 2 || message < 0 || names.some((name) => !/^[\w .#@/()-]{0,40}$/.test(name)))
        continue;
      const time = names.findIndex((name) => timeColumn.test(name));
      return { line: number, separator, columns: names.length, message, time };
    }
  return null;
}

const mostColumns = 120;

function messageOfRow(text: string, header: Header | null): string {
  const trimmed = text.trim();
  // PAN-OS rows carry the event and the object beside the description; they are read as a whole.
  if (header !== null && !text.includes(',SYSTEM,')) {
    const fields = csvFields(trimmed, mostColumns, header.separator);
    const message = fields[header.message];
    if (fields.length === header.columns && message)
      return [fields[header.time] ?? '', message].join(' ').trim();
  }
  if (/^".*","?.*$/.test(trimmed) && trimmed.endsWith('"') && !trimmed.includes(',SYSTEM,'))
    return csvFields(trimmed, mostColumns).join(' ');
  if (/^\|.{1,2000}\|$/.test(trimmed)) {
    const cells = trimmed.split('|').map((cell) => cell.trim());
    return cells.every((cell) => /^:?-*:?$/.test(cell)) ? '' : cells.filter((cell) => cell !== '').join(' ');
  }
  return text;
}
