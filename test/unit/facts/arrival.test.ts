// What one end sent beside what the other received: over the life of the SA, now, by size, and when they cannot be compared.

import { describe, expect, it } from 'vitest';
import type { ChildSa, Counters, TunnelLive } from '../../../src/domain/live.js';
import { gap, known } from '../../../src/domain/observation.js';
import { type Arrival, arrivalOf } from '../../../src/facts/arrival.js';
import type { Looks } from '../../../src/facts/passage.js';
import { childSa } from '../doubles/tunnels.js';

const start = Date.parse('2026-03-02T10:00:00.000Z');
const at = (seconds: number): string => new Date(start + seconds * 1000).toISOString();

interface Counts {
  readonly out?: number;
  readonly in?: number;
  readonly outBytes?: number;
  readonly inBytes?: number;
  readonly lastOut?: number;
  readonly lastIn?: number;
  readonly scope?: Counters['scope'];
}

function sa(spiIn: string, spiOut: string, counts: Counts, change: Partial<ChildSa> = {}): ChildSa {
  const [out, into] = [counts.out ?? 0, counts.in ?? 0];
  return childSa({
    id: spiIn,
    name: 'lan',
    state: 'installed',
    beingReplaced: false,
    spiIn,
    spiOut,
    installedAt: at(-600),
    counters: {
      scope: counts.scope ?? 'child-sa',
      identity: spiIn,
      packetsOut: BigInt(out),
      packetsIn: BigInt(into),
      bytesOut: BigInt(counts.outBytes ?? out * 84),
      bytesIn: BigInt(counts.inBytes ?? into * 84),
      lastOutAt: counts.lastOut === undefined ? null : at(counts.lastOut),
      lastInAt: counts.lastIn === undefined ? null : at(counts.lastIn),
      errors: { authentication: null, decryption: null, replay: null, lifetime: null },
      acquires: null,
    },
    ...change,
  });
}

function look(name: string, seconds: number, children: readonly ChildSa[]): Looks['live'] {
  const live: TunnelLive = {
    tunnel: 'tunnel-x',
    at: at(seconds),
    ike: [],
    children,
    missingChildren: [],
    waitsForTraffic: null,
    monitor: null,
    partial: false,
    mtu: null,
  };
  return known(live, { device: name, request: 'SAs', at: at(seconds), fromCache: false, calls: 1 });
}

const onlyOne = gap({
  reason: 'not-asked',
  says: 'There was only one look at the counters.',
  remedy: 'Ask again.',
  device: 'x',
  request: 'live',
  at: '',
});

/** Two looks at the same counters, the second three seconds later; nothing moves unless `later` is given. */
function end(name: string, first: readonly ChildSa[], later: readonly ChildSa[] | null = first): Looks {
  return { name, live: look(name, 0, first), later: later === null ? onlyOne : look(name, 3, later) };
}

const left = (counts: Counts) => [sa('aaaaaaaa', 'bbbbbbbb', counts)];
const right = (counts: Counts) => [sa('bbbbbbbb', 'aaaaaaaa', counts)];

function judged(from: Looks, to: Looks): Partial<Arrival> & { readonly why?: string } {
  const { arrivals, open } = arrivalOf(from, to);
  return arrivals[0] ?? { why: open[0] ?? 'nothing' };
}

/** Over the life of an SA that nobody uses now. */
function life(sent: Counts, received: Counts) {
  return judged(end('fw-left', left(sent)), end('fw-right', right(received)));
}

describe('over the life of an SA that nobody uses now', () => {
  it('all arrives when the receiver counted every packet', () => {
    expect(life({ out: 300, in: 280 }, { in: 300, out: 280 })).toMatchObject({ state: 'all', lost: 0 });
  });

  it('nothing arrives when the receiver counted none', () => {
    expect(life({ out: 11 }, { in: 0 })).toMatchObject({ state: 'none', lost: 11, share: 100, span: 'life' });
  });

  it('nothing was sent when both counted nothing', () => {
    expect(life({ in: 5 }, { out: 5 })).toMatchObject({ state: 'nothing-sent' });
  });

  it('a part is lost, of every size, when the average of both is the same', () => {
    expect(life({ out: 300, in: 9 }, { in: 200, out: 9 })).toMatchObject({
      state: 'part',
      lost: 100,
      sizes: 'every',
    });
  });

  it('a part is lost by size when the lost ones are large', () => {
    const sent = { out: 300, outBytes: 200 * 84 + 100 * 1428 };
    expect(life(sent, { in: 200, inBytes: 200 * 84 })).toMatchObject({ state: 'part', sizes: 'large' });
  });

  it('the sizes are unclear when a device counts no bytes of its own', () => {
    expect(life({ out: 300, outBytes: 300 * 700 }, { in: 200, inBytes: 200 * 560 }).sizes).toBe('unclear');
  });

  it('it stopped when the last packet out is much younger than the last one that arrived', () => {
    const found = life({ out: 300, lastOut: -60 }, { in: 260, lastIn: -120 });
    expect(found).toMatchObject({ state: 'stopped', lost: 40 });
  });

  it('what a look that took long may hide is no loss, and no proof of health', () => {
    const slow = (one: Looks): Looks => ({
      ...one,
      later: one.later.known ? { ...one.later, value: { ...one.later.value, readInMs: 2500 } } : one.later,
    });
    const from = end('fw-left', left({ out: 100 }), left({ out: 130 }));
    const to = end('fw-right', right({ in: 100 }), right({ in: 112 }));
    expect(judged(from, to)).toMatchObject({ state: 'part' });
    expect(judged(from, slow(to))).toMatchObject({ state: 'all', close: false });
  });

  it('one lost packet among many is no loss, one or two among three are too few to tell', () => {
    expect(life({ out: 100 }, { in: 98 })).toMatchObject({ state: 'all', lost: 2 });
    expect(life({ out: 3 }, { in: 1 }).why).toContain('too few');
    expect(life({ out: 2 }, { in: 0 }).why).toContain('too few');
  });

  it('the everyday loss of a path is no fault', () => {
    expect(life({ out: 100_000 }, { in: 99_700 })).toMatchObject({ state: 'all' });
  });
});

