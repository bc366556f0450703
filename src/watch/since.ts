// Since when a tunnel is in the state that was found just now, where only the watch remembers.

import type { Decision } from '../domain/decision.js';
import type { WatchedState, WatchedTunnel } from './state.js';

export interface WatchedSince {
  /** ISO 8601 UTC. */
  readonly since: string;
  /** It was so already when it was first looked at. */
  readonly sinceAtLeast: boolean;
}

/** Longer ago it may have been otherwise in between. */
export const freshMs = 300_000;

/** Null where the watch trusts another state, or has not looked lately. */
export function watchedSince(
  state: WatchedState,
  watched: WatchedTunnel | null,
  now: Date,
): WatchedSince | null {
  if (watched === null || state === 'unknown' || watched.state !== state) return null;
  if (now.getTime() - Date.parse(watched.lookedAt) > freshMs) return null;
  return { since: watched.since, sinceAtLeast: watched.sinceAtLeast };
}

/** What devices and logs tell goes first, also of failures before the watch looked. */
export function sinceOf(decision: Decision, watched: WatchedTunnel | null, now: Date): Decision {
  const known = decision.since === null ? watchedSince(decision.state, watched, now) : null;
  const { onlyFailuresSince, ...told } = decision;
  if (known === null || (onlyFailuresSince !== undefined && onlyFailuresSince < known.since)) return decision;
  return { ...told, since: known.since, ...(known.sinceAtLeast ? { sinceAtLeast: true } : {}) };
}
