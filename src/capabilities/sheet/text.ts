// The sheet as Markdown and CSV, and back: a filled-in CSV or Markdown table is read by the ids of its rows.

import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { commandNames } from '../../domain/commandLine.js';
import { Problem } from '../../domain/problem.js';
import { scrub } from '../../domain/secrets/index.js';
import { authMethod } from './authMethod.js';
import type { ParameterSheet, SeenValue, SheetRow } from './form.js';

const columns = [
  'id',
  'section',
  'parameter',
  'our side',
  'your side needs',
  'your value',
  'remark',
] as const;

export function sheetMarkdown(sheet: ParameterSheet): string {
  const sections = [...new Set(sheet.rows.map((row) => row.section))];
  const tables = sections.map((section) => {
    const rows = sheet.rows.filter((row) => row.section === section);
    return [
      `## ${section}`,
      '',
      '| id | parameter | our side | your side needs | your value | remark |',
      '|---|---|---|---|---|---|',
      ...rows.map(
        (row) =>
          `| ${[row.id, row.parameter, row.ours, row.yours, '', remarkOf(row)].map(markdownCell).join(' | ')} |`,
      ),
    ].join('\n');
  });
  return [
    `# Parameters of the tunnel ${markdownCell(sheet.tunnel)}`,
    '',
    `Between ${markdownCell(sheet.ourName)} and ${markdownCell(sheet.partner)}. Read from our device on ${sheet.readAt}.`,
    'Written in your view: "your side needs" is what your device must carry. Please fill in "your value" and send the sheet back.',
    'The pre-shared key is not on this sheet and must never be written here.',
    '',
    tables.join('\n\n'),
    '',
  ].join('\n');
}

/** `your log of 2026-11-21 05:35 UTC shows aes-128-cbc`. */
export function seenText({ value, by, at }: SeenValue): string {
  const when = at === null ? '' : ` of ${at.slice(0, 16).replace('T', ' ')} UTC`;
  return `${by}${when} shows ${value.slice(0, 200)}`;
}

function remarkOf({ seen, remark }: SheetRow): string {
  return [...(seen?.outcome === 'differs' ? [`differs: ${seenText(seen)}`] : []), remark]
    .filter((text) => text !== '')
    .join('; ');
}

function markdownCell(text: string): string {
  return text.replace(/[|\\]/g, (mark) => `\\${mark}`).replace(/[\r\n]+/g, ' ');
}

/** For copying into a chat or a mail: one line for each parameter that the partner must set, in sections. */
export function compactSheet(sheet: ParameterSheet): string {
  const rows = sheet.rows.filter((row) => row.yours !== '' && row.section !== 'Contacts');
  const width = Math.min(44, Math.max(...rows.map((row) => row.parameter.length), 0));
  const sections = [...new Set(rows.map((row) => row.section))];
  return sections
    .map((section) =>
      [
        section,
        ...rows
          .filter((row) => row.section === section)
          .flatMap((row) => [
            `  ${row.parameter.padEnd(width)}  ${row.yours}${row.written === undefined ? '' : ` (${row.written} on your product)`}`,
            ...(row.seen?.outcome === 'differs' ? [`    ^ differs: ${seenText(row.seen)}`] : []),
          ]),
      ].join('\n'),
    )
    .join('\n');
}

/** RFC 4180; a cell that a spreadsheet would take for a formula is escaped. */
export function sheetCsv(sheet: ParameterSheet): string {
  const lines = sheet.rows.map((row) => [
    row.id,
    row.section,
    row.parameter,
    row.ours,
    row.yours,
    '',
    remarkOf(row),
  ]);
  return stringify([[...columns], ...lines], { record_delimiter: 'windows', escape_formulas: true });
}

/** Rows that were read, as a sheet of two columns: nothing else of what came is kept. */
export function filledSheetCsv(filled: ReadonlyMap<string, string>): string {
  return stringify([['id', 'your value'], ...filled], { record_delimiter: 'windows', escape_formulas: true });
}

function keptValue(id: string, value: string): string {
  return id === 'ike.auth' ? authMethod(value) : scrub(value).text;
}

/**
 * The filled-in values by row id, without secrets; rows without a value are left out.
 * @throws Problem `input-unreadable` when the text is no sheet.
 */
export function readFilledSheet(text: string, file: string): ReadonlyMap<string, string> {
  const table =
    text.includes('|') && !text.trimStart().startsWith('id,') && !text.trimStart().startsWith('id;')
      ? markdownRows(text)
      : csvRows(text);
  const headerAt = table.findIndex(
    (cells) => cells[0]?.toLowerCase() === 'id' && cells.some((cell) => cell.toLowerCase() === 'your value'),
  );
  const header = table[headerAt];
  if (!header) {
    throw new Problem('input-unreadable', {
      file,
      detail: 'it has no row with "id" and "your value"',
      hint: `Send back the sheet that \`${commandNames.sheet} TUNNEL\` made, with "your value" filled in.`,
    });
  }
  const values = new Map<string, string>();
  let at = -1;
  for (const cells of table.slice(headerAt)) {
    if (cells[0]?.toLowerCase() === 'id') at = cells.findIndex((cell) => cell.toLowerCase() === 'your value');
    else if (cells[0] && at >= 0 && cells[at]) values.set(cells[0], keptValue(cells[0], cells[at] ?? ''));
  }
  return values;
}

function markdownRows(text: string): string[][] {
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim().startsWith('|'))
    .map((line) =>
      line
        .trim()
        .replace(/^\||\|$/g, '')
        .split(/(?<!\\)\|/)
        .map((cell) => cell.replace(/\\([|\\])/g, '$1').trim()),
    )
    .filter((cells) => !cells.every((cell) => /^:?-+:?$/.test(cell)));
}

function csvRows(text: string): string[][] {
  try {
    return parse(text, {
      bom: true,
      delimiter: [',', ';', '\t'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
    }).map((cells) => cells.map((cell) => cell.replace(/^'(?=[=+\-@\t])/, '')));
  } catch {
    return [];
  }
}

/** True for a text that looks like one of our sheets, so that a dropped file is not read as a log. */
export function looksLikeSheet(text: string): boolean {
  const head = text.slice(0, 20_000).toLowerCase();
  return head.includes('your value') && head.includes('ike.version');
}
