// Every report that a test is given holds the JSON that its command declares; a key that nobody declared fails.

import type { z } from 'zod';
import type { Dispatcher } from '../../../src/commands/command.js';
import type { Declaration } from '../../../src/commands/declaration.js';
import { problemAnswer } from '../../../src/commands/shapes.js';
import { commandAt, commandIn } from '../../../src/commands/understand.js';
import type { Report } from '../../../src/domain/report.js';
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

/** The same dispatcher; its answers are checked on their way. */
export function withDeclaredAnswers<T extends Dispatcher>(dispatcher: T): T {
  return {
    ...dispatcher,
    async run(text, options) {
      const report = await dispatcher.run(text, options);
      const schema = schemaFor(text, report, dispatcher.commands);
      if (schema === null) throw new Error(`nothing declares what ${text} answers`);
      requireAnswer(report, schema);
      return report;
    },
  };
}
