// What an assistant may ask: every command that declares itself a tool, and logs that it was given.

import { Readable } from 'node:stream';
import type { Declaration } from '../commands/declaration.js';
import { readWords } from '../commands/understand.js';
import type { Report } from '../domain/report.js';
import { scrub } from '../domain/secrets/index.js';
import { streamSource } from '../logs/stream/source.js';
import type { ToolQuestion } from '../mcp/server.js';
import { analyzeLogDeclaration, analyzeLogs, optionsIn } from './analyzeLog.js';
import { declarations } from './registry.js';

export const toolDeclarations: readonly Declaration[] = [...declarations, analyzeLogDeclaration].filter(
  ({ tool }) => tool !== undefined,
);

/** Null for a question that a command answers. @throws Problem as `analyzeLogs`. */
export async function analyzedOf(question: ToolQuestion): Promise<Report | null> {
  const { declaration, words, attachments, signal } = question;
  if (declaration !== analyzeLogDeclaration) return null;
  const [, ...typed] = words;
  const options = optionsIn(
    readWords({ ...declaration, positionals: { least: 0, most: 0 } }, typed, declaration.name),
  );
  const pasted = attachments.map(({ name, bytes }) => {
    const { text } = scrub(Buffer.from(bytes).toString('utf8'));
    return { name, file: name, open: async () => streamSource(Readable.from([Buffer.from(text)]), name) };
  });
  return await analyzeLogs(pasted, { ...options, signal });
}
