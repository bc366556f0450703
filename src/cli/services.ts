// `demo`, `start` and `mcp`: what runs until it is stopped.

import { isOn, optionValue } from '../commands/command.js';
import { type Declaration, type OptionSpec, plain } from '../commands/declaration.js';
import { usage } from '../commands/words.js';
import { type TerminalCommand, terminalHelp } from './terminal.js';

const demoDeclaration: Declaration = {
  ...plain,
  name: 'demo',
  words: '',
  positionals: { least: 0, most: 0 },
  options: [
    {
      name: 'port',
      type: 'text',
      value: 'NUMBER',
      summary: 'port of the page; 4400 or any free one when not given',
    },
    { name: 'fast', type: 'switch', summary: 'an hour passes in the first minute' },
  ],
  summary: 'The workspace page and the simulated firewalls.',
  examples: ['demo', 'demo --fast'],
  right: 'none',
};

export const demoCommand: TerminalCommand = {
  declaration: demoDeclaration,
  answers: 'service',
  async run(words, outside) {
    const port = readPort(optionValue(words, 'port'));
    return { service: await outside.startDemo({ port, fast: isOn(words, 'fast') }) };
  },
};

const configOption: OptionSpec = {
  name: 'config',
  type: 'file',
  value: 'FILE',
  summary: 'configuration file (else TUNNELMEDIC_CONFIG, else ./tunnelmedic.yml)',
};

/** Of one that needs nothing but the configuration file. */
const configured = {
  ...plain,
  words: '',
  positionals: { least: 0, most: 0 },
  options: [configOption],
  right: 'none',
} as const;

export const startCommand: TerminalCommand = {
  declaration: {
    ...configured,
    name: 'start',
    summary: 'The Slack service; without Slack tokens the demo.',
    examples: ['start --config tunnelmedic.yml'],
  },
  answers: 'service',
  async run(words, outside) {
    return { service: await outside.startService(optionValue(words, 'config')) };
  },
};

export const mcpCommand: TerminalCommand = {
  declaration: {
    ...configured,
    name: 'mcp',
    summary: 'Tools for an assistant (MCP) on standard input and output; they only read.',
    examples: ['mcp --config tunnelmedic.yml'],
  },
  answers: 'service',
  async run(words, outside) {
    return { service: await outside.serveAssistant(optionValue(words, 'config')) };
  },
};

/** 0 takes any free one. @throws Problem `usage` for what is no port. */
function readPort(text: string | null): number | null {
  if (text === null) return null;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw usage(`"${text.slice(0, 40)}" is not a port`, terminalHelp(demoDeclaration));
}
