// A span of time as stretches of one state each, without holes or overlaps; what nobody looked at is unknown, whatever was trusted then.

import type { Period, WatchedState } from './state.js';
import type { TimeSpan } from './store.js';

export interface Stretch extends TimeSpan {
  readonly state: WatchedState;
  /** Something was wrong, and planned work or a mute covered its beginning. */
  readonly planned: boolean;
  /** Somebody looked, now and then, from its beginning to its end. */
  readonly looked: boolean;
}

export interface Known {
  readonly periods: readonly Period[];
  /** When at least one of its ends was looked at without a hole. */
  readonly looked: readonly TimeSpan[];
  /** A look at most that long before the end of the span still counts for the rest of it. */
  readonly graceMs: number;
}

/**
 * They cover the span exactly. Where two periods overlap (a clock was set back, or the device told an earlier beginning) the one
 * that began later counts.
 */
export function stretchesOf({ periods, looked, graceMs }: Known, span: TimeSpan): readonly Stretch[] {
  const [begin, end] = [Date.parse(span.from), Date.parse(span.to)];
  if (!(begin < end)) return [];
  const within = (ms: number): number => Math.min(Math.max(ms, begin), end);
  const known = periods
    .map((period) => ({
      period,
      from: within(Date.parse(period.from)),
      to: period.to === null ? end : within(Date.parse(period.to)),
      began: Date.parse(period.from),
    }))
    .filter(({ from, to }) => from < to)
    .toSorted((a, b) => a.began - b.began);
  const seen = looked.map(({ from, to }) => {
    const last = Date.parse(to);
    return { from: within(Date.parse(from)), to: end - last <= graceMs ? end : within(last) };
  });
  const edges = [begin, end, ...[...known, ...seen].flatMap(({ from, to }) => [from, to])];
  const sorted = [...new Set(edges)].toSorted((a, b) => a - b);
  const stretches: Stretch[] = [];
  for (const [index, from] of sorted.entries()) {
    const to = sorted[index + 1];
    if (to === undefined) break;
    const holds = known.findLast((one) => one.from <= from && one.to > from)?.period ?? null;
    const isLooked = seen.some((one) => one.from <= from && one.to > from);
    const state = isLooked ? (holds?.state ?? 'unknown') : 'unknown';
    const next = {
      state,
      planned: isLooked && (holds?.planned ?? false) && isBad(state),
      looked: isLooked,
      from: iso(from),
      to: iso(to),
    };
    const last = stretches.at(-1);
    if (last && isLike(last, next)) stretches[stretches.length - 1] = { ...last, to: next.to };
    else stretches.push(next);
  }
  return stretches;
}

export type BadState = Extract<WatchedState, 'down' | 'degraded' | 'flapping'>;

/** Something does not work; idle, switched off and unknown are not that. */
export function isBad(state: WatchedState): state is BadState {
  return state === 'down' || state === 'degraded' || state === 'flapping';
}

function isLike(a: Stretch, b: Stretch): boolean {
  return a.state === b.state && a.planned === b.planned && a.looked === b.looked;
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
