// "Was this right?" under a verdict, as two commands: that it was, or that it was something else.

import { causeCodes, causeInfo } from '../domain/causes.js';
import { commandLine, commandNames } from '../domain/commandLine.js';
import type { InputField, Judging } from '../domain/report.js';

/** What it was instead: asked before a verdict is called wrong. */
export const wasInstead: InputField = {
  name: 'cause',
  label: 'What was it?',
  kind: 'choice',
  options: causeCodes.map((value) => ({ label: causeInfo(value).title, value })),
  hint: 'Leave it empty when nobody knows.',
  optional: true,
};

/** @param verdict its id. */
export function judgingOf(verdict: string): Judging {
  return {
    right: { label: 'Was right', command: commandLine(commandNames.judge, [verdict, 'right']) },
    wrong: {
      label: 'Was wrong',
      command: commandLine(commandNames.judge, [verdict, 'wrong']),
      inputs: [wasInstead],
    },
  };
}
