// The past of a tunnel adds up: stretches cover the span, nobody's look is nobody's knowledge, and no figure is better than what was seen.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { availabilityOf, percentText, timeSpent } from '../../../src/watch/availability.js';
import { outagesIn } from '../../../src/watch/outages.js';
import type { Period, WatchedState } from '../../../src/watch/state.js';
import { stretchesOf } from '../../../src/watch/stretches.js';
import { periodOf } from '../doubles/periods.js';

const begin = Date.parse('2026-03-01T00:00:00.000Z');
const minute = 60_000;
const at = (minutes: number): string => new Date(begin + minutes * minute).toISOString();
const states: readonly WatchedState[] = ['up', 'down', 'degraded', 'idle', 'flapping', 'disabled', 'unknown'];

function period(state: WatchedState, from: number, to: number | null, more: Partial<Period> = {}): Period {
  return periodOf(state, at(from), to === null ? null : at(to), more);
}

const always = [{ from: at(-10_000), to: at(10_000) }];
const hour = { from: at(0), to: at(60) };
const stretches = (periods: readonly Period[], looked = always, graceMs = 0) =>
  stretchesOf({ periods, looked, graceMs }, hour);
const minutes = (spent: ReturnType<typeof timeSpent>) =>
  Object.fromEntries(
    Object.entries(spent)
      .map(([state, ms]) => [state, ms / minute])
      .filter(([, value]) => value !== 0),
  );

describe('stretches', () => {
  it('say what was known, and that the rest was not', () => {
    const found = stretches([period('up', 10, 30), period('down', 30, null)]);
    expect(found.map(({ state, from, to }) => [state, from, to])).toEqual([
      ['unknown', at(0), at(10)],
      ['up', at(10), at(30)],
      ['down', at(30), at(60)],
    ]);
  });

  it('of which nobody looked are unknown though a state was trusted before and after', () => {
    const looked = [
      { from: at(0), to: at(20) },
      { from: at(40), to: at(59) },
    ];
    const found = stretches([period('up', -600, null)], looked, 2 * minute);
    expect(found.map(({ state, from }) => [state, from])).toEqual([
      ['up', at(0)],
      ['unknown', at(20)],
      ['up', at(40)],
    ]);
    expect(minutes(timeSpent(found))).toEqual({ up: 40, unknown: 20 });
    expect(availabilityOf(timeSpent(found))).toBe(1);
  });

  it('that were bad while work was planned count for nothing, and what follows counts again', () => {
    const spent = timeSpent(
      stretches([
        period('up', 0, 20),
        period('down', 20, 30, { planned: true }),
        period('up', 30, null, { planned: true }),
      ]),
    );
    expect(minutes(spent)).toEqual({ up: 50, planned: 10 });
    expect(availabilityOf(spent)).toBe(1);
  });

  const some = fc.record({
    periods: fc.array(
      fc
        .record({
          state: fc.constantFrom(...states),
          from: fc.integer({ min: -100, max: 160 }),
          long: fc.option(fc.integer({ min: -30, max: 200 }), { nil: null }),
          planned: fc.boolean(),
        })
        .map(({ state, from, long, planned }) =>
          period(state, from, long === null ? null : from + long, { planned }),
        ),
      { maxLength: 12 },
    ),
    looked: fc.array(
      fc
        .tuple(fc.integer({ min: -100, max: 160 }), fc.integer({ min: -20, max: 200 }))
        .map(([from, long]) => ({ from: at(from), to: at(from + long) })),
      { maxLength: 6 },
    ),
    graceMs: fc.integer({ min: 0, max: 10 * minute }),
  });

  it('cover the span exactly, whatever overlaps or runs backwards', () => {
    fc.assert(
      fc.property(some, (known) => {
        const found = stretchesOf(known, hour);
        expect(found[0]?.from).toBe(hour.from);
        expect(found.at(-1)?.to).toBe(hour.to);
        for (const [index, one] of found.entries()) {
          expect(one.from < one.to).toBe(true);
          expect(found[index + 1]?.from ?? hour.to).toBe(one.to);
        }
        const spent = timeSpent(found);
        expect(Object.values(spent).reduce((sum, ms) => sum + ms, 0)).toBe(60 * minute);
        const share = availabilityOf(spent);
        if (share !== null) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('that nobody looked at never make a tunnel look better or worse', () => {
    fc.assert(
      fc.property(some, (known) => {
        const spent = timeSpent(stretchesOf({ ...known, looked: [] }, hour));
        expect(spent.unknown).toBe(60 * minute);
        expect(availabilityOf(spent)).toBeNull();
      }),
    );
  });
});

describe('a percentage', () => {
  it('is never rounded up to a whole', () => {
    expect(percentText(1)).toBe('100 %');
    expect(percentText(0.999999)).toBe('99.99 %');
    expect(percentText(0.5)).toBe('50 %');
    expect(percentText(0.29)).toBe('29 %');
    expect(percentText(0)).toBe('0 %');
  });
});

describe('outages', () => {
  const day = { from: at(0), to: at(1440) };

  it('begin and end with the periods, also outside of the span', () => {
    const found = outagesIn([period('down', -30, 10), period('up', 10, 50), period('down', 50, null)], day);
    expect(found).toMatchObject([
      { from: at(-30), to: at(10), state: 'down' },
      { from: at(50), to: null, state: 'down' },
    ]);
    expect(outagesIn([period('down', -30, 0)], day)).toEqual([]);
  });

  it('go on while a tunnel only flaps, and keep what was found out', () => {
    const trigger = { says: 'commit', at: at(4), device: 'fw', who: null };
    const found = outagesIn(
      [
        period('flapping', 5, 20),
        period('down', 20, 40, { cause: 'psk-mismatch', confidence: 'certain', trigger }),
        period('flapping', 40, 45),
        period('degraded', 45, 60),
      ],
      day,
    );
    expect(found).toMatchObject([
      { from: at(5), to: at(45), state: 'down', cause: 'psk-mismatch', confidence: 'certain', trigger },
      { from: at(45), to: at(60), state: 'degraded', cause: null },
    ]);
  });

  it('that were planned stand apart from those that were not', () => {
    expect(outagesIn([period('down', 5, 20, { planned: true }), period('down', 20, 30)], day)).toHaveLength(
      2,
    );
  });

  it('are none for what is idle, switched off or unknown', () => {
    expect(
      outagesIn([period('idle', 0, 5), period('disabled', 5, 9), period('unknown', 9, 12)], day),
    ).toEqual([]);
  });
});
