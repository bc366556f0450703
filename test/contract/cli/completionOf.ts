// What a shell proposes, asked in that shell itself, with a program that knows some names.

import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { completionCommand } from '../../../src/cli/completion/command.js';
import { completableOf } from '../../../src/cli/completion/completable.js';
import { optionsOf } from '../../../src/cli/entry.js';
import { outlinesNow } from '../../../src/cli/outlinesNow.js';
import type { Outside } from '../../../src/cli/terminal.js';
import { readWords } from '../../../src/commands/understand.js';

export const names = ['oslo-r&d:lab', 'oslo-r&d:office', 'paris-hq', 'tunnel-x'];

const outside: Pick<Outside, 'completable' | 'tunnelNames'> = {
  completable: () => outlinesNow().map((one) => completableOf(one, optionsOf(one))),
  tunnelNames: async (config) => (config === null ? names : [`of-${config}`]),
};

export async function answerOf(...words: string[]): Promise<string> {
  const read = readWords(completionCommand.declaration, words, '');
  const answer = await completionCommand.run(read, outside as Outside);
  return 'text' in answer ? answer.text : '';
}

export interface Shell {
  readonly folder: string;
  /** Path of the script. */
  readonly script: string;
  /** Runs the shell's own program; the program that it completes stands in its path. */
  run(program: string, args: readonly string[]): Promise<string>;
  remove(): Promise<void>;
}

export async function openShell(shell: 'bash' | 'zsh' | 'fish'): Promise<Shell> {
  const folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-shell-'));
  const script = join(folder, `script.${shell}`);
  await writeFile(script, await answerOf(shell));
  const program = join(folder, 'tunnelmedic');
  const answer = `#!/bin/sh
[ "$1 $2" = "completion names" ] || exit 1
if [ "$3" = --config ]; then echo "of-$4"; else printf '%s\\n' ${names.map((name) => `'${name}'`).join(' ')}; fi
`;
  await writeFile(program, answer);
  await chmod(program, 0o755);
  const env = { PATH: `${folder}:${process.env.PATH}`, HOME: folder, TERM: 'dumb' };
  return {
    folder,
    script,
    run: async (command, args) =>
      (await promisify(execFile)(command, [...args], { env, cwd: folder })).stdout,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
