// `history TUNNEL [7d]`: what happened to a tunnel while nobody looked, from what the watch keeps; no device is asked for it.

import { type Command, type CommandParts, optionValue } from '../../commands/command.js';
import { type CommandWords, type Declaration, plain } from '../../commands/declaration.js';
import { readDurationMs, readTime } from '../../commands/timeRange.js';
import { tunnelWord } from '../../commands/tunnelWord.js';
import { usage } from '../../commands/words.js';
import { commandNames, helpLine } from '../../domain/commandLine.js';
import type { AskOptions } from '../../fleet/desk.js';
import { type KeptPasts, readPast } from './read.js';
import { composeHistory } from './report.js';
import { historyAnswer } from './schema.js';

export const historyDeclaration: Declaration = {
  ...plain,
  name: commandNames.history,
  words: 'TUNNEL [7d]',
  positionals: { least: 1, most: 21 },
  options: [{ name: 'since', type: 'time', value: '7d', summary: 'how far back' }],
  summary: 'The past of a tunnel: outages with cause and trigger, availability, rekeys, changes.',
  examples: ['history paris-hq', 'history paris-hq 24h', 'history paris-hq --since 2026-11-21'],
  store: true,
  right: 'read',
  about: 'tunnel',
  answer: historyAnswer,
  tool: { name: 'history' },
};

interface Parts extends CommandParts {
  readonly stores: () => Promise<KeptPasts>;
}

export function historyCommand(parts: Parts): Command {
  return {
    declaration: historyDeclaration,
    tunnelsOf: async ({ words, ask }) => [await tunnelOf(parts, words, ask)],
    async run({ words, ask }) {
      const tunnel = await tunnelOf(parts, words, ask);
      const now = parts.clock.now();
      const { since } = readWords(words);
      const from = readTime(since, { command: commandNames.history, option: 'since' }, now, parts.zone);
      if (Date.parse(from) >= now.getTime())
        throw usage(
          `\`--since\` lies in the future: "${since.slice(0, 40)}"`,
          helpLine(commandNames.history),
        );
      const past = await readPast(await parts.stores(), tunnel, { from, to: now.toISOString() });
      return composeHistory(past, parts.zone);
    },
  };
}

/** A length of time behind the name is how far back. */
function readWords(words: CommandWords): { readonly name: CommandWords; readonly since: string } {
  const option = optionValue(words, 'since');
  const last = words.positionals.at(-1) ?? '';
  const isLength = option === null && words.positionals.length > 1 && readDurationMs(last) !== null;
  const positionals = isLength ? words.positionals.slice(0, -1) : words.positionals;
  return { name: { ...words, positionals }, since: isLength ? last : (option ?? '7d') };
}

/** What is watched is known by its name, also while no device can be asked. */
async function tunnelOf({ stores, fleet }: Parts, words: CommandWords, ask: AskOptions): Promise<string> {
  const typed = tunnelWord(readWords(words).name);
  const { watch } = await stores();
  return (await watch.state(typed)) ? typed : (await fleet.resolve(typed, ask)).name;
}
