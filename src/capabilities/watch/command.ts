// `watch`: what is looked at by itself, what is left out and what is muted; with a tunnel, that it is looked at. `unwatch`: that it is not.

import type { Command } from '../../commands/command.js';
import { type CommandWords, type Declaration, plain } from '../../commands/declaration.js';
import { sentence } from '../../commands/sentence.js';
import { type KeepingParts, personOf } from '../../commands/stores.js';
import { tunnelOfWords } from '../../commands/tunnelWord.js';
import { commandNames } from '../../domain/commandLine.js';
import { composeWatch } from './report.js';
import { unwatchAnswer, watchAnswer } from './schema.js';

export const watchDeclaration: Declaration = {
  ...plain,
  name: commandNames.watch,
  words: '[TUNNEL]',
  positionals: { least: 0, most: 20 },
  options: [],
  summary: 'What is watched, left out and muted; with a tunnel: watches it, whatever the configuration says.',
  examples: ['watch', 'watch paris-hq'],
  store: true,
  right: ({ positionals }: CommandWords) => (positionals.length === 0 ? 'read' : 'triage'),
  kept: true,
  answer: watchAnswer,
};

export const unwatchDeclaration: Declaration = {
  ...plain,
  name: commandNames.unwatch,
  words: 'TUNNEL',
  positionals: { least: 1, most: 20 },
  options: [],
  summary: 'Leaves a tunnel out of the watch: nobody looks at it by itself, and nobody is told.',
  examples: ['unwatch lab-test'],
  store: true,
  right: 'triage',
  kept: true,
  about: 'tunnel',
  answer: unwatchAnswer,
};

export function watchCommand(parts: KeepingParts): Command {
  const nameOf = tunnelOfWords(parts);
  return {
    declaration: watchDeclaration,
    tunnelsOf: async (request) => (request.words.positionals.length === 0 ? [] : [await nameOf(request)]),
    async run(request) {
      const { watch } = await parts.stores();
      const at = parts.clock.now().toISOString();
      if (request.words.positionals.length === 0) {
        const [states, choices, mutes] = await Promise.all([
          watch.states(),
          watch.choices(),
          watch.mutes(at),
        ]);
        return composeWatch({ states, choices, mutes, at });
      }
      const tunnel = (await nameOf(request)) ?? '';
      await watch.choose({ tunnel, watched: true, by: personOf(request), at });
      return sentence({
        kind: 'watch',
        title: `${tunnel} is watched`,
        text: 'It is looked at by itself from now on, whatever the configuration chooses. The first look tells nobody anything.',
        json: { tunnel, watched: true },
        changed: true,
      });
    },
  };
}

export function unwatchCommand(parts: KeepingParts): Command {
  const nameOf = tunnelOfWords(parts);
  return {
    declaration: unwatchDeclaration,
    tunnelsOf: async (request) => [await nameOf(request)],
    async run(request) {
      const tunnel = (await nameOf(request)) ?? '';
      const { watch } = await parts.stores();
      const at = parts.clock.now().toISOString();
      await watch.choose({ tunnel, watched: false, by: personOf(request), at });
      return sentence({
        kind: 'watch',
        title: `${tunnel} is not watched`,
        text: 'Nobody looks at it by itself and nobody is told when it breaks, until somebody has it watched again. For a while only, mute it instead.',
        json: { tunnel, watched: false },
        changed: true,
      });
    },
  };
}
