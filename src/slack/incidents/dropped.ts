// What a message in an incident's thread brings along: a log, a sheet, or nothing that is meant for us.

import { unescapeSlack } from '../textsIn.js';

export type Dropped = 'log' | 'sheet' | 'nothing';

const leastLines = 3;
/** A clock, as every product prints it in front of a line. */
const clock = /(^|[^\d])\d{1,2}:\d{2}:\d{2}([.,]\d+)?([^\d]|$)/;
const sheetName = /(sheet|parameter)[^/]*\.(csv|md|txt)$|\.csv$/i;

/** Talk is left alone: a log has several lines, and most of them carry a clock. */
export function whatIsPasted(text: string): Dropped {
  const lines = plainLines(text);
  if (lines.length < leastLines) return 'nothing';
  const rows = lines.filter((line) => isSheetRow(line)).length;
  if (rows >= leastLines && rows >= lines.length * 0.6) return 'sheet';
  const stamped = lines.filter((line) => clock.test(line)).length;
  return stamped >= leastLines && stamped >= lines.length * 0.4 ? 'log' : 'nothing';
}

/** A file that somebody dropped into an incident's thread is meant for us; the name tells a sheet from a log. */
export function whatIsFile(name: string): Exclude<Dropped, 'nothing'> {
  return sheetName.test(name) || /\.md$/i.test(name) ? 'sheet' : 'log';
}

/** The text as it was pasted: without Slack's entities and fences. */
export function pastedText(text: string): string {
  return unescapeSlack(text.replace(/^\s*```\w*\n?|\n?```\s*$/g, ''));
}

function plainLines(text: string): string[] {
  return pastedText(text)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, 2000);
}

function isSheetRow(line: string): boolean {
  return /^\|.*\|.*\|$/.test(line) || (/^[^,;\t]{2,60}[,;\t][^,;\t]*[,;\t]/.test(line) && !clock.test(line));
}
