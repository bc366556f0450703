// What could not be checked, told once for each reason.

import type { Unchecked } from '../domain/verdict.js';

/** The same missing evidence stops many questions: told once, with the questions. */
export function merged(all: readonly Unchecked[]): readonly Unchecked[] {
  const byReason = new Map<string, { what: string[]; why: string; how: string }>();
  for (const { what, why, how } of all) {
    const key = `${why} ${how}`;
    const entry = byReason.get(key) ?? { what: [], why, how };
    if (!entry.what.includes(what)) entry.what.push(what);
    byReason.set(key, entry);
  }
  return [...byReason.values()].map(({ what, why, how }) => ({
    what: what.length <= 2 ? what.join(' ') : `${what[0]} ${what[1]} And ${what.length - 2} more questions.`,
    why,
    how,
  }));
}
