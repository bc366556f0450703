// How log lines and code look: preformatted, UTC, the deciding line pointed at, a date only where it changes.

import type { LogExcerptLine } from '../../domain/report.js';
import { timesText } from '../plainText.js';
import { clean, cut, oneLine, splitPoint } from './escape.js';
import { limits } from './limits.js';
import { utc } from './moment.js';
import { blockPiece, type Piece } from './piece.js';
import { richText } from './shapes.js';

/** Lines flush left, because they wrap on a telephone; day and device stand above them where they change. */
export function logText(lines: readonly LogExcerptLine[]): string {
  const several = new Set(lines.map((line) => line.device)).size > 1;
  const printed: string[] = [];
  let head = '';
  for (const line of lines) {
    const device = oneLine(line.device);
    const [date = '', time = ''] = line.at === null ? [] : utc(line.at).split(' ');
    const above = [several ? '' : device, time === '' ? '' : `${date} UTC`]
      .filter((part) => part !== '')
      .join(', ');
    if (above !== '' && above !== head) printed.push(above);
    if (above !== '') head = above;
    const shownTime = time === '' ? oneLine(line.at ?? '') : time;
    const parts = [
      line.marked ? '▶' : '',
      line.times ? `${oneLine(timesText(line, date === '' ? utc : timeOf, timeOf, utc))}:` : shownTime,
      several ? device : '',
    ];
    const text = clean(line.text).replace(/\n/g, '\n  ');
    printed.push([...parts, text].filter((part) => part !== '').join(' '));
  }
  return printed.join('\n');
}

function timeOf(at: string): string {
  return utc(at).split(' ')[1] ?? at;
}

/** Preformatted text in as many blocks as it needs, divided between lines where that is possible. */
export function codePieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let rest = text;
  while (rest !== '') {
    let end = splitPoint(rest, limits.sectionText);
    if (end < rest.length) {
      const line = rest.lastIndexOf('\n', end - 1);
      if (line > 0) end = line + 1;
    }
    const part = rest.slice(0, end).replace(/\n$/, '');
    rest = rest.slice(end);
    if (part === '') continue;
    pieces.push(
      blockPiece(richText([{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: part }] }])),
    );
  }
  return pieces;
}

/** Longer excerpts are shown in part; the whole goes into a file. */
const SHOWN_LINES = 40;
const SHOWN_CHARACTERS = 5000;

/** The part of a long excerpt that matters: around the deciding line, else the end. All of a short one. */
export function excerptOf(lines: readonly LogExcerptLine[]): {
  lines: readonly LogExcerptLine[];
  cut: boolean;
} {
  const characters = lines.reduce((sum, line) => sum + line.text.length + 40, 0);
  if (lines.length <= SHOWN_LINES && characters <= SHOWN_CHARACTERS) return { lines, cut: false };
  const marked = lines.findIndex((line) => line.marked);
  const from =
    marked < 0 ? Math.max(0, lines.length - SHOWN_LINES / 2) : Math.max(0, marked - SHOWN_LINES / 4);
  const part = lines.slice(from, from + SHOWN_LINES / 2);
  return { lines: part.map((line) => ({ ...line, text: cut(line.text, 400) })), cut: true };
}
