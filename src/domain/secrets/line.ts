// A line as the forms of secrets read it, and their expressions around a name of a secret.

import { fold } from './fold.js';
import { englishName, englishStem, otherName } from './names.js';

/** The language decides how much an expression must know: to make one that knows every language takes several times as long. */
type Names = 'none' | 'english' | 'other' | 'both';

export interface Line {
  readonly text: string;
  readonly folded: string;
  readonly names: Names;
  /** Where its first name of a secret begins. */
  readonly first: number;
}

const stem = new RegExp(englishStem);
const english = new RegExp(englishName, 'u');
const other = new RegExp(otherName, 'u');

export function readLine(text: string): Line {
  const folded = fold(text);
  const inEnglish = stem.test(folded) ? folded.search(english) : -1;
  const inOther = folded.search(other);
  if (inOther < 0) return { text, folded, names: inEnglish < 0 ? 'none' : 'english', first: inEnglish };
  if (inEnglish < 0) return { text, folded, names: 'other', first: inOther };
  return { text, folded, names: 'both', first: Math.min(inEnglish, inOther) };
}

/** Whether no letter stands before the first name. */
export function isNamedFirst({ folded, first }: Line): boolean {
  return first >= 0 && !/\p{L}/u.test(folded.slice(0, first));
}

/** An expression for folded lines that have such names. */
export type Naming = (names: Names) => RegExp;

/** The lookaheads rule nothing out: without them V8 writes the names once for each way to them, and what follows once for each name. */
const shared = (names: string) => `(?=)(?:${names})(?=)`;

const nameIn: Readonly<Record<Names, string>> = {
  none: '(?!)',
  english: shared(englishName),
  other: shared(otherName),
  both: shared(`${englishName}|${otherName}`),
};

/**
 * Made when a line first needs it. It knows no capital letters: with the flag `i` each would take several times as long to make, and these
 * are what the first line of a process waits for.
 */
export function naming(around: (name: string) => string, flags: 'u' | 'gu' = 'u'): Naming {
  const made: Partial<Record<Names, RegExp>> = {};
  return (names) => {
    made[names] ??= new RegExp(around(nameIn[names]), flags);
    return made[names];
  };
}

/** The end of a line decides most often, and costs next to nothing. */
export function findNamed(line: Line, end: RegExp, pattern: Naming): RegExpExecArray | null {
  return end.test(line.folded) ? pattern(line.names).exec(line.folded) : null;
}
