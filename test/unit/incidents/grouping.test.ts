// Which incident a group of failing tunnels opens or joins.

import { describe, expect, it } from 'vitest';
import type { Happening, RecordedVerdict } from '../../../src/incidents/events.js';
import { openOrJoin, type ToldGroup } from '../../../src/incidents/grouping.js';
import { type Incident, incidentFrom } from '../../../src/incidents/incident.js';
import { whatHappened } from '../../../src/incidents/words.js';

const by = { id: 'tunnelmedic', name: 'Tunnelmedic' };
const shares = { kind: 'interface', device: 'hub', value: 'ethernet1/1', of: 40 } as const;
const because = { kind: 'alert', source: 'Alertmanager', name: 'Down', link: null, key: 'f' } as const;
const group = (tunnels: readonly string[], over: Partial<ToldGroup> = {}): ToldGroup => {
  return { tunnels, beside: [], shares, because, severity: 'high', channel: null, onCall: null, ...over };
};

function incident(id: string, minute: number, tunnels: readonly string[], more: readonly Happening[] = []) {
  const [tunnel = '', ...others] = tunnels;
  const all: readonly Happening[] = [
    { kind: 'opened', tunnel, others, shares, severity: 'normal', channel: null },
    ...more,
  ];
  return incidentFrom(
    all.map((what, index) => {
      const at = new Date(Date.UTC(2026, 2, 1, 10, minute + index)).toISOString();
      return { incident: id, seq: index + 1, at, by, key: `${id}-${index}`, what };
    }),
  );
}

const mismatch = {
  cause: 'ike-proposal-mismatch',
  confidence: 'certain',
  side: 'ours',
  summary: 's',
  ruledOut: [],
  nextOurs: '',
  nextTheirs: '',
} as const;

function decided(open: readonly Incident[], wanted: ToldGroup, minute = 10) {
  const at = new Date(Date.UTC(2026, 2, 1, 10, minute)).toISOString();
  const [write, ...others] = openOrJoin(open, wanted, { by, at, key: 'k', newId: 'inc-new' });
  expect(others).toEqual([]);
  return { incident: write?.incident, what: write?.event.what, afterSeq: write?.afterSeq };
}

describe('tunnels that fail together', () => {
  it('open one incident that names what they share and what told of it', () => {
    expect(decided([], group(['a', 'b', 'c']))).toEqual({
      incident: 'inc-new',
      what: {
        kind: 'opened',
        tunnel: 'a',
        others: ['b', 'c'],
        shares,
        because,
        severity: 'high',
        channel: null,
      },
      afterSeq: 0,
    });
  });

  it('open an incident of one tunnel as people do, when it is one', () => {
    const { what } = decided([], group(['a'], { shares: null }));
    expect(what).toEqual({ kind: 'opened', tunnel: 'a', because, severity: 'high', channel: null });
  });

  it('join the incident that some of them belong to', () => {
    const open = [incident('inc-1', 8, ['a', 'b'])];
    expect(decided(open, group(['b', 'c']))).toMatchObject({
      incident: 'inc-1',
      what: { kind: 'joined', tunnels: ['c'], shares, because },
      afterSeq: 1,
    });
  });

  it('join the one that broke just before with the same thing, though none of them belonged to it', () => {
    const open = [incident('inc-1', 5, ['a', 'b'])];
    expect(decided(open, group(['c', 'd']))).toMatchObject({
      incident: 'inc-1',
      what: { tunnels: ['c', 'd'] },
    });
    expect(decided(open, group(['c', 'd']), 40).incident).toBe('inc-new');
    const elsewhere = { ...shares, value: 'ethernet1/2' };
    expect(decided(open, group(['c', 'd'], { shares: elsewhere })).incident).toBe('inc-new');
  });

  it('do not join what is broken since yesterday because one of them is', () => {
    const open = [incident('inc-old', -900, ['a'])];
    const { incident: id, what } = decided(open, group(['a', 'b', 'c']));
    expect(id).toBe('inc-new');
    expect(what).toMatchObject({ tunnel: 'b', others: ['c'] });
  });

  it('join it all the same when most of them belong to it', () => {
    const open = [incident('inc-old', -900, ['a', 'b'])];
    expect(decided(open, group(['a', 'b', 'c']))).toMatchObject({
      incident: 'inc-old',
      what: { kind: 'joined', tunnels: ['c'] },
    });
  });

  describe('beside one whose cause is known', () => {
    const told = (cause: RecordedVerdict['cause'], confidence: RecordedVerdict['confidence'] = 'certain') => [
      incident('inc-1', 8, ['a'], [{ kind: 'verdict', verdict: { ...mismatch, cause, confidence } }]),
    ];

    it.each([
      ['a line', shares],
      ['nothing', null],
    ])('open their own, because its proposals explain no other tunnel: they share %s', (_, common) => {
      const { incident: id, what } = decided(told('ike-proposal-mismatch'), {
        ...group(['a', 'b', 'c'], { shares: common }),
      });
      expect(id).toBe('inc-new');
      expect(what).toMatchObject({ kind: 'opened', tunnel: 'b', others: ['c'] });
    });

    it.each([
      ['it may have another cause', told('ike-proposal-mismatch', 'possible'), shares],
      ['a silent peer may be the line of all', told('peer-unreachable'), shares],
      [
        'the partner changed it for all of its tunnels',
        told('ike-proposal-mismatch'),
        { kind: 'peer', device: null, value: '203.0.113.9', of: 3 } as const,
      ],
    ])('join it where %s', (_, open, common) => {
      expect(decided(open, group(['b', 'c'], { beside: ['a'], shares: common })).incident).toBe('inc-1');
    });
  });

  it('tell an incident that has all of them already only of the alert', () => {
    const open = [incident('inc-1', -900, ['a', 'b'])];
    expect(decided(open, group(['b', 'a']))).toMatchObject({
      incident: 'inc-1',
      what: { kind: 'alert', name: 'Down', key: 'f', status: 'firing', tunnels: ['b', 'a'] },
    });
  });

  it('claim nothing in common when those that join share another thing', () => {
    const open = [incident('inc-1', 9, ['a', 'b'])];
    const other = { ...shares, kind: 'peer', device: null, value: '203.0.113.9' } as const;
    expect(decided(open, group(['b', 'c'], { shares: other })).what).toMatchObject({ shares: null });
  });
});

