// `help [COMMAND]`: what can be asked, for the asker alone.

import type { Block, Report } from '../domain/report.js';
import type { Command } from './definition.js';
import { usage } from './words.js';

/** @param commands all commands, this one too; a function because it knows itself. */
export function helpCommand(commands: () => readonly Command[]): Command {
  return {
    info: { name: 'help', usage: 'help [COMMAND]', summary: 'What can be asked.' },
    right: 'none',
    options: [],
    positionals: { least: 0, most: 1 },
    async run({ words }) {
      const [name] = words.positionals;
      if (name === undefined) return composeHelp(overview(commands()), 'What can be asked');
      const command = commands().find((item) => item.info.name === name.toLowerCase());
      if (!command) throw usage(`There is no command "${name.slice(0, 60)}"`, 'help');
      return composeHelp(one(command), command.info.name);
    },
  };
}

function overview(commands: readonly Command[]): Block[] {
  return [
    {
      kind: 'fields',
      rows: commands.map(({ info }) => ({ label: info.usage, value: info.summary })),
    },
    { kind: 'note', text: 'A tunnel is named by its name, an alias, or `device/tunnel`.' },
  ];
}

function one({ info, options }: Command): Block[] {
  return [
    { kind: 'paragraph', text: [{ code: info.usage }, ` ${info.summary}`] },
    ...(options.length === 0
      ? []
      : [
          {
            kind: 'fields' as const,
            rows: options.map((option) => ({
              label: `--${option.name}${option.value === null ? '' : ` ${option.value}`}`,
              value: option.summary,
            })),
          },
        ]),
  ];
}

function composeHelp(blocks: readonly Block[], title: string): Report {
  return {
    kind: 'help',
    tone: 'quiet',
    title,
    summary: blocks,
    detail: [],
    actions: [],
    choice: null,
    files: [],
    audience: 'asker',
    json: { schema: 1, help: title },
  };
}
