// Questions and answers, a line each, from a terminal or from a pipe; what was piped ahead is not lost between two questions.

import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { untilAborted } from './abort.js';

const maxLength = 4096;

export interface LineReader {
  /** @returns what was typed, without blanks around it; null when the input is over. @throws the reason of the signal, as soon as it aborts. */
  ask(question: string): Promise<string | null>;
  close(): void;
}

export function readLines(input: Readable, say: (text: string) => void, signal: AbortSignal): LineReader {
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  const waiting = lines[Symbol.asyncIterator]();
  return {
    async ask(question) {
      say(question);
      const next = await untilAborted(waiting.next(), signal);
      return next.done ? null : next.value.slice(0, maxLength).trim();
    },
    close: () => lines.close(),
  };
}
