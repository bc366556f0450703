// A sample tells what passed between two looks, and tells nothing where the counters are not the same ones any more.

import { describe, expect, it } from 'vitest';
import { gap } from '../../../src/domain/observation.js';
import type { SweepChild } from '../../../src/domain/sweep.js';
import { nothingDeclared } from '../../../src/fleet/fleetTunnel.js';
import type { DeviceSamples, Sample } from '../../../src/watch/samples.js';
import { samplingListener } from '../../../src/watch/sampling.js';
import type { Swept } from '../../../src/watch/swept.js';

const untold = { seconds: 0, bytesIn: null, bytesOut: null, packetsIn: null, packetsOut: null };

function child(identity: string, bytes: bigint | null, packets: bigint | null = null): SweepChild {
  const counters = { identity, bytesIn: bytes, bytesOut: bytes, packetsIn: packets, packetsOut: packets };
  return { name: 'net', state: 'up', spiIn: null, spiOut: null, expiresAt: null, counters };
}

function swept(at: string, children: readonly SweepChild[]): Omit<Swept, 'beforeAt'> {
  const config = gap({
    reason: 'not-asked',
    says: '',
    remedy: '',
    device: 'fw',
    request: '',
    at: '',
  });
  const row = {
    tunnel: 'to-paris',
    state: 'up' as const,
    since: null,
    basis: '',
    peer: null,
    monitor: null,
    ike: null,
    children,
  };
  const tunnel = {
    name: 'paris',
    aliases: [],
    ours: { device: 'fw', vendor: 'panos' as const, tunnel: 'to-paris', config },
    theirs: null,
    paired: null,
    declared: nothingDeclared,
  };
  const watched = {
    tunnel: 'paris',
    state: 'up' as const,
    since: at,
    sinceAtLeast: true,
    basis: '',
    lookedAt: at,
  };
  return {
    device: 'fw',
    at,
    unit: null,
    ends: [{ tunnel, row, before: null, watched }],
    changes: [],
    marks: [],
  };
}

/** Each sweep with the one before it. */
function inOrder(sweeps: readonly Omit<Swept, 'beforeAt'>[]): readonly Swept[] {
  return sweeps.map((one, index) => {
    const last = sweeps[index - 1];
    const ends = one.ends.map((end, place) => ({ ...end, before: last?.ends[place]?.row ?? null }));
    return { ...one, ends, beforeAt: last?.at ?? null };
  });
}

async function sampled(sweeps: readonly Omit<Swept, 'beforeAt'>[]): Promise<readonly Sample[]> {
  const kept: DeviceSamples[] = [];
  const store = async () => ({ add: async (one: DeviceSamples) => void kept.push(one) });
  const listener = samplingListener({ store, holeMs: 300_000 });
  for (const one of inOrder(sweeps)) await listener.swept?.(one, new AbortController().signal);
  return kept.flatMap(({ samples }) => samples);
}

const [first, next] = ['2026-03-01T00:00:00Z', '2026-03-01T00:01:00Z'];

describe('a sample', () => {
  it('is the difference of two looks at the same counters', async () => {
    const [one, two] = await sampled([
      swept(first, [child('a', 100n, 1n)]),
      swept(next, [child('a', 700n, 4n)]),
    ]);
    expect(one).toEqual({ tunnel: 'paris', end: 'to-paris', state: 'up', ...untold });
    expect(two).toMatchObject({ seconds: 60, bytesIn: 600, bytesOut: 600, packetsIn: 3, packetsOut: 3 });
  });

  it('of a device that counts nothing is unknown, not zero', async () => {
    const silent = { ...child('a', 0n), counters: null };
    expect((await sampled([swept(first, [silent]), swept(next, [silent])]))[1]).toMatchObject(untold);
    const [, two] = await sampled([swept(first, [child('a', 5n)]), swept(next, [child('a', 5n)])]);
    expect(two).toMatchObject({ seconds: 60, bytesIn: 0, packetsIn: null });
  });

  it('across a rekey, or counters that began anew, is unknown', async () => {
    expect(
      (await sampled([swept(first, [child('a', 500n)]), swept(next, [child('b', 700n)])]))[1],
    ).toMatchObject(untold);
    expect(
      (await sampled([swept(first, [child('a', 500n)]), swept(next, [child('a', 7n)])]))[1],
    ).toMatchObject(untold);
  });

  it('sums the children that can be compared', async () => {
    const [, two] = await sampled([
      swept(first, [child('a', 500n), child('b', 1n)]),
      swept(next, [child('a', 600n), child('b', 31n), child('c', 9n)]),
    ]);
    expect(two).toMatchObject({ bytesIn: 130 });
  });

  it('compares nothing when the clock was set back, nor over many hours', async () => {
    const late = swept('2026-03-01T00:10:00Z', [child('a', 900n)]);
    expect((await sampled([late, swept(next, [child('a', 950n)])]))[1]).toMatchObject(untold);
    const nextDay = swept('2026-03-02T00:00:00Z', [child('a', 950n)]);
    expect((await sampled([late, nextDay]))[1]).toMatchObject(untold);
  });

  it('of counters that are told now and then is what passed in all that time', async () => {
    const silent = { ...child('a', 0n), counters: null };
    const told = await sampled([
      swept(first, [child('a', 100n)]),
      swept(next, [silent]),
      swept('2026-03-01T00:10:00Z', [child('a', 6100n)]),
    ]);
    expect(told[1]).toMatchObject(untold);
    expect(told[2]).toMatchObject({ seconds: 600, bytesIn: 6000 });
  });

  it('of children that are told in turns adds up to what all of them carried', async () => {
    const at = (minute: number) => `2026-03-01T00:${String(minute).padStart(2, '0')}:00Z`;
    const silent = (name: string) => ({ ...child(name, 0n), counters: null });
    // Each child carries 600 bytes a minute.
    const told = await sampled(
      Array.from({ length: 21 }, (_, minute) => {
        const bytes = BigInt(minute * 600);
        const children =
          minute % 2 === 0 ? [child('a', bytes), silent('b')] : [silent('a'), child('b', bytes)];
        return swept(at(minute), children);
      }),
    );
    const known = told.slice(10);
    const sum = (of: (one: Sample) => number) => known.reduce((total, one) => total + of(one), 0);
    expect(sum((one) => one.bytesIn ?? 0) / sum((one) => one.seconds)).toBeCloseTo(20, 5);
  });
});
