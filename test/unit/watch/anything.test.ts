// Whatever comes in whatever order: no false alarm, no outage unsaid, and nothing said twice.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SweepRow } from '../../../src/domain/sweep.js';
import { minute, row, Watching } from './watching.js';

const spi = fc.integer({ min: 1, max: 9 }).map((number) => `c000000${number}`);

function up(spiIn: string): SweepRow {
  const [child] = row('up').children;
  if (!child) throw new Error('a row has a child');
  return row('up', { children: [{ ...child, spiIn }] });
}

const harmless = fc.oneof(
  spi.map(up),
  fc.constantFrom(row('idle'), row('unknown'), row('disabled')),
  fc.constant(null),
);
const anything = fc.oneof(
  harmless,
  fc.constantFrom(row('down'), row('degraded'), row('down', { failure: true })),
);

describe('any sequence', () => {
  it('of rekeys, idle, disabled, unread and unanswered looks makes no alarm', () => {
    fc.assert(
      fc.property(fc.array(harmless, { maxLength: 40 }), (looks) => {
        const watching = new Watching();
        watching.minutes(0, looks);
        expect(watching.told()).toEqual([]);
      }),
    );
  });

  it('that ends in a long outage has told exactly one change into it', () => {
    const times = fc.integer({ min: 3, max: 14 });
    fc.assert(
      fc.property(fc.array(harmless, { maxLength: 20 }), spi, times, (before, last, count) => {
        const watching = new Watching();
        const outage = Array.from({ length: count }, () => row('down'));
        watching.minutes(0, [...before, up(last), up(last), ...outage]);
        expect(watching.told()).toEqual(['up-down']);
      }),
    );
  });

  it('tells of no recovery without an alarm, and every change is from the state that the one before led to', () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 80 }), (looks) => {
        const watching = new Watching();
        watching.minutes(0, looks);
        let open = false;
        let state = 'unknown';
        for (const { from, to, quiet } of watching.changes) {
          expect(to).not.toBe(from);
          expect(from).toBe(state);
          state = to;
          if (quiet !== null) continue;
          if (to === 'up') expect(open).toBe(true);
          open = to !== 'up';
        }
      }),
    );
  });

  it('makes periods in order, each from the end of the one before', () => {
    const jump = fc.constantFrom(0, 0, 0, 0, -61, 61, -1440);
    fc.assert(
      fc.property(fc.array(fc.tuple(anything, jump), { maxLength: 60 }), (looks) => {
        const watching = new Watching();
        let now = 0;
        for (const [seen, jumped] of looks) {
          now += 1 + jumped;
          watching.look('fw-paris', minute(now), seen && [seen]);
        }
        const starts = watching.periods.map(({ from }) => from);
        expect(starts).toEqual(starts.toSorted());
      }),
    );
  });

  it('of harmless looks makes no alarm when our clock jumps back and forth', () => {
    const jump = fc.integer({ min: -2000, max: 2000 });
    fc.assert(
      fc.property(fc.array(fc.tuple(harmless, jump), { maxLength: 40 }), (looks) => {
        const watching = new Watching();
        for (const [index, [seen, jumped]] of looks.entries()) {
          watching.look('fw-paris', minute(index + jumped), seen && [seen]);
        }
        expect(watching.told()).toEqual([]);
      }),
    );
  });
});
