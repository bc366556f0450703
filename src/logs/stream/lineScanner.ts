// Finds the lines that matter in a stream of bytes, without decoding the others and without growing memory.

import { after } from '../match/phraseIndex.js';
import type { SignatureSet } from '../signature/set.js';
import { countNewlines } from './newlines.js';

export interface FoundLine {
  readonly text: string;
  /** From 1. */
  readonly number: number;
}

/** Bytes of a line that are looked at; what follows in a longer line is skipped. */
const longestLine = 8192;
/** Of very many known lines the first and the latest are kept: the start of the trouble and its present state. */
const keepFirst = 4000;
const keepLast = 16_000;

export class LineScanner {
  readonly #signatures: SignatureSet;
  readonly #first: FoundLine[] = [];
  #last: FoundLine[] = [];
  #lines = 0;
  #dropped = 0;

  constructor(signatures: SignatureSet) {
    this.#signatures = signatures;
  }

  get lines(): number {
    return this.#lines;
  }

  /** How many known lines were left out because there were too many. */
  get dropped(): number {
    return this.#dropped;
  }

  found(): FoundLine[] {
    return [...this.#first, ...this.#last.slice(-keepLast)];
  }

  /**
   * Scans whole lines in [0, end) of the buffer; the caller keeps the rest for the next time.
   * @param words the same memory as 32-bit words.
   */
  scan(bytes: Buffer, words: Uint32Array, end: number): void {
    const { index } = this.#signatures;
    let from = 0;
    let counted = 0;
    for (;;) {
      const at = index.next(bytes, from, end);
      if (at < 0) break;
      if (!index.hasHitAt(bytes, at, end)) {
        from = after(at);
        continue;
      }
      const start = lineStart(bytes, at);
      const newline = bytes.indexOf(10, at);
      const stop = newline < 0 || newline > end ? end : newline;
      this.#lines += countNewlines(bytes, words, counted, start);
      counted = start;
      this.#keep({
        text: bytes.toString('utf8', start, Math.min(stop, start + longestLine)),
        number: this.#lines + 1,
      });
      from = stop;
    }
    this.#lines += countNewlines(bytes, words, counted, end);
  }

  #keep(line: FoundLine): void {
    if (this.#first.length < keepFirst) {
      this.#first.push(line);
      return;
    }
    this.#last.push(line);
    if (this.#last.length < 2 * keepLast) return;
    this.#dropped += this.#last.length - keepLast;
    this.#last = this.#last.slice(-keepLast);
  }
}

function lineStart(bytes: Buffer, at: number): number {
  const before = bytes.lastIndexOf(10, at);
  return before + 1;
}
