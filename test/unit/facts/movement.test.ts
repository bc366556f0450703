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
