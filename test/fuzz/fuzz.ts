// Tries a target: first every input that was once found, then mutations of what is right; a find is shrunk, and kept as a file that is tried from then on.

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { mutated, mutations } from './mutation.js';
import type { FuzzTarget } from './target.js';

const corpus = fileURLToPath(new URL('corpus/', import.meta.url));
/** Longer for one small input means that its cost grows too fast. */
const slowestMs = 10_000;

export interface Find {
  readonly target: string;
  /** Where it is kept. */
  readonly file: string;
  readonly says: string;
}

/** What was found before, by the name of its file. */
export function kept({ name }: FuzzTarget, within = corpus): ReadonlyMap<string, Buffer> {
  const folder = join(within, name);
  const names = readdirSync(within).includes(name) ? readdirSync(folder) : [];
  return new Map(names.toSorted().map((one) => [one, readFileSync(join(folder, one))]));
}

/** @throws what the target throws, and for an input that takes too long. */
export async function tryInput(target: FuzzTarget, input: Buffer): Promise<void> {
  const began = performance.now();
  await target.run(input);
  const took = performance.now() - began;
  if (took > slowestMs) throw new Error(`it took ${Math.round(took)} ms`);
}

export interface FuzzFrame {
  readonly seed: number;
  readonly runs: number;
  /** Told before each input. */
  readonly onInput?: () => void;
  /** The folder of what was found. */
  readonly within?: string;
}

/** Null when nothing was found. */
export async function fuzz(
  target: FuzzTarget,
  { seed, runs, onInput = () => undefined, within = corpus }: FuzzFrame,
): Promise<Find | null> {
  const seeds = [...target.seeds, ...kept(target, within).values()];
  const inputOf = (index: number, list: Parameters<typeof mutated>[1]) =>
    mutated(seeds[index % seeds.length] ?? Buffer.alloc(0), list, seeds);
  const property = fc.asyncProperty(fc.nat(), mutations, async (index, list) => {
    onInput();
    await tryInput(target, inputOf(index, list));
  });
  const outcome = await fc.check(property, { seed, numRuns: runs });
  if (!outcome.failed || outcome.counterexample === null) return null;
  const [index, list] = outcome.counterexample;
  const says =
    outcome.errorInstance instanceof Error
      ? (outcome.errorInstance.stack ?? '')
      : String(outcome.errorInstance);
  return keep(join(within, target.name), target.name, inputOf(index, list), says);
}

function keep(folder: string, target: string, input: Buffer, says: string): Find {
  const file = join(folder, createHash('sha256').update(input).digest('hex').slice(0, 16));
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, input);
  return { target, file, says };
}
