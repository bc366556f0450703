// How fast traffic flowed over a span, from samples of any length, in equal steps.

import type { Point } from './samples.js';
import type { TimeSpan } from './store.js';

/** Bytes a second over one step; null where nothing is known of it. */
export interface Rate {
  readonly in: number | null;
  readonly out: number | null;
}

interface Sum {
  in: number;
  out: number;
  inSeconds: number;
  outSeconds: number;
}

/**
 * What passed within a point is spread evenly over the time that it covers: one look covers the time since the look before, a
 * sum the whole of its step.
 */
export function ratesOver(points: readonly Point[], span: TimeSpan, steps: number): readonly Rate[] {
  const [begin, end] = [Date.parse(span.from), Date.parse(span.to)];
  const stepMs = (end - begin) / steps;
  const sums = Array.from({ length: steps }, (): Sum => ({ in: 0, out: 0, inSeconds: 0, outSeconds: 0 }));
  for (const point of points) {
    if (point.seconds <= 0) continue;
    const at = Date.parse(point.at);
    const [from, to] = point.step === 0 ? [at - point.seconds * 1000, at] : [at, at + point.step * 1000];
    const first = Math.max(0, Math.floor((from - begin) / stepMs));
    const last = Math.min(steps - 1, Math.ceil((to - begin) / stepMs) - 1);
    for (let index = first; index <= last; index += 1) {
      const sum = sums[index];
      const left = Math.max(from, begin + index * stepMs);
      const right = Math.min(to, begin + (index + 1) * stepMs);
      if (sum && right > left) add(sum, point, (right - left) / (to - from));
    }
  }
  return sums.map((sum) => ({
    in: sum.inSeconds > 0 ? sum.in / sum.inSeconds : null,
    out: sum.outSeconds > 0 ? sum.out / sum.outSeconds : null,
  }));
}

function add(into: Sum, { bytesIn, bytesOut, seconds }: Point, share: number): void {
  if (bytesIn !== null) {
    into.in += bytesIn * share;
    into.inSeconds += seconds * share;
  }
  if (bytesOut !== null) {
    into.out += bytesOut * share;
    into.outSeconds += seconds * share;
  }
}
