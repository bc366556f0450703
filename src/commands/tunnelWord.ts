// The tunnel that a command names: a name with blanks works without quotes when it is all that stands there.

import type { CommandWords } from './definition.js';

export function tunnelWord(words: CommandWords): string {
  return words.positionals.join(' ').slice(0, 300);
}