describe('an incident of several tunnels', () => {
  const whole = (more: readonly Happening[]) => incident('inc-1', 0, ['a', 'b', 'c'], more);

  it('goes on with another one when the tunnel leaves that stood for all, and knows nothing of its cause', () => {
    const verdict = { ...mismatch, cause: 'psk-mismatch', confidence: 'likely' } as const;
    const left = whole([
      { kind: 'verdict', verdict },
      { kind: 'looked', tunnels: [{ tunnel: 'a', state: 'down', since: null }] },
      { kind: 'left', tunnels: ['a'], to: 'inc-2' },
    ]);
    expect(left).toMatchObject({ tunnel: 'b', tunnels: ['b', 'c'], seen: [], verdict: null, fault: null });
  });

  it('keeps the newest look at each', () => {
    const { seen } = whole([
      {
        kind: 'looked',
        tunnels: [
          { tunnel: 'a', state: 'down', since: null },
          { tunnel: 'b', state: 'down', since: null },
        ],
      },
      { kind: 'looked', tunnels: [{ tunnel: 'b', state: 'up', since: '2026-03-01T10:01:30.000Z' }] },
    ]);
    expect(seen.map(({ tunnel, state }) => `${tunnel} ${state}`)).toEqual(['a down', 'b up']);
  });

  it('is told in sentences', () => {
    const told = (what: Happening) => whatHappened(what, by);
    expect(
      told({
        kind: 'opened',
        tunnel: 'a',
        others: ['b'],
        shares,
        because,
        severity: 'low',
        channel: null,
      }),
    ).toBe(
      'opened the incident for 2 tunnels that leave hub by ethernet1/1, after the alert Down of Alertmanager',
    );
    expect(told({ kind: 'joined', tunnels: ['a', 'b', 'c', 'd', 'e'], shares: null })).toBe(
      'added 5 tunnels (a, b, c and 2 more)',
    );
    expect(told({ kind: 'left', tunnels: ['a'], to: 'inc-2' })).toBe('gave a an incident of its own: inc-2');
    expect(told({ kind: 'merged', from: 'inc-2', tunnels: ['a', 'b'], shares: null })).toBe(
      'merged inc-2 into it: 2 tunnels (a, b)',
    );
    expect(
      told({
        kind: 'looked',
        tunnels: [
          { tunnel: 'a', state: 'up', since: null },
          { tunnel: 'b', state: 'unknown', since: null },
        ],
      }),
    ).toBe('looked: a up; b cannot tell');
  });
});
