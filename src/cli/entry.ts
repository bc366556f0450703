// One command on the command line, made from what it declares: commander splits off the terminal's own options, nothing else.

import { type Command, Help, Option } from 'commander';
import { optionHelp, wordsUsage } from '../commands/declaration.js';
import type { Outline } from './terminal.js';

/** The terminal's own options. */
export interface Flags {
  readonly config?: string;
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly file?: string;
  readonly partnerConfig?: string;
}

/** How an answer is printed. */
const forms: readonly Option[] = [
  new Option('--json', 'machine form on stdout'),
  new Option('--markdown', 'as markdown'),
];

const needsConfig = new Option(
  '--config <file>',
  'configuration file (else TUNNELMEDIC_CONFIG, else ./tunnelmedic.yml)',
);

/** What the terminal takes beside the own options of a command. */
export function optionsOf({
  answers,
  takesFile: file,
  takesConfig: config,
}: Pick<Outline, 'answers' | 'takesFile' | 'takesConfig'>): readonly Option[] {
  if (answers !== 'question') return answers === 'report' ? forms : [];
  return [
    needsConfig,
    ...forms,
    ...(file === null ? [] : [new Option('--file <file>', file)]),
    ...(config ? [new Option('--partner-config <file>', config)] : []),
  ];
}

/** One command as it declares itself. Its own options are read by the same code as in Slack; here they stand in the help. */
export function entry(
  program: Command,
  declaration: Pick<Outline, 'name' | 'words' | 'options' | 'summary' | 'examples'>,
  options: readonly Option[],
  act: (words: string[], flags: Flags) => Promise<void>,
): void {
  const { name, summary, examples } = declaration;
  const help = new Help();
  const shown = declaration.options.map(
    (option) =>
      new Option(
        `--${option.name}${option.type === 'switch' ? '' : ` <${option.value}>`}`,
        optionHelp(option),
      ),
  );
  const command = program
    .command(name)
    .usage(wordsUsage(declaration))
    .description(summary)
    .argument('[words...]')
    .configureHelp({ visibleOptions: (one) => [...shown, ...help.visibleOptions(one)] })
    .allowUnknownOption()
    .exitOverride()
    .action(act);
  for (const option of options) command.addOption(option);
  if (examples.length > 0)
    command.addHelpText('after', `\nExamples:\n${examples.map((one) => `  tunnelmedic ${one}\n`).join('')}`);
}
