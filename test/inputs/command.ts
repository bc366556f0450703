// The command as people run it: in this process where it does nothing more than its parts, as a process of its own where it does.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { wire } from '../../src/app/wiring.js';
import type { Attachment } from '../../src/commands/dispatcher.js';
import { loadSettings } from '../../src/config/settings.js';
import { Problem } from '../../src/domain/problem.js';
import type { Report } from '../../src/domain/report.js';
import { renderJson } from '../../src/render/json.js';
import { renderMarkdown } from '../../src/render/markdown.js';
import { renderTerminal } from '../../src/render/terminal.js';
import { createLogger } from '../../src/support/logger.js';
import { builtCommand } from '../e2e/built.js';
import type { Outcome } from './input.js';

export interface Scratch {
  readonly folder: string;
  /** Writes a file and gives its path. */
  file(name: string, content: string | Buffer): string;
  remove(): void;
}

export function scratch(): Scratch {
  const folder = mkdtempSync(join(tmpdir(), 'tunnelmedic-inputs-'));
  return {
    folder,
    file(name, content) {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What the terminal, `--json` and `--markdown` would print. */
function printed(report: Report): string {
  const frame = { now: new Date(), zone: 'UTC' };
  return [
    renderTerminal(report, { ...frame, color: false, width: 120 }),
    renderJson(report),
    renderMarkdown(report, frame),
  ].join('\n');
}

/** What the command line does with an answer or a Problem. Other errors are crashes. */
export async function outcomeOf(work: () => Promise<Report | string> | Report | string): Promise<Outcome> {
  try {
    const answer = await work();
    return { exit: 0, said: typeof answer === 'string' ? answer : printed(answer) };
  } catch (error) {
    if (error instanceof Problem) return { exit: error.exit, said: `${error.message} ${error.remedy}` };
    return {
      exit: 1,
      said: '',
      crashed: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}

/** A question to the devices of a configuration file, in this process, with everything that would be logged. */
export async function asked(
  words: readonly string[],
  config: string,
  environment: Readonly<Record<string, string>> = {},
  attachments: readonly Attachment[] = [],
): Promise<Outcome> {
  let logged = '';
  const sink = new Writable({
    write(chunk, _encoding, done) {
      logged += String(chunk);
      done();
    },
  });
  const outcome = await outcomeOf(async () => {
    const settings = await loadSettings(config, environment);
    // As the command line says before it asks anything.
    if (settings.devices.length === 0)
      throw new Problem('config-invalid', {
        file: config,
        line: 1,
        detail: 'no device is configured',
        hint: '',
      });
    const wired = wire(settings, { log: createLogger('debug', sink) });
    try {
      return await wired.dispatcher.execute(words, {
        asker: { id: 'terminal:test', name: 'test', channel: null, via: 'terminal' },
        signal: new AbortController().signal,
        attachments,
      });
    } finally {
      await wired.close();
    }
  });
  return { ...outcome, said: `${outcome.said}\n${logged}` };
}

/** A first start makes a database, and the machine may be busy. */
export const processBoundMs = 60_000;

export interface ProcessOptions {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string | Buffer | null;
  /** A signal that is sent once the process has come that far. */
  readonly interrupt?: {
    readonly signal: NodeJS.Signals;
    readonly once: (child: ChildProcess) => Promise<unknown>;
  };
}

/** The built command as a process; one that does not end within the bound is killed, and has no exit code. */
export function started(words: readonly string[], options: ProcessOptions = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, builtCommand(words), {
      cwd: options.cwd ?? tmpdir(),
      env: { PATH: '', TZ: 'UTC', ...options.environment },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        said += String(chunk);
      });
    void options.interrupt?.once(child).then(() => child.kill(options.interrupt?.signal));
    const late = setTimeout(() => {
      said += '\n(killed: it did not end)';
      child.kill('SIGKILL');
    }, processBoundMs);
    child.stdin.on('error', () => undefined);
    if (options.input !== null) child.stdin.end(options.input ?? '');
    child.on('close', (exit) => {
      clearTimeout(late);
      resolve({ exit, said });
    });
  });
}
