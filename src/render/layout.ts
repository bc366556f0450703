// Columns and wrapping for a terminal: counts what is seen, not what is stored.

import stringWidth from 'string-width';

/** Columns that a text takes: combining marks take none, East Asian wide characters and emoji take two (UAX #11). */
export function columnsOf(text: string): number {
  return stringWidth(text);
}

export function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)));
}

/** Breaks at blanks; a word that is longer than the width is cut into pieces. */
export function wrapped(text: string, width: number): readonly string[] {
  const limit = Math.max(8, width);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    for (const piece of pieces(word, limit)) {
      const joined = line === '' ? piece : `${line} ${piece}`;
      if (line !== '' && columnsOf(joined) > limit) {
        lines.push(line);
        line = piece;
      } else line = joined;
    }
  }
  return [...lines, line];
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** A letter is never parted from its marks. */
function pieces(word: string, limit: number): readonly string[] {
  if (columnsOf(word) <= limit) return [word];
  const parts: string[] = [];
  let part = '';
  let columns = 0;
  for (const { segment } of graphemes.segment(word)) {
    const more = columnsOf(segment);
    if (columns + more > limit) {
      parts.push(part);
      part = '';
      columns = 0;
    }
    part += segment;
    columns += more;
  }
  return [...parts, part];
}

/**
 * Widths of a table's columns: as wide as their content, and when that is too much for the line, the widest give way first.
 * @param natural the widest cell of each column.
 */
export function fitColumns(natural: readonly number[], width: number, gap: number): readonly number[] {
  const widths = [...natural];
  const least = 8;
  let excess = widths.reduce((sum, one) => sum + one, 0) + gap * Math.max(0, widths.length - 1) - width;
  while (excess > 0) {
    const widest = Math.max(...widths);
    const index = widths.indexOf(widest);
    const second = Math.max(least, ...widths.filter((one) => one < widest));
    const take = Math.min(excess, Math.max(1, widest - second));
    if (widest - take < least) break;
    widths[index] = widest - take;
    excess -= take;
  }
  return widths;
}
