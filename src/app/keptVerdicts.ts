// Verdicts of diagnoses, kept while a store is open: the same answer about a tunnel on one day is one verdict.

import { createHash } from 'node:crypto';
import type { Clock } from '../domain/clock.js';
import type { Verdict } from '../domain/verdict.js';
import type { VerdictStore } from '../incidents/verdicts.js';
import type { Logger } from '../support/logger.js';

export interface KeptVerdictsParts {
  /** Null while no store is open: a question that only reads opens none. */
  readonly opened: () => VerdictStore | null;
  readonly clock: Clock;
  readonly log: Logger;
}

const letters = '23456789abcdefghjkmnpqrstuvwxyz';

/** @returns what keeps a verdict and answers its id; null for one that claims nothing, and where it cannot be kept. */
export function keptVerdicts({ opened, clock, log }: KeptVerdictsParts) {
  return async (tunnel: string, { cause, confidence }: Verdict): Promise<string | null> => {
    const store = opened();
    if (!store || confidence === 'none') return null;
    const at = clock.now().toISOString();
    const id = idOf(tunnel, cause, confidence, at.slice(0, 10));
    try {
      await store.keep({ id, tunnel, cause, confidence, at });
      return id;
    } catch (error) {
      // The diagnosis stands without it.
      log.warn({ error }, 'a verdict could not be kept');
      return null;
    }
  };
}

function idOf(...parts: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest();
  return `v-${[...digest.subarray(0, 8)].map((byte) => letters[byte % letters.length]).join('')}`;
}
