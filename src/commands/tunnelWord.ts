// The tunnel that a command names: a name with blanks works without quotes when it is all that stands there.

import type { Command, CommandParts, CommandRequest } from './command.js';
import type { CommandWords } from './declaration.js';

export function tunnelWord(words: CommandWords): string {
  return words.positionals.join(' ').slice(0, 300);
}

/** The tunnel that the words of a command name. */
export function tunnelOfWords({ fleet }: Pick<CommandParts, 'fleet'>) {
  return async ({ words, ask }: CommandRequest): Promise<string> =>
    (await fleet.resolve(tunnelWord(words), ask)).name;
}

/** The same, for rules by tunnel. */
export function tunnelNamed(parts: Pick<CommandParts, 'fleet'>): NonNullable<Command['tunnelsOf']> {
  const nameOf = tunnelOfWords(parts);
  return async (request) => [await nameOf(request)];
}
