// Completion in a real bash: commands, options, values, names of tunnels with characters that a shell obeys.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outlinesNow } from '../../../src/cli/outlinesNow.js';
import { answerOf, names, openShell, type Shell } from './completionOf.js';

let shell: Shell;
beforeAll(async () => {
  shell = await openShell('bash');
});
afterAll(() => shell.remove());

/** As readline does it: the whole line, and the word that it takes for the current one. */
async function proposed(line: string): Promise<readonly string[]> {
  const asked = `source "$1"; COMP_LINE=$2; COMP_POINT=\${#2}; _tunnelmedic tunnelmedic
    [[ \${#COMPREPLY[@]} -eq 0 ]] || printf '%s\\n' "\${COMPREPLY[@]}"`;
  const said = await shell.run('bash', ['--norc', '-c', asked, 'bash', shell.script, line]);
  return said.split('\n').filter((one) => one !== '');
}

describe('completion in bash', () => {
  it.each([
    ['the commands', 'tunnelmedic ', ['list', 'status', 'analyze-log', 'completion']],
    ['those that begin so', 'tunnelmedic inc', ['incidents', 'incident']],
    [
      'the options of a command',
      'tunnelmedic list --',
      ['--state', '--device', '--json', '--config', '--help'],
    ],
    ['the values of an option', 'tunnelmedic list --state d', ['down', 'degraded', 'disabled']],
    ['the words of a command', 'tunnelmedic completion ', ['bash', 'zsh', 'fish']],
    ['names of tunnels', 'tunnelmedic status ', ['tunnel-x', 'paris-hq']],
    [
      'names that a shell would obey, escaped',
      'tunnelmedic status oslo',
      ['oslo-r\\&d:lab', 'oslo-r\\&d:office'],
    ],
    ['names behind options', 'tunnelmedic diagnose --json tun', ['tunnel-x']],
    ['names of another configuration', 'tunnelmedic status --config a.yml o', ['of-a.yml']],
    ['options where a name may stand', 'tunnelmedic status --ref', ['--refresh']],
  ])('proposes %s', async (_title, line, wanted) => {
    expect(await proposed(line)).toEqual(expect.arrayContaining(wanted));
  });

  it('ends a name behind the colon where readline began a new word', async () => {
    expect(await proposed('tunnelmedic status oslo-r\\&d:')).toEqual(['lab', 'office']);
  });

  it('proposes nothing that does not fit, and no option that only buttons write', async () => {
    expect(await proposed('tunnelmedic status zzz')).toEqual([]);
    expect(await proposed('tunnelmedic nothing ')).toEqual([]);
    expect(await proposed('tunnelmedic completion --con')).toEqual([]);
  });

  it('proposes files where a file is meant', async () => {
    expect(await proposed('tunnelmedic analyze-log scr')).toEqual(['script.bash']);
    expect(await proposed('tunnelmedic list --config scr')).toEqual(['script.bash']);
  });
});

describe('the hidden word of the scripts', () => {
  it('prints the known names, one a line, and of a broken configuration none', async () => {
    expect(await answerOf('names')).toBe(names.map((name) => `${name}\n`).join(''));
    expect(await answerOf('names', '--config', 'x.yml')).toBe('of-x.yml\n');
  });

  it('is refused in one sentence for a shell that has no script', async () => {
    await expect(answerOf('tcsh')).rejects.toThrow('There is a script for bash, zsh, fish, not for "tcsh".');
  });
});

describe.each(['bash', 'zsh', 'fish'])('the script of %s', (name) => {
  it('asks the program itself for the names of tunnels', async () => {
    const script = await answerOf(name);
    expect(script).toContain('tunnelmedic');
    expect(script).toMatch(/completion names/);
  });

  it('knows every command, and each option that people type', async () => {
    const script = await answerOf(name);
    const missing = outlinesNow().flatMap(({ name: command, options }) => [
      ...(script.includes(command) ? [] : [command]),
      ...options
        .filter((one) => one.carried !== true && !script.includes(one.name))
        .map((one) => `${command} --${one.name}`),
    ]);
    expect(missing).toEqual([]);
  });
});
