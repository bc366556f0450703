import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastSeen, rateBetween } from '../../../src/fleet/rates.js';
import { childSa, counters, tunnelLive } from '../doubles/tunnels.js';

type CounterChange = Parameters<typeof counters>[0];

function look(seconds: number, ...changes: CounterChange[]) {
  const at = new Date(Date.parse('2026-03-01T12:00:00Z') + seconds * 1000).toISOString();
  return tunnelLive({
    at,
    children: changes.map((change, index) => childSa({ id: `c${index}`, counters: counters(change) })),
  });
}

describe('traffic between two looks', () => {
  it('is what was added, a second', () => {
    expect(
      rateBetween(look(0, {}), look(4, { bytesIn: 5000n, bytesOut: 2000n, packetsIn: 14n, packetsOut: 20n })),
    ).toEqual({
      rate: { seconds: 4, bytesIn: 1000, bytesOut: 0, packetsIn: 1, packetsOut: 0 },
    });
  });

  it('is exact where counters are beyond 2^53', () => {
    const big = 9_007_199_254_740_993n;
    expect(rateBetween(look(0, { bytesIn: big }), look(1, { bytesIn: big + 1n }))).toMatchObject({
      rate: { bytesIn: 1 },
    });
  });

  it('adds up the children, and counters that children share only once', () => {
    const two = (bytes: bigint) => [
      { identity: 'a', bytesIn: bytes },
      { identity: 'b', bytesIn: bytes },
    ];
    expect(rateBetween(look(0, ...two(0n)), look(1, ...two(10n)))).toMatchObject({ rate: { bytesIn: 20 } });
    const shared = (bytes: bigint) => [
      { identity: 'a', bytesIn: bytes },
      { identity: 'a', bytesIn: bytes },
    ];
    expect(rateBetween(look(0, ...shared(0n)), look(1, ...shared(10n)))).toMatchObject({
      rate: { bytesIn: 10 },
    });
  });

  it('is not known when the SA was replaced, the counters fell, or there are none', () => {
    expect(rateBetween(look(0, { identity: 'a' }), look(4, { identity: 'b' }))).toEqual({
      why: 'the SA was replaced between the two readings',
    });
    expect(rateBetween(look(0, { bytesIn: 9n }), look(4, { bytesIn: 8n }))).toEqual({
      why: 'the counters started again between the two readings',
    });
    expect(
      rateBetween(tunnelLive({ children: [] }), tunnelLive({ at: '2026-03-01T12:00:04Z', children: [] })),
    ).toEqual({ why: 'the device shows no counters for it' });
    expect(rateBetween(look(0, {}), look(0, {}))).toEqual({ why: 'the counters were read only once' });
  });

  it('of a direction that is not counted is not zero', () => {
    expect(rateBetween(look(0, { bytesIn: null }), look(4, { bytesIn: null }))).toMatchObject({
      rate: { bytesIn: null, bytesOut: 0 },
    });
  });

  it('is never negative', () => {
    const amount = fc.bigInt({ min: 0n, max: 1n << 64n });
    fc.assert(
      fc.property(amount, amount, (before, after) => {
        const view = rateBetween(look(0, { bytesIn: before }), look(4, { bytesIn: after }));
        expect('rate' in view ? (view.rate.bytesIn ?? 0) >= 0 : after < before).toBe(true);
      }),
    );
  });
});

describe('when traffic was last seen', () => {
  it('is now when it flows, else what the device tells, else nobody knows', () => {
    const flowing = rateBetween(look(0, {}), look(4, { bytesIn: 5000n, packetsIn: 20n }));
    expect(lastSeen(look(4, {}), flowing)).toEqual({ inAt: '2026-03-01T12:00:04.000Z', outAt: null });
    expect(lastSeen(look(4, { lastInAt: '2026-03-01T11:00:00Z' }), { why: 'x' })).toEqual({
      inAt: '2026-03-01T11:00:00Z',
      outAt: null,
    });
  });
});
