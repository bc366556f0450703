// What passed between two looks at the ends of a tunnel, as far as the counters are still the same ones.

import type { SweepChild, SweepRow } from '../domain/sweep.js';

export interface Rows {
  readonly row: SweepRow;
  readonly before: SweepRow | null;
}

type Direction = 'packetsIn' | 'packetsOut' | 'bytesIn' | 'bytesOut';

/** A few packets may be lost or late without a fault; so many of which not one arrives are none of those. */
const manyPackets = 20n;

/** Something went both ways since the look before, or in the life of an SA that was not there before. Some devices count bytes alone. */
export function carried({ row, before }: Rows): boolean {
  const grown = (...directions: readonly Direction[]): boolean =>
    directions.some((one) => row.children.some((child) => (grownBy(child, before, one) ?? 0n) > 0n));
  return grown('packetsIn', 'bytesIn') && grown('packetsOut', 'bytesOut');
}

/** It goes on sending through SAs that never received anything. What only flows one way by itself is sent in much greater numbers than answers. */
export function neverAnswered({ row, before }: Rows): boolean {
  if (row.state !== 'up' || before === null) return false;
  const counted = row.children.filter(
    ({ counters }) => counters?.packetsIn != null && counters.packetsOut !== null,
  );
  if (counted.length === 0 || counted.some(({ counters }) => counters?.packetsIn !== 0n)) return false;
  return counted.some((child) => (grownBy(child, before, 'packetsOut') ?? 0n) >= manyPackets);
}

/** Of an SA by its SPI: one end sent, and the counter of the other end stands still. */
export function lostBetween(from: Rows, to: Rows): boolean {
  return from.row.children.some((sender) => {
    const receiver = to.row.children.find(({ spiIn }) => spiIn !== null && spiIn === sender.spiOut);
    if (!receiver || !sameIn(to.before, receiver)) return false;
    const sent = grownBy(sender, from.before, 'packetsOut') ?? 0n;
    return sent >= manyPackets && grownBy(receiver, to.before, 'packetsIn') === 0n;
  });
}

/** An SA that is new at the receiver may be younger than what was sent. */
function sameIn(before: SweepRow | null, { spiIn }: SweepChild): boolean {
  return before?.children.some((child) => child.spiIn === spiIn && child.counters !== null) ?? false;
}

/** Counters of a new SA began at zero. Null where they were not read, or fell: they began again, nobody knows when. */
function grownBy(
  { counters, spiIn }: SweepChild,
  before: SweepRow | null,
  direction: Direction,
): bigint | null {
  const now = counters?.[direction] ?? null;
  if (before === null || counters === null || now === null) return null;
  const same = before.children.find((child) => child.counters?.identity === counters.identity);
  if (!same) return spiIn !== null && before.children.every((child) => child.spiIn !== spiIn) ? now : null;
  const then = same.counters?.[direction] ?? null;
  return then === null || now < then ? null : now - then;
}
