// `doctor`: checks an installation in order of dependence, and says what is missing and what to do.

import { type CaptureParts, captureInto } from '../../captures/capture.js';
import type { Installation } from '../../checks/installation.js';
import { type Command, isOn, optionValue } from '../../commands/command.js';
import { type Declaration, plain } from '../../commands/declaration.js';
import { commandNames } from '../../domain/commandLine.js';
import { composeCaptured } from './captured.js';
import { composeDoctor, composeKnown } from './report.js';
import { doctorAnswer } from './schema.js';

export interface DoctorParts {
  readonly installation: Installation;
  readonly capturing: CaptureParts;
}

const captureOption = 'capture';
const keepOption = 'keep-addresses';

export const doctorDeclaration: Declaration = {
  ...plain,
  name: commandNames.doctor,
  words: '',
  positionals: { least: 0, most: 0 },
  options: [
    { name: 'details', type: 'switch', summary: 'also what is in order, check by check' },
    { name: 'known', type: 'switch', summary: 'what the last look found; nothing is asked', carried: true },
    {
      name: captureOption,
      type: 'file',
      value: 'DIR',
      terminal: true,
      summary: 'asks each request once and writes the replies, without secrets and names, into a new folder',
    },
    {
      name: keepOption,
      type: 'switch',
      terminal: true,
      summary: 'with --capture: public addresses stand as they are',
    },
  ],
  summary: 'Checks the installation: configuration, devices and their rights, Slack, store, playbooks.',
  examples: ['doctor', 'doctor --details'],
  right: 'operate',
  doors: { 'home-trouble': ['--known'] },
  label: 'Check again',
  slow: true,
  answer: doctorAnswer,
};

export function doctorCommand({ installation, capturing }: DoctorParts): Command {
  return {
    declaration: doctorDeclaration,
    async run({ words, ask, onProgress }) {
      const folder = optionValue(words, captureOption);
      if (folder !== null) {
        const keepsAddresses = isOn(words, keepOption);
        const { signal } = ask;
        const told = (title: string) => onProgress({ title });
        return composeCaptured(
          folder,
          await captureInto(capturing, { folder, keepsAddresses, signal, onProgress: told }),
        );
      }
      if (isOn(words, 'known')) return composeKnown(installation.last);
      const { results } = await installation.examine(ask.signal, (title) => onProgress({ title }));
      return composeDoctor(results, isOn(words, 'details'));
    },
  };
}
