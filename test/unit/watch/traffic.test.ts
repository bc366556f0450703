// Rates over a span: what passed is spread over the time in which it passed, and nothing is invented where nobody looked.

import { describe, expect, it } from 'vitest';
import type { Point } from '../../../src/watch/samples.js';
import { ratesOver } from '../../../src/watch/traffic.js';

const begin = Date.parse('2026-03-01T00:00:00.000Z');
const at = (seconds: number): string => new Date(begin + seconds * 1000).toISOString();
const hour = { from: at(0), to: at(3600) };

function point(seconds: number, more: Partial<Point> = {}): Point {
  const passed = { bytesIn: 6000, bytesOut: null, packetsIn: null, packetsOut: null };
  return { at: at(seconds), step: 0, state: 'up', seconds: 60, ...passed, ...more };
}

describe('rates', () => {
  it('are those of the looks of a step, and unknown where there was none', () => {
    const rates = ratesOver([point(60), point(120, { bytesIn: 12_000 }), point(1860)], hour, 4);
    expect(rates.map((rate) => rate.in)).toEqual([150, null, 100, null]);
    expect(rates.every((rate) => rate.out === null)).toBe(true);
  });

  it('of a quarter are spread over its steps, and of two quarters taken together', () => {
    const quarter = { step: 900, seconds: 900, bytesIn: 90_000 };
    expect(ratesOver([point(900, quarter)], hour, 8).map((rate) => rate.in)).toEqual([
      null,
      null,
      100,
      100,
      null,
      null,
      null,
      null,
    ]);
    const other = { ...quarter, bytesIn: 270_000 };
    expect(ratesOver([point(0, quarter), point(900, other)], hour, 2)[0]?.in).toBe(200);
  });

  it('count only what lies within the span', () => {
    expect(ratesOver([point(30), point(7200), point(-600)], hour, 2)).toEqual([
      { in: 100, out: null },
      { in: null, out: null },
    ]);
  });
});
