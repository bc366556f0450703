// One door by which something from outside comes in, with inputs that are right, and what must hold for every other one.

export interface FuzzTarget {
  readonly name: string;
  /** What is right, to begin with. */
  readonly seeds: readonly Buffer[];
  /** Inputs of one run of CI; those that cost more have fewer. */
  readonly runs: number;
  /** @throws for anything that must never happen: an exception, a promise broken. What is said in a sentence is an answer. */
  run(input: Buffer): Promise<void> | void;
}

export function buffers(texts: readonly string[]): readonly Buffer[] {
  return texts.map((text) => Buffer.from(text));
}

export function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}
