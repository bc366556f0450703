// What one sweep of a FortiGate leaves for the next one, so that a device on which nothing happens costs one call a sweep.

import { SweptTries } from '../sweptTries.js';

export class SweepMemory {
  readonly tries = new SweptTries();
  /** The search of the log that is worked on. */
  readonly log: { search: number | null } = { search: null };
  #names: string | null = null;

  /** Whether other tunnels and selectors run than in the last sweep: then the configuration is another one. */
  learn(names: string): boolean {
    const before = this.#names;
    this.#names = names;
    return before !== null && before !== names;
  }
}
