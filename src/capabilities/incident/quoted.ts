// How a log that somebody gave is answered: the line that decides, and what it means.

import type { Block } from '../../domain/report.js';
import type { Happening } from '../../incidents/events.js';

type GivenLog = Extract<Happening, { kind: 'partner-log' }>;

/** What it was read as, the deciding line, and its meaning; the verdict comes after it. */
export function logBlocks(log: GivenLog): Block[] {
  return [{ kind: 'note', text: log.says }, ...quoteBlocks(log)];
}

/** Empty for logs from before their lines were quoted. */
export function quoteBlocks({ name, quote, means = '' }: GivenLog): Block[] {
  const said: Block[] = means === '' ? [] : [{ kind: 'paragraph', text: means }];
  if (!quote) return said;
  const line = { device: `${name} line ${quote.number}`, at: quote.at, text: quote.text, marked: true };
  return [{ kind: 'log', lines: [line] }, ...said];
}
