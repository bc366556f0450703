// The command line without a process of its own: what it is asked, what it writes, and with what it ends.

import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { runCommandLine } from '../../src/cli/commandLine.js';
import type { Environment } from '../../src/config/environment.js';

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param input what stands on standard input. */
export async function askTerminal(
  words: readonly string[],
  input = '',
  environment: Environment = {},
): Promise<Outcome> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const said = Promise.all([text(stdout), text(stderr)]);
  const stdin = Readable.from([input]);
  const { signal } = new AbortController();
  const { exit } = await runCommandLine(words, { environment, stdin, stdout, stderr, signal });
  stdout.end();
  stderr.end();
  const [answer, beside] = await said;
  return { code: exit, stdout: answer, stderr: beside };
}
