// How long a tunnel was in which state, and how much of the known time it could carry traffic.

import type { WatchedState } from './state.js';
import type { Stretch } from './stretches.js';

/** Milliseconds; `planned`: something was wrong while work was planned, which no state counts. All together are the whole span. */
export type TimeSpent = Readonly<Record<WatchedState | 'planned', number>>;

export function timeSpent(stretches: readonly Stretch[]): TimeSpent {
  const spent: Record<WatchedState | 'planned', number> = {
    up: 0,
    idle: 0,
    degraded: 0,
    down: 0,
    flapping: 0,
    disabled: 0,
    unknown: 0,
    planned: 0,
  };
  for (const { state, planned, from, to } of stretches)
    spent[planned ? 'planned' : state] += Date.parse(to) - Date.parse(from);
  return spent;
}

/**
 * From 0 to 1: up or idle, out of all time that is known and not planned. A tunnel that is degraded or flaps is not counted as
 * working. Null when nothing of the span counts.
 */
export function availabilityOf({ up, idle, degraded, down, flapping }: TimeSpent): number | null {
  const counted = up + idle + degraded + down + flapping;
  return counted === 0 ? null : (up + idle) / counted;
}

/** `99.98 %`: rounded down, so that 100 % means that nothing was wrong. */
export function percentText(share: number): string {
  const hundredths = Math.floor(share * 10_000 + 1e-9);
  return `${hundredths % 100 === 0 ? hundredths / 100 : (hundredths / 100).toFixed(2)} %`;
}
