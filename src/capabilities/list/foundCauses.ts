// Why tunnels are broken, by the diagnoses that the watch made when they broke; for those of which the list itself cannot tell.

import type { DecidedEntry } from '../../diagnosis/listDecision.js';
import type { Cause } from '../../domain/causes.js';
import type { Confidence } from '../../domain/verdict.js';
import type { WatchReading } from '../../watch/store.js';

export interface FoundCause {
  readonly cause: Cause;
  readonly confidence: Confidence;
}

const mostAsked = 40;

/** By tunnel. A store that does not answer costs what it would have added, never the list. */
export async function foundCauses(
  watch: Pick<WatchReading, 'periods'> | null,
  shown: readonly DecidedEntry[],
  now: Date,
): Promise<ReadonlyMap<string, FoundCause>> {
  if (watch === null) return new Map();
  const span = { from: new Date(now.getTime() - 1000).toISOString(), to: now.toISOString() };
  const asked = shown
    .filter(({ state, decision }) => isBroken(state.state) && decision?.cause == null)
    .slice(0, mostAsked);
  const found = await Promise.all(
    asked.map(async ({ tunnel, state }) => {
      const periods = await watch.periods(tunnel.name, span).catch(() => []);
      const now = periods.find((one) => one.to === null && one.state === state.state);
      return now?.cause && now.confidence && now.confidence !== 'none'
        ? ([tunnel.name, { cause: now.cause, confidence: now.confidence }] as const)
        : null;
    }),
  );
  return new Map(found.filter((one) => one !== null));
}

export function isBroken(state: string): boolean {
  return state === 'down' || state === 'degraded';
}
