// How the lab runs a program: with a deadline, without a shell, and what it printed as a value.
import { execFile, spawnSync } from 'node:child_process';

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs one program to its end. Never rejects for an exit code; a program that outlives `timeoutMs` is killed (code 124). */
export function run(
  program: string,
  args: readonly string[],
  options: { timeoutMs?: number; env?: Record<string, string>; input?: string } = {},
): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(
      program,
      [...args],
      {
        timeout: options.timeoutMs ?? 20_000,
        killSignal: 'SIGKILL',
        maxBuffer: 4 * 1024 * 1024,
        env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', ...options.env },
      },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 124;
        resolve({ code, stdout, stderr });
      },
    );
    if (options.input !== undefined) child.stdin?.end(options.input);
  });
}

/** Runs one program that has to succeed; the error says which one did not, and why. */
export async function must(program: string, args: readonly string[], options?: Parameters<typeof run>[2]) {
  const ran = await run(program, args, options);
  if (ran.code !== 0) {
    throw new Error(
      `${program} ${args.join(' ')} ended with ${ran.code}: ${ran.stderr.trim() || ran.stdout.trim()}`,
    );
  }
  return ran;
}

/** For tear-down only: it has to work inside an exit handler, where nothing can be awaited. Failures are ignored. */
export function runNow(program: string, args: readonly string[]): void {
  spawnSync(program, [...args], {
    stdio: 'ignore',
    timeout: 10_000,
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
  });
}
