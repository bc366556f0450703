// A text in memory as lines: split, freed of what was put around them, put together where they were broken, each read in its own format.

import type { LogLine } from '../../domain/log.js';
import { type Knows, rejoined } from './broken.js';
import { withoutWrapping } from './exported.js';
import { readLine } from './line.js';
import type { TimeOptions } from './time.js';

/**
 * Blank lines keep their number and are left out.
 * @param knows what tells a line that was broken at a width from two lines; without it none is put together
 */
export function linesOf(text: string, options: TimeOptions = {}, knows: Knows | null = null): LogLine[] {
  const raw = text
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({ text: line.trimEnd(), number: index + 1 }))
    .filter((line) => line.text !== '');
  const plain = withoutWrapping(raw);
  return (knows === null ? plain : rejoined(plain, knows))
    .map((line) => readLine(line.text, line.number, options))
    .filter((line) => line.text !== '');
}