describe('while packets flow', () => {
  const flowing = (sent: readonly [number, number], received: readonly [number, number]) =>
    judged(
      end('fw-left', left({ out: sent[0] }), left({ out: sent[1] })),
      end('fw-right', right({ in: received[0] }), right({ in: received[1] })),
    );

  it('packets on their way and looks some moments apart are no loss', () => {
    expect(flowing([1000, 1030], [994, 1022])).toMatchObject({ state: 'all' });
  });

  it('every third packet is missed at once', () => {
    expect(flowing([3000, 3030], [2000, 2020])).toMatchObject({ state: 'part' });
    expect(flowing([100_000, 100_060], [99_980, 100_020])).toMatchObject({ state: 'part', span: 'now' });
  });

  it('nothing arrives any more though much arrived before', () => {
    expect(flowing([10_000, 10_030], [9_990, 9_990])).toMatchObject({ state: 'none', span: 'now' });
  });

  it('a loss of the past is past when everything arrives now', () => {
    expect(flowing([1000, 1100], [500, 600])).toMatchObject({ state: 'all' });
  });

  it('a loss by size is not past because small packets pass', () => {
    const found = judged(
      end('fw-left', left({ out: 300, outBytes: 160_000 }), left({ out: 330, outBytes: 162_520 })),
      end('fw-right', right({ in: 200, inBytes: 16_800 }), right({ in: 230, inBytes: 19_320 })),
    );
    expect(found).toMatchObject({ state: 'part', sizes: 'large' });
  });
});

describe('while packets flow, where every look says how long it took', () => {
  const dated = (one: Looks): Looks => {
    const at = (look: Looks['live']): Looks['live'] =>
      look.known ? { ...look, value: { ...look.value, readInMs: 20 } } : look;
    return { ...one, live: at(one.live), later: at(one.later) };
  };
  const flowing = (sent: readonly [number, number], received: readonly [number, number]) =>
    judged(
      dated(end('fw-left', left({ out: sent[0] }), left({ out: sent[1] }))),
      dated(end('fw-right', right({ in: received[0] }), right({ in: received[1] }))),
    );

  it('the loss of every tenth packet shows in seconds of traffic', () => {
    expect(flowing([60, 90], [54, 81])).toMatchObject({ state: 'part', lost: 9, sizes: 'every' });
  });

  it('where nobody says it the same is left open', () => {
    const found = judged(
      end('fw-left', left({ out: 60 }), left({ out: 90 })),
      end('fw-right', right({ in: 54 }), right({ in: 81 })),
    );
    expect(found).toMatchObject({ state: 'all', close: false });
  });

  it('what one pair of looks misses and the other does not may be a burst', () => {
    expect(flowing([80, 110], [80, 102])).toMatchObject({ state: 'all', close: false });
    expect(flowing([80, 110], [73, 110])).toMatchObject({ state: 'all', close: false });
  });

  it('that nothing is missing is proven with fewer packets', () => {
    expect(flowing([300, 330], [299, 329])).toMatchObject({ state: 'all', close: true });
    expect(flowing([80, 110], [79, 109])).toMatchObject({ state: 'all', close: false });
  });

  it('a loss that counters keep beyond their SA was before, and is no proof of health', () => {
    const scope = 'tunnel' as const;
    const minute = (name: string, before: readonly ChildSa[], after: readonly ChildSa[]): Looks =>
      dated({ name, live: look(name, 0, before), later: look(name, 60, after) });
    const tunnel = (sent: readonly [number, number], received: readonly [number, number]) =>
      judged(
        minute('fw-left', left({ out: sent[0], scope }), left({ out: sent[1], scope })),
        minute('fw-right', right({ in: received[0], scope }), right({ in: received[1], scope })),
      );
    expect(tunnel([10_000, 10_600], [9900, 10_500])).toMatchObject({
      state: 'all',
      when: 'before',
      close: false,
    });
    expect(tunnel([10_000, 10_000], [9300, 9300])).toMatchObject({ state: 'part', when: 'unclear' });
    expect(tunnel([10_000, 10_600], [9300, 9858])).toMatchObject({ state: 'part', when: 'now' });
  });
});

