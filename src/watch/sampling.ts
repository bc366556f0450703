// A sample of every end at every sweep: what passed since its counters were told before, as far as they are still the same ones.

import type { SweepCounters } from '../domain/sweep.js';
import type { Passed, SampleStore } from './samples.js';
import type { SweepListener, Swept, SweptEnd } from './swept.js';

export interface SamplingParts {
  readonly store: () => Promise<Pick<SampleStore, 'add'>>;
  /** Two looks that are further apart leave a hole. */
  readonly holeMs: number;
}

/** What is remembered of one end. A device may tell the counters of only some children at each sweep. */
interface End {
  /** By their identity. */
  readonly told: ReadonlyMap<string, { readonly atMs: number; readonly counters: SweepCounters }>;
  /** Up to when what passed was counted; null while nothing was. */
  readonly countedMs: number | null;
}

/** What passed over a longer time says nothing of any part of it. */
const longestMs = 6 * 3_600_000;
const nothing: Passed = { seconds: 0, bytesIn: null, bytesOut: null, packetsIn: null, packetsOut: null };

/** Remembered here alone: after a restart, or in another replica, each child is compared from its second look on. */
export function samplingListener({ store, holeMs }: SamplingParts): SweepListener {
  const devices = new Map<string, ReadonlyMap<string, End>>();
  return {
    name: 'samples',
    async swept({ device, at, ends }: Swept) {
      const before = devices.get(device);
      const after = new Map<string, End>();
      const samples = ends.map((end) => {
        const seen = passedSince(before?.get(end.row.tunnel) ?? null, end, Date.parse(at));
        after.set(end.row.tunnel, seen.end);
        return { tunnel: end.tunnel.name, end: end.row.tunnel, state: end.row.state, ...seen.passed };
      });
      if (ends.length > 0) devices.set(device, after);
      await (await store()).add({ device, at, samples, holeMs });
    },
  };
}

function passedSince(
  last: End | null,
  { row }: SweptEnd,
  atMs: number,
): { readonly passed: Passed; readonly end: End } {
  const now = row.children.flatMap(({ counters }) => (counters === null ? [] : [counters]));
  const isBack = last !== null && [...last.told.values()].some((one) => one.atMs >= atMs);
  // After the clock was set back nothing can be compared.
  const earlier = isBack ? null : last;
  const pairs = now.flatMap((counters) => {
    const then = earlier?.told.get(counters.identity);
    return then === undefined || atMs - then.atMs > longestMs ? [] : [{ then, counters }];
  });
  const recent = [...(earlier?.told ?? [])].filter(([, one]) => atMs - one.atMs <= longestMs);
  const told = new Map([
    ...recent,
    ...now.map((counters) => [counters.identity, { atMs, counters }] as const),
  ]);
  const grown = {
    bytesIn: grownBy(pairs, (counters) => counters.bytesIn),
    bytesOut: grownBy(pairs, (counters) => counters.bytesOut),
    packetsIn: grownBy(pairs, (counters) => counters.packetsIn),
    packetsOut: grownBy(pairs, (counters) => counters.packetsOut),
  };
  const countedMs = earlier?.countedMs ?? null;
  if (Object.values(grown).every((value) => value === null))
    return { passed: nothing, end: { told, countedMs } };
  // Children that are told in turns share the time: each adds what passed since it was told before.
  const fromMs = Math.max(countedMs ?? 0, Math.min(...pairs.map(({ then }) => then.atMs)));
  const end = { told, countedMs: atMs };
  return { passed: { seconds: (atMs - fromMs) / 1000, ...grown }, end };
}

interface Pair {
  readonly then: { readonly counters: SweepCounters };
  readonly counters: SweepCounters;
}

/** Null when no counter of this kind can be compared; one that fell began anew. */
function grownBy(pairs: readonly Pair[], of: (counters: SweepCounters) => bigint | null): number | null {
  const grown = pairs.flatMap(({ then, counters }) => {
    const [from, to] = [of(then.counters), of(counters)];
    return from === null || to === null || to < from ? [] : [Number(to - from)];
  });
  return grown.length === 0 ? null : grown.reduce((sum, value) => sum + value, 0);
}
