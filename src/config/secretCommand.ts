// A secret that a command prints (a vault's client): run without a shell, within a time, and not again while its answer is young.

import { execFile } from 'node:child_process';
import { resolve } from 'node:path';

export type CommandOutput =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly says: string };

const withinMs = 20_000;
const mostBytes = 64 * 1024;
/** Whoever meets a refused secret asks at once, and many meet it together. */
const youngMs = 15_000;

/**
 * What it writes to standard error is not passed on: it may hold the secret.
 * @param folder where it runs, and where a program with a path begins.
 */
export function outputOf(
  [program = '', ...rest]: readonly string[],
  folder: string,
  now: () => number = () => performance.now(),
): () => Promise<CommandOutput> {
  const path = program.includes('/') ? resolve(folder, program) : program;
  let last: { readonly at: number; readonly output: Promise<CommandOutput> } | null = null;
  return () => {
    if (last === null || now() - last.at >= youngMs)
      last = { at: now(), output: run({ program, path }, rest, folder) };
    return last.output;
  };
}

function run(
  { program, path }: { readonly program: string; readonly path: string },
  rest: readonly string[],
  cwd: string,
): Promise<CommandOutput> {
  return new Promise((done) => {
    const options = { cwd, timeout: withinMs, killSignal: 'SIGKILL', maxBuffer: mostBytes } as const;
    const child = execFile(path, [...rest], options, (error, stdout) => {
      const text = stdout.trim();
      if (error === null && text !== '') return done({ ok: true, text });
      done({
        ok: false,
        says: `the command ${program} ${error === null ? 'prints nothing' : troubleOf(error)}`,
      });
    });
    // One that asks for a password must not wait.
    child.stdin?.end();
  });
}

function troubleOf(error: Error & { code?: unknown; killed?: boolean }): string {
  const { code } = error;
  if (code === 'ENOENT') return 'is not there';
  if (code === 'EACCES') return 'may not be run by this user';
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'prints more than a secret';
  if (error.killed === true) return `did not end within ${withinMs / 1000} seconds`;
  return typeof code === 'number' ? `ended with code ${code}` : 'could not be run';
}
