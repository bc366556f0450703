// What the watch found of a tunnel that an overview shows as up: counters of both ends tell more than that the SAs stand.

import type { EndState, FoundEarlier } from '../fleet/state.js';
import { freshMs } from './since.js';
import type { WatchedTunnel } from './state.js';

interface Overview {
  readonly state: EndState;
  /** The sweeps that the watch judged answered it, no later question to the devices. */
  readonly swept: boolean;
}

/**
 * An overview of the same look cannot contradict the watch: it has no counters. What a device said later is newer than the
 * watch, and all that can be said is what was found when.
 */
export function foundWorse(
  { state, swept }: Overview,
  watched: WatchedTunnel | null,
  now: Date,
): { readonly state: EndState; readonly earlier: FoundEarlier | null } {
  if (state.state !== 'up' || watched?.state !== 'degraded') return { state, earlier: null };
  if (now.getTime() - Date.parse(watched.lookedAt) > freshMs || watched.doubted)
    return { state, earlier: null };
  const { basis, since, lookedAt } = watched;
  return swept
    ? { state: { state: 'degraded', since, basis }, earlier: null }
    : { state, earlier: { at: lookedAt, basis } };
}
