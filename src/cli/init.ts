// `init`: asks for a first device and for Slack, tries each, and writes a configuration; beside an existing one it adds a device.

import { optionValue } from '../commands/command.js';
import { plain } from '../commands/declaration.js';
import type { TerminalCommand } from './terminal.js';

export const initCommand: TerminalCommand = {
  declaration: {
    ...plain,
    name: 'init',
    words: '',
    positionals: { least: 0, most: 0 },
    options: [
      {
        name: 'config',
        type: 'file',
        value: 'FILE',
        summary: 'configuration file (else TUNNELMEDIC_CONFIG, else ./tunnelmedic.yml)',
      },
    ],
    summary:
      'Asks for a device and for Slack, tries both, and writes a configuration; an existing one gets one device more.',
    examples: ['init', 'init --config /etc/tunnelmedic/tunnelmedic.yml'],
    right: 'none',
  },
  answers: 'text',
  async run(words, outside) {
    return { text: await outside.initialize(optionValue(words, 'config')), exit: 0 };
  },
};
