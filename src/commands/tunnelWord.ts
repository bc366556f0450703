// The tunnel that a command names: a name with blanks works without quotes when it is all that stands there.

import type { Command, CommandParts } from './command.js';
import type { CommandWords } from './declaration.js';

export function tunnelWord(words: CommandWords): string {
  return words.positionals.join(' ').slice(0, 300);
}

/** For rules by tunnel: the tunnel that the words of a command name. */
export function tunnelNamed({ fleet }: Pick<CommandParts, 'fleet'>): NonNullable<Command['tunnelOf']> {
  return async ({ words, ask }) => (await fleet.resolve(tunnelWord(words), ask)).name;
}
