// Runs a command of the terminal alone.

import '../support/plainZod.js';
import { readWords } from '../commands/understand.js';
import { type Outside, type TerminalAnswer, terminalHelp } from './terminal.js';
import { terminalCommands } from './terminalCommands.js';

/** @throws Problem for words that do not fit, and whatever the command throws. */
export async function runOwn(
  name: string,
  words: readonly string[],
  outside: Outside,
): Promise<TerminalAnswer> {
  const command = terminalCommands.find(({ declaration }) => declaration.name === name);
  if (!command) throw new RangeError(`The terminal has no command ${name}.`);
  return await command.run(readWords(command.declaration, words, terminalHelp(command.declaration)), outside);
}
