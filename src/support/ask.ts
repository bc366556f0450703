// Input from whoever started the program: a hidden line on a terminal, the first line otherwise.

import type { Readable } from 'node:stream';
import { whenAborted } from './abort.js';

interface Terminal extends Readable {
  readonly isTTY?: boolean;
  setRawMode?(raw: boolean): unknown;
}

const maxLength = 4096;

/** Asks on stderr and shows nothing of what is typed. @returns null when the input ends before a line does. @throws the reason of the signal, as soon as it aborts. */
export async function askHidden(
  question: string,
  input: Terminal,
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<string | null> {
  const hidden = input.isTTY === true && input.setRawMode !== undefined;
  if (hidden) {
    say(question);
    input.setRawMode?.(true);
  }
  signal.throwIfAborted();
  const stay = whenAborted(signal, () => input.destroy(signal.reason));
  let typed = '';
  try {
    for await (const chunk of input) {
      for (const character of String(chunk)) {
        if (character === '\r' || character === '\n') return typed;
        if (character === '\u0003' || (character === '\u0004' && hidden)) return null;
        typed = character === '\u007F' && hidden ? typed.slice(0, -1) : typed + character;
        if (typed.length > maxLength) return null;
      }
    }
    return typed === '' ? null : typed;
  } finally {
    stay();
    if (hidden) {
      input.setRawMode?.(false);
      say('\n');
    }
  }
}
