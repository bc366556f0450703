// One visible line from whoever started the program.

import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';

const maxLength = 4096;

/** @returns null when the input ends or the question is given up. */
export async function askLine(
  question: string,
  input: Readable,
  output: Writable,
  signal: AbortSignal,
): Promise<string | null> {
  const lines = createInterface({ input, output, terminal: true });
  try {
    return await new Promise<string | null>((resolve) => {
      lines.once('close', () => resolve(null));
      lines.question(question, { signal }).then(
        (line) => resolve(line.slice(0, maxLength)),
        () => resolve(null),
      );
    });
  } finally {
    lines.close();
  }
}
