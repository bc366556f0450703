// A text in memory as lines: split, numbered, each read in its own format.

import type { LogLine } from '../../domain/log.js';
import { readLine } from './line.js';
import type { TimeOptions } from './time.js';

/** Blank lines keep their number and are left out. */
export function linesOf(text: string, options: TimeOptions = {}): LogLine[] {
  return text
    .split(/\r\n|\n|\r/)
    .map((line, index) => readLine(line, index + 1, options))
    .filter((line) => line.text !== '');
}
