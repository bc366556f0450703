// What moved between two looks at the same counters; two readings are subtracted only when they are the same and nothing fell.

import type { EndEvidence } from '../domain/evidence.js';
import type { ChildSa, Counters } from '../domain/live.js';

/** What moved in each direction. */
export interface Moved {
  readonly in: bigint;
  readonly out: bigint;
  readonly unit: 'packets' | 'bytes';
}

/** Packets where they are counted, else bytes. Null when a direction is not counted. */
function totals({ packetsIn, packetsOut, bytesIn, bytesOut }: Counters): Moved | null {
  if (packetsIn !== null && packetsOut !== null) return { in: packetsIn, out: packetsOut, unit: 'packets' };
  return bytesIn === null || bytesOut === null ? null : { in: bytesIn, out: bytesOut, unit: 'bytes' };
}

/** Packets and bytes are never summed. */
function sumOf(all: readonly Moved[]): Moved | null {
  const [first] = all;
  if (first === undefined) return null;
  const { unit } = first;
  return all
    .filter((one) => one.unit === unit)
    .reduce((left, right) => ({ unit, in: left.in + right.in, out: left.out + right.out }));
}

export function counted(children: readonly ChildSa[]): readonly Counters[] {
  return children
    .filter((child) => !child.beingReplaced)
    .flatMap((child) => (child.counters ? [child.counters] : []));
}

/** Distinct counters: several SAs may share the counters of one tunnel. */
export function distinct(counters: readonly Counters[]): readonly Counters[] {
  const byIdentity = new Map(counters.map((one) => [`${one.scope} ${one.identity}`, one]));
  return [...byIdentity.values()];
}

/** Bytes, whether packets are counted beside them or not. */
export function inBytes({ bytesIn, bytesOut }: Counters): Moved | null {
  return bytesIn === null || bytesOut === null ? null : { in: bytesIn, out: bytesOut, unit: 'bytes' };
}

/** Movement between the looks, or the reason why there is none. Only the same counters that did not fall are subtracted. */
export function movedBetween(
  end: EndEvidence,
  read: (counters: Counters) => Moved | null = totals,
): Moved | { readonly why: string } {
  if (!end.live.known) return { why: end.live.says };
  if (!end.later.known) return { why: end.later.says };
  const before = distinct(counted(end.live.value.children));
  const after = distinct(counted(end.later.value.children));
  const moves: Moved[] = [];
  for (const now of after) {
    const then = before.find((one) => one.scope === now.scope && one.identity === now.identity);
    const [from, to] = [then ? read(then) : null, read(now)];
    if (!from || !to) continue;
    if (from.unit === to.unit && (to.in < from.in || to.out < from.out))
      return { why: `The counters of ${end.name} started again between the two readings.` };
    if (from.unit === to.unit) moves.push({ ...to, in: to.in - from.in, out: to.out - from.out });
  }
  const moved = sumOf(moves);
  if (moved !== null) return moved;
  return {
    why:
      before.length > 0 && after.length > 0
        ? `${end.name} replaced its SA between the two readings.`
        : `${end.name} shows no counters for both directions.`,
  };
}

/** `in the last 3 s`: the time from one look at it to the next. */
export function lastSpan({ live, later }: EndEvidence): string {
  if (!live.known || !later.known) return 'since the last reading';
  const seconds = (Date.parse(later.value.at) - Date.parse(live.value.at)) / 1000;
  return `in the last ${seconds >= 1 ? Math.round(seconds) : Number(seconds.toFixed(1))} s`;
}

export type Way = 'both-ways' | 'only-out' | 'only-in' | 'none';

export function directions(moved: Moved): Way {
  if (moved.in > 0n && moved.out > 0n) return 'both-ways';
  if (moved.out > 0n) return 'only-out';
  return moved.in > 0n ? 'only-in' : 'none';
}

/** One packet or two say nothing: they may be the ones that asked for the tunnel. More bytes than these are no two packets. */
const least = { packets: 3n, bytes: 3_001n } as const;

/** Everything that the SAs carried; the SA that a rekey replaced counted too. Null when a direction is not counted. */
export function lifeOf(children: readonly ChildSa[]): Moved | null {
  return sumOf(
    distinct(children.flatMap((child) => child.counters ?? []))
      .map(totals)
      .filter((one) => one !== null),
  );
}

/** Which way packets went over the life of the SAs. */
export function wayOfLife(children: readonly ChildSa[]): Way | null {
  const life = lifeOf(children);
  if (life === null) return null;
  return life.in + life.out < least[life.unit] ? 'none' : directions(life);
}
