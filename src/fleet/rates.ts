// Traffic now: two looks at the same counters, subtracted only when they are the same counters.

import type { ChildSa, Counters, TunnelLive } from '../domain/live.js';

/** Bytes and packets a second; null where a direction was not counted. */
interface Rate {
  readonly seconds: number;
  readonly bytesIn: number | null;
  readonly bytesOut: number | null;
  readonly packetsIn: number | null;
  readonly packetsOut: number | null;
}

/** The rate, or why there is none; "0 bytes" and "cannot tell" never look the same. */
export type RateView = { readonly rate: Rate } | { readonly why: string };

/** Nothing failed: a second look was not taken. */
export const onlyOneLook = 'the counters were read only once';

/** Two looks closer than this say too little. */
const leastSeconds = 0.5;

/** Traffic of the whole tunnel end between two looks. */
export function rateBetween(earlier: TunnelLive, later: TunnelLive): RateView {
  const seconds = (Date.parse(later.at) - Date.parse(earlier.at)) / 1000;
  if (!(seconds >= leastSeconds)) return { why: onlyOneLook };
  const pairs = comparable(earlier, later);
  if (pairs.length === 0) {
    return {
      why: later.children.some((child) => child.counters)
        ? 'the SA was replaced between the two readings'
        : 'the device shows no counters for it',
    };
  }
  if (pairs.some(([before, after]) => fell(before, after))) {
    return { why: 'the counters started again between the two readings' };
  }
  const perSecond = (read: (counters: Counters) => bigint | null): number | null => {
    let sum = 0n;
    for (const [before, after] of pairs) {
      const from = read(before);
      const to = read(after);
      if (from === null || to === null) return null;
      sum += to - from;
    }
    return Number(sum) / seconds;
  };
  return {
    rate: {
      seconds,
      bytesIn: perSecond((counters) => counters.bytesIn),
      bytesOut: perSecond((counters) => counters.bytesOut),
      packetsIn: perSecond((counters) => counters.packetsIn),
      packetsOut: perSecond((counters) => counters.packetsOut),
    },
  };
}

/** Counters of the same scope and identity in both looks, each once, however many children share them. */
function comparable(earlier: TunnelLive, later: TunnelLive): readonly (readonly [Counters, Counters])[] {
  const before = byIdentity(earlier.children);
  return [...byIdentity(later.children)].flatMap(([key, counters]) => {
    const old = before.get(key);
    return old ? [[old, counters] as const] : [];
  });
}

function byIdentity(children: readonly ChildSa[]): ReadonlyMap<string, Counters> {
  return new Map(
    children.flatMap((child) =>
      child.counters ? [[`${child.counters.scope} ${child.counters.identity}`, child.counters] as const] : [],
    ),
  );
}

function fell(before: Counters, after: Counters): boolean {
  return (['bytesIn', 'bytesOut', 'packetsIn', 'packetsOut'] as const).some((name) => {
    const from = before[name];
    const to = after[name];
    return from !== null && to !== null && to < from;
  });
}

/** When traffic last passed, ISO 8601 UTC; null when the device does not tell and none passed between the looks. */
export function lastSeen(
  live: TunnelLive,
  view: RateView,
): { readonly inAt: string | null; readonly outAt: string | null } {
  const newest = (read: (counters: Counters) => string | null): string | null =>
    live.children
      .map((child) => (child.counters ? read(child.counters) : null))
      .filter((time) => time !== null)
      .sort()
      .at(-1) ?? null;
  const rate = 'rate' in view ? view.rate : null;
  return {
    inAt: (rate?.packetsIn ?? rate?.bytesIn ?? 0) > 0 ? live.at : newest((counters) => counters.lastInAt),
    outAt: (rate?.packetsOut ?? rate?.bytesOut ?? 0) > 0 ? live.at : newest((counters) => counters.lastOutAt),
  };
}
