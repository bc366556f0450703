// What is remembered of a tunnel between two looks: the trusted state, the looks that speak against it, and how often it changed.

import { isDeepStrictEqual } from 'node:util';
import type { TunnelState } from '../domain/live.js';
import type { TunnelChange, WatchedState, WatchedTunnel } from './state.js';

/** Looks in a row that contradict the trusted state. */
export interface Pending {
  readonly state: TunnelState;
  readonly looks: number;
  /** ISO 8601 UTC of the first and of the newest of them that counted. */
  readonly firstAt: string;
  readonly lastAt: string;
  /** The first of them may have fallen into a rekey or a failover: one more is needed. */
  readonly doubted: boolean;
}

export interface Memory {
  readonly state: WatchedState;
  readonly since: string;
  readonly sinceAtLeast: boolean;
  readonly basis: string;
  /** ISO 8601 UTC: the newest look that could tell. */
  readonly seenAt: string;
  /** The newest look could not tell. */
  readonly blind: boolean;
  /** ISO 8601 UTC: the newest look that agreed with the trusted state. */
  readonly agreedAt: string;
  readonly pending: Pending | null;
  /** What the newest look that tells anything of it showed. */
  readonly side: 'good' | 'bad' | null;
  /** Instants at which looks changed between good and bad, oldest first. */
  readonly turns: readonly string[];
  /** Looks since the last of them. */
  readonly steady: number;
  /** Somebody was told that something is wrong, and nobody yet that it works again. */
  readonly told: boolean;
  /** Why the change into this state was not told. */
  readonly quiet: TunnelChange['quiet'];
  /** Looks at one of its ends alone since the first one; null once both were looked at, or the other one did not come. */
  readonly alone: number | null;
  /** What is told when the mute is over and nothing is better. */
  readonly owed: { readonly from: WatchedState; readonly at: string } | null;
}

export type Side = 'good' | 'bad' | null;

/** Idle, switched off and unknown are neither. */
export function sideOf(state: WatchedState): Side {
  if (state === 'up') return 'good';
  return isAlarm(state) ? 'bad' : null;
}

export function isAlarm(state: WatchedState): boolean {
  return state === 'down' || state === 'degraded' || state === 'flapping';
}

/** @param lookedAt ISO 8601 UTC: the newest answer of a device that it ends at. */
export function watchedOf(tunnel: string, memory: Memory, lookedAt: string | null): WatchedTunnel {
  const { state, since, sinceAtLeast, basis, blind, seenAt, pending } = memory;
  return {
    tunnel,
    state,
    since,
    sinceAtLeast,
    basis,
    lookedAt: blind || lookedAt === null ? seenAt : lookedAt,
    ...(pending === null ? {} : { doubted: true }),
  };
}

/** What nobody has seen yet. */
export function unseen(tunnel: string, basis: string, at: string): WatchedTunnel {
  return { tunnel, state: 'unknown', since: at, sinceAtLeast: true, basis, lookedAt: at };
}

/** Looks that said nothing new were not written down one by one. @param looks ISO 8601 UTC: when its ends were looked at. */
export function broughtUp(memory: Memory, looks: readonly (string | null)[]): Memory {
  if (memory.blind || memory.pending !== null) return memory;
  const last = looks.reduce(
    (newest, at) => (at !== null && (newest === null || at > newest) ? at : newest),
    null,
  );
  return last === null || last <= memory.seenAt ? memory : { ...memory, seenAt: last, agreedAt: last };
}

/** But for the times that `broughtUp` finds again. */
export function isSame(a: Memory, b: Memory): boolean {
  return isDeepStrictEqual(essence(a), essence(b));
}

function essence(memory: Memory): Memory {
  const { turns, steady, blind, pending } = memory;
  const isFound = !blind && pending === null;
  const times = isFound ? { seenAt: '', agreedAt: '' } : {};
  return { ...memory, ...times, steady: turns.length === 0 ? 0 : steady };
}
