// What is left of secrets in a text, and what its writer is told.

import { removed } from './form.js';
import { scrub } from './scrub.js';

export const removedSentence =
  'A secret was removed from what you wrote. If it was real, change it: it still stands where you wrote it.';

/** How many secrets were taken out of a text, or still are to be: kept texts are clean already. Neighboring lines of one key are one. */
export function secretsIn(text: string): number {
  let isInside = false;
  let count = 0;
  for (const line of scrub(text).text.split('\n')) {
    const isWhole = line.trim() === removed;
    if (!(isWhole && isInside)) count += line.split(removed).length - 1;
    isInside = isWhole;
  }
  return count;
}
