// `backup`, `restore` and `migrate`: what is kept into a file, out of one, and from the data folder to PostgreSQL.

import { isOn, optionValue } from '../commands/command.js';
import { type Declaration, type OptionSpec, plain } from '../commands/declaration.js';
import type { StoreMove, TerminalCommand } from './terminal.js';

const config: OptionSpec = {
  name: 'config',
  type: 'file',
  value: 'FILE',
  summary: 'configuration file (else TUNNELMEDIC_CONFIG, else ./tunnelmedic.yml)',
};

const replace: OptionSpec = {
  name: 'replace',
  type: 'switch',
  summary: 'what the database holds now may go for good',
};

const check: OptionSpec = { name: 'check', type: 'switch', summary: 'only read it and say what is in it' };

function commandFor(
  act: StoreMove['act'],
  told: Pick<Declaration, 'name' | 'words' | 'options' | 'summary' | 'examples'>,
): TerminalCommand {
  const files = told.words === '' ? 0 : 1;
  return {
    declaration: {
      ...plain,
      ...told,
      positionals: { least: files, most: files },
      right: 'none',
    },
    answers: 'text',
    async run(words, outside) {
      const text = await outside.moveStore({
        act,
        file: words.positionals[0] ?? null,
        config: optionValue(words, 'config'),
        replace: isOn(words, 'replace'),
        check: isOn(words, 'check'),
      });
      return { text, exit: 0 };
    },
  };
}

export const backupCommands: readonly TerminalCommand[] = [
  commandFor('into-file', {
    name: 'backup',
    words: 'FILE',
    options: [config],
    summary: 'Puts everything that is kept into a new file, also while the service runs.',
    examples: ['backup monday.backup', 'backup -'],
  }),
  commandFor('from-file', {
    name: 'restore',
    words: 'FILE',
    options: [config, replace, check],
    summary: 'Puts a backup into the database, all of it or nothing; the service is stopped meanwhile.',
    examples: ['restore monday.backup', 'restore monday.backup --check'],
  }),
  commandFor('to-postgres', {
    name: 'migrate',
    words: '',
    options: [config, replace],
    summary: 'Copies what the data folder keeps to the PostgreSQL of DATABASE_URL.',
    examples: ['migrate --config tunnelmedic.yml'],
  }),
];
