// Samples that were packed come back as they were, whatever they hold, and bytes that were cut give no invented ones.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packSamples, unpackSamples } from '../../../src/stores/sampleBody.js';

const amount = fc.option(fc.maxSafeNat(), { nil: null });
const sample = fc
  .record({
    series: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    state: fc.constantFrom('up', 'degraded', 'down', 'idle', 'disabled', 'unknown'),
    seconds: fc.integer({ min: 0, max: 36_000 }).map((tenths) => tenths / 10),
    bytesIn: amount,
    bytesOut: amount,
    packetsIn: amount,
    packetsOut: amount,
  })
  .map((one) => {
    const { bytesIn, bytesOut, packetsIn, packetsOut } = one;
    const isTold = [bytesIn, bytesOut, packetsIn, packetsOut].some((value) => value !== null);
    return isTold ? one : { ...one, seconds: 0 };
  });
const samples = fc
  .uniqueArray(sample, { selector: (one) => one.series, maxLength: 100 })
  .map((some) => some.toSorted((a, b) => a.series - b.series));

describe('packed samples', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(samples, (some) => {
        expect([...unpackSamples(packSamples(some))]).toEqual(some);
      }),
    );
  });

  it('that were cut give only samples that were there', () => {
    fc.assert(
      fc.property(samples, fc.nat(), (some, at) => {
        const body = packSamples(some);
        const left = [...unpackSamples(body.subarray(0, at % (body.length + 1)))];
        expect(some.slice(0, left.length)).toEqual(left);
      }),
    );
  });
});
