// Columns and wrapping for a terminal: counts what is seen, not what is stored.

import stringWidth from 'fast-string-width';

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

let segmenter: Intl.Segmenter | null = null;

/** Made when a word is too long: loading its tables is a tenth of a short answer's time. */
function graphemesOf(word: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return segmenter.segment(word);
}

/** A letter is never parted from its marks. */
function pieces(word: string, limit: number): readonly string[] {
  if (columnsOf(word) <= limit) return [word];
  const parts: string[] = [];
  let part = '';
  let columns = 0;
  for (const { segment } of graphemesOf(word)) {
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

/** Columns of the longest word: a name has no blank, and a part of a name is another name. */
export function longestWord(text: string): number {
  return Math.max(0, ...text.split(' ').map(columnsOf));
}

/**
 * Widths of a table's columns: as wide as their content, and when that is too much for the line, the widest that can give way do
 * so first.
 * @param natural the widest cell of each column.
 * @param least what each needs so that no word is broken.
 * @returns null where even that is wider than the line.
 */
export function fitColumns(
  natural: readonly number[],
  least: readonly number[],
  width: number,
  gap: number,
): readonly number[] | null {
  const widths = [...natural];
  const leastOf = (index: number): number => Math.min(Math.max(8, least[index] ?? 0), natural[index] ?? 0);
  let excess = widths.reduce((sum, one) => sum + one, 0) + gap * Math.max(0, widths.length - 1) - width;
  while (excess > 0) {
    const open = widths
      .map((one, index) => ({ one, index }))
      .filter(({ one, index }) => one > leastOf(index))
      .toSorted((x, y) => y.one - x.one);
    const [widest, second] = open;
    if (!widest) return null;
    const shared = second ? Math.min(second.one, widest.one - 1) : 0;
    const down = Math.max(leastOf(widest.index), shared, widest.one - excess);
    excess -= widest.one - down;
    widths[widest.index] = down;
  }
  return widths;
}
