// What a form of secret is: where in a line, or on which lines, a vendor's secret stands, with lines that prove it.

import type { Line, Naming } from './line.js';

/** What a key may hold in a form: a test fills the example's `{key}` with many of the kind. */
export type KeyKind = 'word' | 'phrase' | 'hex' | 'hex-words' | 'hex-bytes' | 'base64';

/** Where the secret that begins at `from` ends; `from` itself when it is none. Takes time that grows with what it passes. */
export type Ending = (line: string, from: number) => number;

interface Proven {
  readonly id: string;
  readonly vendor: string;
  /** `{key}` must go, whatever stands in its place, and each of `keeps` must stay: names and addresses are the diagnosis. */
  readonly example: { readonly text: string; readonly keeps: readonly string[]; readonly keys: KeyKind };
  /** Texts of the field that look alike and must pass untouched. */
  readonly stays: readonly string[];
}

/** A secret within one line. */
export interface LineForm extends Proven {
  /**
   * In lower case: a line that holds none of them is not looked at. Else lines that name a secret in any language: from the first name on,
   * as a whole, or if no letter stands before it. Or all.
   */
  readonly has: readonly string[] | 'a-name' | 'a-name-within' | 'a-name-first' | 'anything';
  /** With the flag `g`: a part of every match, quick to look for, without which nothing else is. Reads what `before` reads. */
  readonly needs?: RegExp;
  /** With the flag `g`; the secret begins where a match ends. Every repetition in it is bounded. */
  readonly before: RegExp | Naming;
  readonly ends: Ending;
}

/** What becomes of one line after the one that opened a block. */
export interface Fate {
  readonly line: string;
  readonly isOver: boolean;
}

/** A secret on the lines after the one that names it. */
export interface BlockForm extends Proven {
  readonly opens: (line: Line) => ((next: string) => Fate) | null;
}

/** What stands in place of a secret. */
export const removed = '[removed]';
