// `doctor`: checks an installation in order of dependence, and says what is missing and what to do.

import type { Installation } from '../../checks/installation.js';
import { type Command, isOn } from '../../commands/command.js';
import { type Declaration, plain } from '../../commands/declaration.js';
import { commandNames } from '../../domain/commandLine.js';
import { composeDoctor, composeKnown } from './report.js';
import { doctorAnswer } from './schema.js';

export interface DoctorParts {
  readonly installation: Installation;
}

export const doctorDeclaration: Declaration = {
  ...plain,
  name: commandNames.doctor,
  words: '',
  positionals: { least: 0, most: 0 },
  options: [
    { name: 'details', type: 'switch', summary: 'also what is in order, check by check' },
    { name: 'known', type: 'switch', summary: 'what the last look found; nothing is asked', carried: true },
  ],
  summary: 'Checks the installation: configuration, devices and their rights, Slack, store, playbooks.',
  examples: ['doctor', 'doctor --details'],
  right: 'operate',
  doors: { 'home-trouble': ['--known'] },
  label: 'Check again',
  slow: true,
  answer: doctorAnswer,
};

export function doctorCommand({ installation }: DoctorParts): Command {
  return {
    declaration: doctorDeclaration,
    async run({ words, ask, onProgress }) {
      if (isOn(words, 'known')) return composeKnown(installation.last);
      const { results } = await installation.examine(ask.signal, (title) => onProgress({ title }));
      return composeDoctor(results, isOn(words, 'details'));
    },
  };
}
