// Every report that a test is given holds the JSON that its command declares, and buttons with the fields that theirs declare.

import type * as z from 'zod';
import type { Declaration } from '../../../src/commands/declaration.js';
import type { Dispatcher } from '../../../src/commands/dispatcher.js';
import { problemAnswer } from '../../../src/commands/shapes.js';
import { commandAt, commandIn } from '../../../src/commands/understand.js';
import type { Action, Report } from '../../../src/domain/report.js';
import { renderJson } from '../../../src/render/json.js';

/** @throws Error with the place where the report's JSON is not what the schema says. */
export function requireAnswer(report: Report, schema: z.ZodType): void {
  const read = schema.safeParse(JSON.parse(renderJson(report)));
  if (read.success) return;
  throw new Error(`the JSON of a ${report.kind} is not as declared: ${read.error.message}`);
}

function schemaFor(text: string, report: Report, commands: readonly Declaration[]): z.ZodType | null {
  if (report.kind === 'problem') return problemAnswer;
  return (commandIn(text, commands) ?? commandAt('nothing', commands))?.answer ?? null;
}

/** Slack opens the fields that the command declares, whatever the button carries. An incident's card has its own. */
function requireForm({ command, inputs = [] }: Action, commands: readonly Declaration[]): void {
  const declared = commandIn(command, commands);
  if (inputs.length === 0 || declared === null || declared.about === 'incident') return;
  if (JSON.stringify(inputs) === JSON.stringify(declared.form?.inputs)) return;
  throw new Error(`a button of \`${command}\` has other fields than the form of its command`);
}

/** The same dispatcher; its answers are checked on their way. */
export function withDeclaredAnswers<T extends Dispatcher>(dispatcher: T): T {
  return {
    ...dispatcher,
    async run(text, options) {
      const report = await dispatcher.run(text, options);
      const schema = schemaFor(text, report, dispatcher.commands);
      if (schema === null) throw new Error(`nothing declares what ${text} answers`);
      requireAnswer(report, schema);
      for (const action of report.actions) requireForm(action, dispatcher.commands);
      return report;
    },
  };
}
