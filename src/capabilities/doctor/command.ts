// `doctor`: checks an installation in order of dependence, and says what is missing and what to do.

import { runChecks } from '../../checks/run.js';
import { type Command, type CommandParts, isOn } from '../../commands/command.js';
import { type Declaration, plain } from '../../commands/declaration.js';
import type { CheckGroup } from '../../domain/check.js';
import { commandNames } from '../../domain/commandLine.js';
import { composeDoctor } from './report.js';
import { doctorAnswer } from './schema.js';

export interface DoctorParts extends Pick<CommandParts, 'clock'> {
  /** What there is to check, in order. */
  readonly checkGroups: () => Promise<readonly CheckGroup[]>;
  /** Told about a fault of ours in a check. */
  readonly onCheckFault: (error: unknown, what: string) => void;
}

export const doctorDeclaration: Declaration = {
  ...plain,
  name: commandNames.doctor,
  words: '',
  positionals: { least: 0, most: 0 },
  options: [{ name: 'details', type: 'switch', summary: 'also what is in order, check by check' }],
  summary: 'Checks the installation: configuration, devices and their rights, Slack, store, playbooks.',
  examples: ['doctor', 'doctor --details'],
  right: 'operate',
  slow: true,
  answer: doctorAnswer,
};

export function doctorCommand({ clock, checkGroups, onCheckFault }: DoctorParts): Command {
  return {
    declaration: doctorDeclaration,
    async run({ words, ask, onProgress }) {
      const results = await runChecks(await checkGroups(), {
        clock,
        signal: ask.signal,
        onProgress: (title) => onProgress({ title }),
        onFault: onCheckFault,
      });
      return composeDoctor(results, isOn(words, 'details'));
    },
  };
}
