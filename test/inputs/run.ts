// Runs a class of inputs in a process of its own, with a bound on each input; a process that hangs or dies is replaced.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Grade } from './input.js';

export interface Tried {
  readonly name: string;
  readonly grade: Grade;
  readonly said: string;
}

interface Told {
  readonly names?: readonly string[];
  readonly boundMs?: number;
  readonly index?: number;
  readonly grade?: Grade;
  readonly said?: string;
  readonly exit?: number | null;
}

/** Longer than any bound of the product that an input meets; a loaded machine is slow. */
const usualBoundMs = 30_000;
const startMs = 90_000;

export async function tryClass(name: string): Promise<readonly Tried[]> {
  const tried: Tried[] = [];
  let names: readonly string[] | null = null;
  while (names === null || tried.length < names.length) {
    const child = new Child(name);
    const first = await child.next(startMs);
    if (first === 'hang' || first === 'died' || first.names === undefined)
      throw new Error(`The inputs of "${name}" could not be prepared: ${child.output.slice(-1500)}`);
    names = first.names;
    for (let alive = true; alive && tried.length < names.length; ) {
      const index = tried.length;
      child.give(index);
      const told = await child.next(first.boundMs ?? usualBoundMs);
      alive = told !== 'hang' && told !== 'died';
      tried.push({ name: names[index] ?? '', ...verdictOn(told, child.output) });
    }
    await child.end();
  }
  return tried;
}

function verdictOn(told: Told | 'hang' | 'died', output: string): { grade: Grade; said: string } {
  if (told === 'hang') return { grade: 'hang', said: '' };
  if (told === 'died') return { grade: 'crash', said: output.slice(-1500) };
  return { grade: told.grade ?? 'crash', said: `exit ${told.exit}: ${told.said}` };
}

class Child {
  readonly #process: ChildProcess;
  output = '';
  #waiting: ((told: Told | 'died') => void) | null = null;

  constructor(name: string) {
    this.#process = fork(fileURLToPath(new URL('child.ts', import.meta.url)), [name], {
      execArgv: ['--import', 'tsx'],
      silent: true,
      env: { PATH: process.env.PATH, TZ: 'UTC' },
    });
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream?.on('data', (chunk) => {
        this.output = `${this.output}${String(chunk)}`.slice(-20_000);
      });
    this.#process.on('message', (told: Told) => this.#tell(told));
    this.#process.on('exit', () => this.#tell('died'));
  }

  give(index: number): void {
    this.output = '';
    this.#process.send({ give: index });
  }

  next(milliseconds: number): Promise<Told | 'hang' | 'died'> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve('hang'), milliseconds);
      this.#waiting = (told) => {
        clearTimeout(timer);
        resolve(told);
      };
      if (this.#process.exitCode !== null) this.#tell('died');
    });
  }

  async end(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = new Promise((resolve) => this.#process.once('exit', resolve));
    const late = setTimeout(() => this.#process.kill('SIGKILL'), 3_000);
    this.#process.send({ end: true }, () => undefined);
    await gone;
    clearTimeout(late);
  }

  #tell(told: Told | 'died'): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.(told);
  }
}
