// What an assistant may ask: every command that declares itself a tool, and logs that it was given.

import type { Declaration } from '../commands/declaration.js';
import { readWords } from '../commands/understand.js';
import type { LongWork } from '../diagnosis/longWork.js';
import type { Report } from '../domain/report.js';
import type { ToolQuestion } from '../mcp/server.js';
import { analyzeLogDeclaration, analyzeLogs, optionsIn } from './analyzeLog.js';
import { declarations } from './registry.js';

export const toolDeclarations: readonly Declaration[] = [...declarations, analyzeLogDeclaration].filter(
  ({ tool }) => tool !== undefined,
);

/** Null for a question that a command answers. @throws Problem as `analyzeLogs`. */
export async function analyzedOf(
  { declaration, words, attachments, signal }: ToolQuestion,
  longWork: Pick<LongWork, 'readPastedLog'>,
): Promise<Report | null> {
  if (declaration !== analyzeLogDeclaration) return null;
  const [, ...typed] = words;
  const noFiles = { ...declaration, positionals: { least: 0, most: 0 } };
  const options = optionsIn(readWords(noFiles, typed, declaration.name));
  const pasted = attachments.map(({ name, bytes }) => {
    const text = Buffer.from(bytes).toString('utf8');
    return { file: name, read: longWork.readPastedLog.bind(null, text) };
  });
  return await analyzeLogs(pasted, { ...options, signal });
}