describe('SAs are compared by SPI', () => {
  it('the old and the new SA of a rekey together', () => {
    const sender = [
      sa('aaaaaaa1', 'bbbbbbb1', { out: 200 }, { beingReplaced: true }),
      sa('aaaaaaa2', 'bbbbbbb2', { out: 10 }),
    ];
    const receiver = [
      sa('bbbbbbb2', 'aaaaaaa2', { in: 10 }),
      sa('bbbbbbb1', 'aaaaaaa1', { in: 150 }, { beingReplaced: true }),
    ];
    expect(judged(end('fw-left', sender), end('fw-right', receiver))).toMatchObject({
      state: 'part',
      lost: 50,
    });
  });

  it('the new one alone when the old one is gone at one end', () => {
    const sender = [
      sa('aaaaaaa1', 'bbbbbbb1', { out: 200 }, { beingReplaced: true }),
      sa('aaaaaaa2', 'bbbbbbb2', { out: 10 }),
    ];
    const found = arrivalOf(
      end('fw-left', sender),
      end('fw-right', [sa('bbbbbbb2', 'aaaaaaa2', { in: 10 })]),
    );
    expect(found).toMatchObject({ arrivals: [{ state: 'all' }], open: [] });
  });

  it('an SPI that the other end does not hold cannot be compared', () => {
    const stale = end('fw-right', [sa('cccccccc', 'aaaaaaaa', { in: 5 })]);
    expect(judged(end('fw-left', left({ out: 10 })), stale).why).toContain('no SA with the SPI bbbbbbbb');
  });

  it('several children each by itself, the worst first', () => {
    const sender = [...left({ out: 50 }), sa('a2a2a2a2', 'b2b2b2b2', { out: 40 }, { name: 'voice' })];
    const receiver = [...right({ in: 50 }), sa('b2b2b2b2', 'a2a2a2a2', { in: 0 }, { name: 'voice' })];
    const { arrivals } = arrivalOf(end('fw-left', sender), end('fw-right', receiver));
    expect(arrivals.map(({ passage, state }) => `${passage.child} ${state}`)).toEqual([
      'voice none',
      'lan all',
    ]);
  });

  it('an end that cannot be read leaves the reason', () => {
    const gone = {
      name: 'fw-right',
      live: { ...onlyOne, says: 'fw-right cannot be reached.' },
      later: onlyOne,
    };
    expect(judged(end('fw-left', left({ out: 10 })), gone).why).toBe('fw-right cannot be reached.');
  });
});

describe('counters that do not cover the same packets', () => {
  const tunnel = { scope: 'tunnel' as const };
  const both = (l: Counts, r: Counts) => life({ ...l, ...tunnel }, { ...r, ...tunnel });

  it('started again at one end: more came in than went out', () => {
    expect(both({ out: 1000, in: 900 }, { in: 40, out: 30 }).why).toContain('do not cover the same packets');
  });

  it('are sure when the way back balances', () => {
    expect(both({ out: 300, in: 260 }, { in: 200, out: 260 })).toMatchObject({ state: 'part', sure: true });
    expect(both({ out: 300 }, { in: 200 })).toMatchObject({ state: 'part', sure: false });
  });

  it('do not move at all, because the hardware does the work', () => {
    expect(life({ out: 0, in: 0 }, { in: 500, out: 400 }).why).toContain('do not cover the same packets');
  });

  it('of a tunnel against those of its present SA', () => {
    expect(life({ out: 9000, ...tunnel }, { in: 50 }).why).toContain('counts its tunnel');
    expect(life({ out: 40 }, { in: 9000, ...tunnel }).why).toContain('its tunnel since longer');
    expect(life({ out: 40 }, { in: 0, ...tunnel })).toMatchObject({ state: 'none' });
  });
});

describe('an end that tells no SPIs', () => {
  const untold = (counts: Counts): ChildSa[] => [
    childSa({
      spiIn: null,
      spiOut: null,
      counters: {
        scope: 'tunnel',
        identity: 'to-left',
        packetsIn: null,
        packetsOut: null,
        bytesIn: BigInt(counts.in ?? 0),
        bytesOut: BigInt(counts.out ?? 0),
        lastInAt: null,
        lastOutAt: null,
        errors: { authentication: null, decryption: null, replay: null, lifetime: null },
        acquires: null,
      },
    }),
  ];
  const forti = (first: Counts, later: Counts) => end('fgt', untold(first), untold(later));
  const panos = (first: Counts, later: Counts) => end('fw', left(first), left(later));

  it('is not said to lack the SA of the other one', () => {
    const { open } = arrivalOf(panos({ out: 5 }, { out: 90 }), forti({ in: 1 }, { in: 9000 }));
    expect(open).toEqual(['fgt does not tell the SPIs of its SAs.']);
  });
});
