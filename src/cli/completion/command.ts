// `completion bash|zsh|fish`: the script that lets a shell propose commands, options, values and the names of tunnels.

import { optionValue } from '../../commands/command.js';
import { type CommandWords, type Declaration, plain } from '../../commands/declaration.js';
import { usage } from '../../commands/words.js';
import { type TerminalCommand, terminalHelp } from '../terminal.js';
import { bashScript } from './bash.js';
import type { Completable } from './completable.js';
import { fishScript } from './fish.js';
import { zshScript } from './zsh.js';

const program = 'tunnelmedic';
/** Asked by the scripts alone: the known names, one a line, without a word to any device. */
const namesWord = 'names';

type Script = (program: string, commands: readonly Completable[], names: string) => string;
const scripts: Readonly<Record<string, Script>> = { bash: bashScript, zsh: zshScript, fish: fishScript };
const shells = Object.keys(scripts);

const declaration: Declaration = {
  ...plain,
  name: 'completion',
  words: shells.join('|'),
  positionals: { least: 1, most: 1 },
  options: [
    {
      name: 'config',
      type: 'file',
      value: 'FILE',
      summary: 'configuration that knows the names',
      carried: true,
    },
  ],
  summary: 'The completion script of a shell.',
  examples: ['completion bash', 'completion zsh'],
  right: 'none',
};

export const completionCommand: TerminalCommand = {
  declaration,
  answers: 'text',
  async run(words, outside) {
    if (words.positionals[0] === namesWord) return { text: await names(words, outside.tunnelNames), exit: 0 };
    return { text: scriptFor(words, outside.completable()), exit: 0 };
  },
};

async function names(
  words: CommandWords,
  tunnelNames: (config: string | null) => Promise<readonly string[]>,
): Promise<string> {
  // Somebody types at this moment: what goes wrong proposes nothing and says nothing.
  const known = await tunnelNames(optionValue(words, 'config')).catch(() => []);
  return known.map((name) => `${name}\n`).join('');
}

function scriptFor({ positionals: [shell = ''] }: CommandWords, commands: readonly Completable[]): string {
  const script = scripts[shell];
  if (!script)
    throw usage(
      `There is a script for ${shells.join(', ')}, not for "${shell.slice(0, 40)}"`,
      terminalHelp(declaration),
    );
  return script(program, commands, `${declaration.name} ${namesWord}`);
}
