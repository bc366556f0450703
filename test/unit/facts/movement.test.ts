import { describe, expect, it } from 'vitest';
import { statesOf } from '../../../src/diagnosis/states.js';
import type { EndEvidence } from '../../../src/domain/evidence.js';
import type { Counters, TunnelLive } from '../../../src/domain/live.js';
import { mapKnown, type Observation } from '../../../src/domain/observation.js';
import { readFacts } from '../../../src/facts/book.js';
import { evidenceOf } from '../../scenarios/build.js';
import { situationOf } from './evidence.js';

const healthy = evidenceOf(situationOf({ vendor: 'panos' }), 'panos', 'both');

/** The other end counts bytes of its tunnel and tells no SPIs. */
function inBytes(live: Observation<TunnelLive>, bytesIn: bigint, bytesOut: bigint): Observation<TunnelLive> {
  return mapKnown(live, (seen) => ({
    ...seen,
    children: seen.children.map((child) => ({
      ...child,
      spiIn: null,
      spiOut: null,
      counters: child.counters && { ...child.counters, ...tunnelCounters, bytesIn, bytesOut },
    })),
  }));
}

const tunnelCounters = {
  scope: 'tunnel',
  identity: 'to-left',
  packetsIn: null,
  packetsOut: null,
} as const satisfies Partial<Counters>;

function arrivalOfOurs(first: readonly [bigint, bigint], later: readonly [bigint, bigint]) {
  const theirs: EndEvidence = {
    ...healthy.theirs,
    live: inBytes(healthy.theirs.live, ...first),
    later: inBytes(healthy.theirs.later, ...later),
  };
  const evidence = { ...healthy, theirs };
  return readFacts(evidence, statesOf(evidence)).fact('ours.arrival');
}

describe('what we send to an end that tells no SPIs', () => {
  it('does not arrive when nothing comes in there while it sends itself', () => {
    expect(arrivalOfOurs([9_000n, 9_000n], [9_000n, 60_000n])).toMatchObject({ known: true, value: 'none' });
  });

  it('is not judged when something comes in there', () => {
    expect(arrivalOfOurs([9_000n, 9_000n], [9_084n, 60_000n])).toMatchObject({ known: false });
  });

  it('is not judged when its counters stand still in both directions, as those of a network processor do for seconds', () => {
    expect(arrivalOfOurs([9_000n, 9_000n], [9_000n, 9_000n])).toMatchObject({ known: false });
  });
});

describe('bytes, where one end tells no SPIs', () => {
  /** We send 60 packets of 1,000 bytes between the readings; the other end counts so many bytes coming in. */
  function missingOfOurs(received: bigint) {
    const sends = (live: Observation<TunnelLive>, at: string, packetsOut: bigint): Observation<TunnelLive> =>
      mapKnown(live, (seen) => ({
        ...seen,
        at,
        readInMs: 50,
        children: seen.children.map((child) => ({
          ...child,
          counters: child.counters && { ...child.counters, packetsOut, bytesOut: packetsOut * 1000n },
        })),
      }));
    const dated = (live: Observation<TunnelLive>, at: string, bytesIn: bigint): Observation<TunnelLive> =>
      mapKnown(inBytes(live, bytesIn, 5_000n), (seen) => ({ ...seen, at, readInMs: 50 }));
    const [first, second] = ['2026-03-02T10:00:00.000Z', '2026-03-02T10:00:06.000Z'];
    const { ours, theirs } = healthy;
    const evidence = {
      ...healthy,
      ours: { ...ours, live: sends(ours.live, first, 0n), later: sends(ours.later, second, 60n) },
      theirs: {
        ...theirs,
        live: dated(theirs.live, first, 0n),
        later: dated(theirs.later, second, received),
      },
    };
    return readFacts(evidence, statesOf(evidence)).fact('ours.arrival.missing-bytes');
  }

  it('are missing when far less comes in than is sent', () => {
    expect(missingOfOurs(10_000n)).toMatchObject({ known: true, value: 82 });
  });

  it('are not missing when the ends count with and without the headers of ESP', () => {
    expect(missingOfOurs(60_000n)).toMatchObject({ known: true, value: 0 });
    expect(missingOfOurs(55_300n)).toMatchObject({ known: true, value: 0 });
    expect(missingOfOurs(66_000n)).toMatchObject({ known: true, value: 0 });
  });
});
