// What terminal and running service say to each other: where, one question, and the lines of its answer.

import { join } from 'node:path';
import * as z from 'zod';
import { mostDocumentBytes } from '../commands/document.js';
import type { ProblemCode } from '../domain/problem.js';
import { problemTexts } from '../domain/problem.js';
import type { Progress, Report } from '../domain/report.js';

/** In the data folder, which is private to the user that runs the service. */
export function socketPath(dataFolder: string): string {
  return join(dataFolder, 'terminal.sock');
}

/** unix(7): a path is at most 107 bytes; 103 on BSD and macOS. */
export function fitsSocket(path: string): boolean {
  return Buffer.byteLength(path) <= 103;
}

/** Two documents in base64, and the words. */
export const mostQuestionBytes = Math.ceil((2 * mostDocumentBytes * 4) / 3) + 100_000;

const question = z.strictObject({
  words: z.array(z.string().max(20_000)).min(1).max(200),
  user: z.string().regex(/^[^\p{Cc}]{1,64}$/u),
  attachments: z
    .array(
      z.strictObject({
        name: z.string().max(1000),
        base64: z.base64(),
        saidToBe: z.literal('configuration').optional(),
      }),
    )
    .max(2),
});

export type TerminalQuestion = z.infer<typeof question>;

export function readQuestion(text: string | null): TerminalQuestion | null {
  return text === null ? null : read(text, question);
}

/** One line of an answer; the last one is a report, a problem, or a fault of ours. */
export type TerminalAnswer =
  | { readonly progress: Progress }
  | { readonly report: Report }
  | {
      readonly problem: {
        readonly code: ProblemCode;
        readonly details: Readonly<Record<string, string | number>>;
        readonly fits: readonly string[];
      };
    }
  | { readonly fault: true };

const answer = z.union([
  z.strictObject({ progress: z.custom<Progress>((one) => hasTitle(one)) }),
  z.strictObject({ report: z.custom<Report>((one) => hasTitle(one)) }),
  z.strictObject({
    problem: z.strictObject({
      code: z.custom<ProblemCode>((one) => typeof one === 'string' && Object.hasOwn(problemTexts, one)),
      details: z.record(z.string(), z.union([z.string(), z.number()])),
      fits: z.array(z.string()),
    }),
  }),
  z.strictObject({ fault: z.literal(true) }),
]);

/** Both ends are the same program, so of what it makes itself only the outline is looked at. */
function hasTitle(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'title' in value && typeof value.title === 'string';
}

export function readAnswer(line: string): TerminalAnswer | null {
  return read(line, answer);
}

/** Exact beyond 2^53, as `--json` prints it. */
export function answerLine(line: TerminalAnswer): string {
  return `${JSON.stringify(line, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))}\n`;
}

function read<T>(text: string, schema: z.ZodType<T>): T | null {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
