import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAULT_KINDS, type Fault, pair } from '../../../src/simulator/index.js';
import { Pair } from '../../../src/simulator/pair/pair.js';
import { currentChild } from '../../../src/simulator/pair/state.js';
import { draft, NOON_MS } from './site.js';

const kinds = FAULT_KINDS.filter((kind) => kind !== 'exchange-mode-mismatch');
const fault = fc.record({
  kind: fc.constantFrom(...kinds),
  end: fc.constantFrom('left' as const, 'right' as const),
});
const event = fc.record({ fault, clear: fc.boolean(), afterSeconds: fc.integer({ min: 1, max: 6000 }) });

describe('any history of faults', () => {
  it('leaves a pair that comes up again when all are gone, with mirrored SPIs and counters that never went back', () => {
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 12 }),
        fc.constantFrom('ikev1' as const, 'ikev2' as const),
        (events, version) => {
          const lived = new Pair(pair(draft({ version })), 11, NOON_MS - 3_600_000, NOON_MS);
          let nowMs = NOON_MS;
          let counted = 0;
          for (const { fault: one, clear, afterSeconds } of events) {
            if (clear) lived.clear(one as Fault, nowMs);
            else lived.inject(one as Fault, nowMs);
            nowMs += afterSeconds * 1000;
            lived.advance(nowMs);
            const next = lived.state.ends.left.counters[0]?.encapPackets ?? 0;
            expect(next).toBeGreaterThanOrEqual(counted);
            counted = next;
          }
          lived.inject({ kind: 'healthy' }, nowMs);
          lived.advance(nowMs + 120_000);
          const [left, right] = [currentChild(lived.state, 'left', 0), currentChild(lived.state, 'right', 0)];
          expect(left).toBeDefined();
          expect(left?.spis).toEqual(right?.spis);
        },
      ),
      { seed: 4, numRuns: 120 },
    );
  });

  it('of a month is lived through in one step, and the log stays bounded', () => {
    const lived = new Pair(
      pair({ ...draft(), faults: [{ fault: { kind: 'duplicate-peer' } }] }),
      11,
      NOON_MS - 3_600_000,
      NOON_MS,
    );
    lived.advance(NOON_MS + 30 * 86_400_000);
    expect(lived.state.ends.right.log.length).toBeLessThanOrEqual(4000);
    expect(NOON_MS + 30 * 86_400_000 - (lived.state.ends.right.log.at(-1)?.atMs ?? 0)).toBeLessThan(300_000);
  });

  it('an end that prefers IKEv2 falls back to IKEv1 when the other end knows nothing else', () => {
    const made = pair(draft({ version: 'ikev1' }));
    const left = { ...made.left, gateway: { ...made.left.gateway, version: 'ikev2-preferred' as const } };
    const lived = new Pair({ ...made, left }, 11, NOON_MS - 3_600_000, NOON_MS);
    lived.advance(NOON_MS);
    expect(lived.state.ends.left.ikeSas.map((sa) => sa.mode)).toEqual(['Main']);
  });

  it('narrowed selectors carry only the hosts that are left in them', () => {
    const faults = [{ fault: { kind: 'traffic-selector-mismatch' as const, form: 'narrowed' } }];
    const lived = new Pair(pair({ ...draft(), faults }), 11, NOON_MS - 3_600_000, NOON_MS);
    lived.advance(NOON_MS);
    expect(currentChild(lived.state, 'left', 0)?.selectors).toEqual({
      local: '10.1.0.0/24',
      remote: '10.2.0.0/28',
    });
    const before = lived.state.ends.left.counters[0]?.encapPackets ?? 0;
    lived.advance(NOON_MS + 16_000);
    expect(Math.round((lived.state.ends.left.counters[0]?.encapPackets ?? 0) - before)).toBe(42);
  });
});
