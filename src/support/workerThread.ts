// A thread beside the event loop for computations that are long; one call after the other, and a call that ends the thread fails alone.

import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { parentPort, Worker } from 'node:worker_threads';
import { timeLimit } from './clock.js';

/** What a thread can be asked. Arguments and results are copied: data only. */
export type Calls = Readonly<Record<string, (...given: never[]) => unknown>>;

interface Question {
  readonly name: string;
  readonly given: readonly unknown[];
}

type Reply = { readonly result: unknown } | { readonly failed: string };

/** A log that needs more than this is none. */
const mostMegabytes = 512;
const longestMs = 120_000;

export class WorkerThread<C extends Calls> {
  readonly #file: URL;
  #worker: Worker | null = null;
  #last: Promise<unknown> = Promise.resolve();

  /** @param file the module that calls `answerCalls`; it is started with the first call. */
  constructor(file: URL) {
    this.#file = file;
  }

  /** @throws Error when the call failed, took longer than two minutes, or ended the thread; the next call has a new one. */
  call<N extends keyof C & string>(name: N, ...given: Parameters<C[N]>): Promise<Awaited<ReturnType<C[N]>>> {
    const answer = this.#last.then(() => this.#ask({ name, given }));
    this.#last = answer.catch(() => undefined);
    return answer as Promise<Awaited<ReturnType<C[N]>>>;
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = null;
  }

  async #ask(question: Question): Promise<unknown> {
    this.#worker ??= this.#start();
    const worker = this.#worker;
    const settled = new AbortController();
    const { signal } = settled;
    const limit = timeLimit(longestMs);
    limit.addEventListener('abort', () => void worker.terminate(), { once: true, signal });
    try {
      return await new Promise<unknown>((resolve, reject) => {
        let why = '';
        const failed = (error: Error): void => {
          why = `: ${error.message}`;
        };
        const ended = (): void => reject(new Error(`${question.name} ended its thread${why}`));
        const answered = (reply: Reply): void => {
          worker.off('exit', ended).off('error', failed);
          if ('failed' in reply) reject(new Error(reply.failed));
          else resolve(reply.result);
        };
        worker.once('error', failed).once('exit', ended);
        worker.once('message', answered);
        worker.postMessage(question);
      });
    } finally {
      settled.abort();
    }
  }

  #start(): Worker {
    const resourceLimits = { maxOldGenerationSizeMb: mostMegabytes };
    // From its source, in tests, it needs what makes JavaScript of TypeScript.
    const worker =
      extname(this.#file.pathname) === '.ts'
        ? new Worker(fromSource(this.#file), { eval: true, resourceLimits })
        : new Worker(this.#file, { resourceLimits });
    // What ended it is told to whoever asked, by its end.
    worker.on('error', () => undefined);
    worker.once('exit', () => {
      if (this.#worker === worker) this.#worker = null;
    });
    // Nothing is kept alive for a thread that only waits.
    worker.unref();
    return worker;
  }
}

const joined = new Map<string, string>();

/** One text for all threads, because reading hundreds of files of TypeScript takes each of them seconds. */
function fromSource({ href, pathname }: URL): string {
  const known = joined.get(href);
  if (known !== undefined) return known;
  const { buildSync } = createRequire(import.meta.url)('esbuild') as typeof import('esbuild');
  const { outputFiles } = buildSync({
    entryPoints: [pathname],
    bundle: true,
    write: false,
    platform: 'node',
    packages: 'external',
    define: { 'import.meta.url': JSON.stringify(href) },
  });
  const text = outputFiles[0]?.text ?? '';
  joined.set(href, text);
  return text;
}

/** In the thread: answers each question with the function of its name. */
export function answerCalls(calls: Calls): void {
  parentPort?.on('message', ({ name, given }: Question) => {
    void answer(calls, name, given).then((reply) => parentPort?.postMessage(reply));
  });
}

async function answer(calls: Calls, name: string, given: readonly unknown[]): Promise<Reply> {
  try {
    const call = calls[name] as ((...given: readonly unknown[]) => unknown) | undefined;
    if (!call) return { failed: `nothing is called ${name}` };
    return { result: await call(...given) };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}
