// A sample of every end at every sweep: what passed since the look before, as far as the counters are still the same ones.

import type { SweepCounters } from '../domain/sweep.js';
import type { Passed, SampleStore } from './samples.js';
import type { SweepListener, Swept, SweptEnd } from './swept.js';

export interface SamplingParts {
  readonly store: () => Promise<Pick<SampleStore, 'add'>>;
  /** Two looks that are further apart leave a hole. */
  readonly holeMs: number;
}

export function samplingListener({ store, holeMs }: SamplingParts): SweepListener {
  return {
    name: 'samples',
    async swept({ device, at, beforeAt, ends }: Swept) {
      const samples = ends.map((end) => ({
        tunnel: end.tunnel.name,
        end: end.row.tunnel,
        state: end.row.state,
        ...passedSince(beforeAt, end, at, holeMs),
      }));
      await (await store()).add({ device, at, samples, holeMs });
    },
  };
}

const nothing: Passed = { seconds: 0, bytesIn: null, bytesOut: null, packetsIn: null, packetsOut: null };

function passedSince(beforeAt: string | null, { row, before }: SweptEnd, at: string, holeMs: number): Passed {
  const ms = beforeAt === null ? 0 : Date.parse(at) - Date.parse(beforeAt);
  if (before === null || ms <= 0 || ms > holeMs) return nothing;
  const earlier = new Map(
    before.children.flatMap(({ counters }) =>
      counters === null ? [] : [[counters.identity, counters] as const],
    ),
  );
  // A child that was rekeyed meanwhile is left out of this one sample: what its old SA carried last is not known.
  const pairs = row.children.flatMap(({ counters }) => {
    const same = counters === null ? undefined : earlier.get(counters.identity);
    return counters === null || same === undefined ? [] : [[same, counters] as const];
  });
  const grown = {
    bytesIn: grownBy(pairs, (counters) => counters.bytesIn),
    bytesOut: grownBy(pairs, (counters) => counters.bytesOut),
    packetsIn: grownBy(pairs, (counters) => counters.packetsIn),
    packetsOut: grownBy(pairs, (counters) => counters.packetsOut),
  };
  return Object.values(grown).every((value) => value === null) ? nothing : { seconds: ms / 1000, ...grown };
}

/** Null when no counter of this kind can be compared; one that fell began anew. */
function grownBy(
  pairs: readonly (readonly [SweepCounters, SweepCounters])[],
  of: (counters: SweepCounters) => bigint | null,
): number | null {
  const grown = pairs.flatMap(([before, now]) => {
    const [from, to] = [of(before), of(now)];
    return from === null || to === null || to < from ? [] : [Number(to - from)];
  });
  return grown.length === 0 ? null : grown.reduce((sum, value) => sum + value, 0);
}
