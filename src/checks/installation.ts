// The installation as it was last looked at: run when it is asked, once for everybody who asks meanwhile, and remembered.

import type { CheckGroup, CheckResult } from '../domain/check.js';
import type { Clock } from '../domain/clock.js';
import { SingleFlight } from '../support/singleFlight.js';
import { runChecks } from './run.js';

export interface Examined {
  /** ISO 8601 UTC: when it was done. */
  readonly at: string;
  readonly results: readonly CheckResult[];
}

export interface InstallationParts {
  readonly groups: () => Promise<readonly CheckGroup[]>;
  readonly clock: Clock;
  /** Told about a fault of ours in a check. */
  readonly onFault: (error: unknown, what: string) => void;
}

export class Installation {
  readonly #parts: InstallationParts;
  readonly #flight = new SingleFlight<Examined>();
  #last: Examined | null = null;

  constructor(parts: InstallationParts) {
    this.#parts = parts;
  }

  /** Null while nothing was looked at. */
  get last(): Examined | null {
    return this.#last;
  }

  async examine(signal: AbortSignal, onProgress: (title: string) => void): Promise<Examined> {
    const { groups, clock, onFault } = this.#parts;
    return await this.#flight.join('one', signal, async (joined) => {
      const results = await runChecks(await groups(), { clock, signal: joined, onProgress, onFault });
      const examined = { at: clock.now().toISOString(), results };
      // What was cut off knows less than what stood there before.
      if (!joined.aborted) this.#last = examined;
      return examined;
    });
  }
}
