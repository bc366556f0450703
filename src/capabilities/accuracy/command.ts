// `accuracy`: how often verdicts were right in the field, for those who may know who said what.

import { type Command, optionValue } from '../../commands/command.js';
import { type Declaration, plain } from '../../commands/declaration.js';
import type { KeepingParts } from '../../commands/stores.js';
import { readTime } from '../../commands/timeRange.js';
import { composeAccuracy } from './report.js';
import { accuracyAnswer } from './schema.js';

const mostVerdicts = 20_000;

export const accuracyDeclaration: Declaration = {
  ...plain,
  name: 'accuracy',
  words: '',
  positionals: { least: 0, most: 0 },
  options: [{ name: 'since', type: 'time', value: '90d', summary: 'how far back' }],
  summary: 'How often verdicts were right, by cause and confidence.',
  examples: ['accuracy', 'accuracy --since 30d'],
  store: true,
  right: 'audit',
  answer: accuracyAnswer,
};

export function accuracyCommand(parts: KeepingParts): Command {
  return {
    declaration: accuracyDeclaration,
    async run({ words }) {
      const since = readTime(
        optionValue(words, 'since') ?? '90d',
        { command: 'accuracy', option: 'since' },
        parts.clock.now(),
        parts.zone,
      );
      const { verdicts } = await parts.stores();
      return composeAccuracy(await verdicts.list({ since, limit: mostVerdicts }), since);
    },
  };
}
