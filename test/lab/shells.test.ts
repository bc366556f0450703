// Completion in a real zsh and a real fish, which are Debian packages of .ci/run.

import { afterEach, describe, expect, it } from 'vitest';
import { openShell, type Shell } from '../contract/cli/completionOf.js';

let shell: Shell | undefined;
afterEach(async () => {
  await shell?.remove();
  shell = undefined;
});

/** What stands first in each line of the shell's answer. */
const first = (said: string): readonly string[] =>
  said
    .split('\n')
    .map((line) => line.split('\t')[0] ?? '')
    .filter((word) => word !== '');

const lines: readonly (readonly [title: string, line: string, wanted: readonly string[]])[] = [
  ['the commands', 'tunnelmedic inc', ['incidents', 'incident']],
  ['the options of a command', 'tunnelmedic list --st', ['--state']],
  ['the values of an option', 'tunnelmedic list --state d', ['down', 'degraded', 'disabled']],
  ['the words of a command', 'tunnelmedic completion z', ['zsh']],
  ['names of tunnels', 'tunnelmedic status oslo', ['oslo-r&d:lab', 'oslo-r&d:office']],
  ['names of another configuration', 'tunnelmedic status --config a.yml o', ['of-a.yml']],
  ['files where a file is meant', 'tunnelmedic analyze-log scr', ['script']],
];

describe.each(lines)('%s', (_title, line, wanted) => {
  it('are proposed by fish', async () => {
    shell = await openShell('fish');
    const said = await shell.run('fish', [
      '--no-config',
      '-c',
      'source $argv[1]; complete -C $argv[2]',
      shell.script,
      line,
    ]);
    for (const one of wanted)
      expect(
        first(said).some((word) => word.startsWith(one)),
        said,
      ).toBe(true);
  });

  it('are proposed by zsh', async () => {
    shell = await openShell('zsh');
    const said = await shell.run('zsh', ['-f', '-c', inTerminal, 'zsh', shell.script, line, lastOf(wanted)]);
    for (const one of wanted) expect(said.replaceAll('\\', ''), said).toContain(one);
  });
});

/** What comes last in the list, without what zsh writes differently. */
function lastOf(wanted: readonly string[]): string {
  return wanted.toSorted().at(-1)?.split(':').at(-1) ?? '';
}

/** zsh completes only where somebody types: a terminal of its own, a line, and the list of what fits. */
const inTerminal = `
zmodload zsh/zpty
zpty shell zsh -f -i
send() { zpty -w shell "$1"; }
send 'PS1= PROMPT= RPROMPT= ; stty -echo; autoload -Uz compinit; compinit -u -D; zstyle ":completion:*" list-packed no; setopt auto_list no_beep list_ambiguous; LISTMAX=0'
send "source $1; bindkey '^I' list-choices; print READY-\${:-1}"
while zpty -r shell line '*READY-1*'; do break; done
zpty -w -n shell "$2"$'\\t'
zpty -r shell part "*$3*" && print -r -- "$part"
zpty -d shell
`;
