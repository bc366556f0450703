// `help [COMMAND]`: the commands, for the asker alone.

import * as z from 'zod';
import { commandNames } from '../domain/commandLine.js';
import { type Block, bareReport, type Report, type Span } from '../domain/report.js';
import type { Command } from './command.js';
import { type Declaration, offeredTo, optionHelp, optionLabel, plain, usageOf } from './declaration.js';
import { schema1 } from './shapes.js';
import { usage } from './words.js';

export const helpDeclaration: Declaration = {
  ...plain,
  name: commandNames.help,
  words: '[COMMAND]',
  positionals: { least: 0, most: 1 },
  options: [],
  summary: 'Commands, or one of them.',
  examples: [],
  right: 'none',
  doors: { nothing: [] },
  answer: z.strictObject({ schema: schema1, help: z.string() }),
};

/** @param commands all commands, this one too; a function because it knows itself. */
export function helpCommand(commands: () => readonly Command[]): Command {
  return {
    declaration: helpDeclaration,
    async run({ words, asker }) {
      const [name] = words.positionals;
      const all = commands().map(({ declaration }) => offeredTo(declaration, asker.via));
      if (name === undefined) return composeHelp(overview(all), 'Commands');
      const found = all.find((item) => item.name === name.toLowerCase());
      if (!found) throw usage(`There is no command "${name.slice(0, 60)}"`, commandNames.help);
      return composeHelp(one(found), found.name);
    },
  };
}

/** The registry lists first what people need first. */
const mostFirst = 5;

function overview(all: readonly Declaration[]): Block[] {
  const rest = all.slice(mostFirst);
  // What works on incidents stands together in the registry.
  const end = rest.findLastIndex(({ about, writes }) => about === 'incident' || writes === 'incident') + 1;
  return [
    ...group('First', all.slice(0, mostFirst)),
    ...group('Incidents', rest.slice(0, end)),
    ...group('More', rest.slice(end)),
    { kind: 'note', text: 'A tunnel is named by its name, an alias, or `device/tunnel`.' },
  ];
}

function group(title: string, declarations: readonly Declaration[]): Block[] {
  if (declarations.length === 0) return [];
  return [
    { kind: 'heading', text: title },
    {
      kind: 'fields',
      rows: declarations.map((declaration) => ({ label: usageOf(declaration), value: declaration.summary })),
    },
  ];
}

function one(declaration: Declaration): Block[] {
  const { options, examples, summary, takesFile } = declaration;
  const rows = [
    ...options.map((option) => ({ label: optionLabel(option), value: optionHelp(option) })),
    ...(takesFile === null ? [] : [{ label: 'file', value: `may come along: ${takesFile}` }]),
  ];
  return [
    { kind: 'paragraph', text: [{ code: usageOf(declaration) }, ` ${summary}`] },
    ...(rows.length === 0 ? [] : [{ kind: 'fields' as const, rows }]),
    ...(examples.length === 0
      ? []
      : [{ kind: 'note' as const, text: ['For example ', ...examplesText(examples)] }]),
  ];
}

function examplesText(examples: readonly string[]): Span[] {
  return examples.flatMap((example, index) => [...(index === 0 ? [] : [', ']), { code: example }]);
}

function composeHelp(blocks: readonly Block[], title: string): Report {
  return {
    ...bareReport,
    kind: 'help',
    tone: 'quiet',
    title,
    summary: blocks,
    audience: 'asker',
    json: { schema: 1, help: title },
  };
}
