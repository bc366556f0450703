// The process that the command line is: its streams, its signals, and how it ends.

import { processEnvironment } from '../config/environment.js';
import { Problem } from '../domain/problem.js';
import { writeTrouble } from '../support/files.js';
import { endOnSignals } from '../support/signals.js';
import { runCommandLine } from './commandLine.js';

// What is written is for this user alone, whatever the shell says.
process.umask(0o077);
const stop = new AbortController();
/** The exit code of what a signal ended. */
const bySignal = endOnSignals(stop, process);
// A promise that nobody waits for is our own fault: a supervisor starts the service anew rather than it living on in half.
process.on('unhandledRejection', (error) => {
  logRejection(error).finally(() => process.exit(1));
});
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Who reads has read enough.
  if (error.code === 'EPIPE') process.exit(0);
  const problem = new Problem('output-unwritable', { detail: writeTrouble(error) });
  process.stderr.write(`${problem.inFull()}\n`);
  process.exit(problem.exit);
});

async function logRejection(error: unknown): Promise<void> {
  const { createLogger } = await import('../support/logger.js');
  createLogger('error').error({ error }, 'a promise was rejected and nobody waited for it');
}

const { stdin, stdout, stderr } = process;
const { exit, isCutOff, atOnce } = await runCommandLine(process.argv.slice(2), {
  environment: processEnvironment(),
  ...{ stdin, stdout, stderr },
  signal: stop.signal,
});
process.exitCode = isCutOff ? bySignal() : exit;
if (atOnce) process.exit(exit);
