import { describe, expect, it } from 'vitest';
import {
  FAULT_KINDS,
  type Fault,
  type PairDraft,
  pair,
  type ScheduledFault,
} from '../../../src/simulator/index.js';
import { Pair } from '../../../src/simulator/pair/pair.js';
import { currentChild } from '../../../src/simulator/pair/state.js';
import { draft, NOON_MS, printed } from './site.js';

const HOUR_MS = 3_600_000;

function live(change: Partial<PairDraft> = {}, faults: readonly ScheduledFault[] = []): Pair {
  const lived = new Pair(pair({ ...draft(change), faults }), 7, NOON_MS - 3 * HOUR_MS, NOON_MS);
  lived.advance(NOON_MS);
  return lived;
}

function counters(lived: Pair, side: 'left' | 'right') {
  const row = lived.state.ends[side].counters[0];
  return { encap: Math.floor(row?.encapPackets ?? 0), decap: Math.floor(row?.decapPackets ?? 0) };
}

function isUp(lived: Pair): boolean {
  return (
    currentChild(lived.state, 'left', 0) !== undefined && currentChild(lived.state, 'right', 0) !== undefined
  );
}

describe('a healthy pair', () => {
  it('holds mirrored SPIs at both ends, through rekeys', () => {
    const lived = live();
    for (const hours of [0, 1, 5, 30]) {
      lived.advance(NOON_MS + hours * HOUR_MS);
      const [left, right] = [currentChild(lived.state, 'left', 0), currentChild(lived.state, 'right', 0)];
      expect(left?.spis).toEqual(right?.spis);
      expect(lived.state.ends.left.ikeSas[0]?.spis).toBe(lived.state.ends.right.ikeSas[0]?.spis);
    }
  });

  it('changes its SPIs at every lifetime and never counts backwards', () => {
    const lived = live();
    const before = currentChild(lived.state, 'left', 0)?.spis;
    const counted = counters(lived, 'left');
    lived.advance(NOON_MS + 2 * HOUR_MS);
    expect(currentChild(lived.state, 'left', 0)?.spis).not.toEqual(before);
    expect(counters(lived, 'left').encap).toBeGreaterThan(counted.encap);
  });

  it('moves its counters with the clock, and each packet sent at one end arrives at the other', () => {
    const lived = live();
    const start = { left: counters(lived, 'left'), right: counters(lived, 'right') };
    lived.advance(NOON_MS + 10_000);
    expect(counters(lived, 'left').encap - start.left.encap).toBe(420);
    expect(counters(lived, 'right').decap - start.right.decap).toBe(420);
    expect(counters(lived, 'right').encap - start.right.encap).toBe(370);
  });

  it('is the same however often it is asked in between', () => {
    const [once, often] = [live(), live()];
    for (let step = 1; step <= 100; step += 1) often.advance(NOON_MS + step * 60_000);
    once.advance(NOON_MS + 100 * 60_000);
    expect(often.state.ends.left.log).toEqual(once.state.ends.left.log);
    expect(counters(often, 'left')).toEqual(counters(once, 'left'));
  });

  it('does not move when the clock is read twice or goes back', () => {
    const lived = live();
    const before = counters(lived, 'left');
    lived.advance(NOON_MS - HOUR_MS);
    expect(counters(lived, 'left')).toEqual(before);
  });

  it('brings up one child SA for each proxy ID', () => {
    const lived = live({
      protects: [
        { name: 'a', left: '10.1.0.0/24', right: '10.2.0.0/24' },
        { name: 'b', left: '10.1.1.0/24', right: '10.2.1.0/24' },
      ],
    });
    expect(lived.state.ends.left.children.map((sa) => sa.index)).toEqual([0, 1]);
  });

  it('works through NAT on port 4500', () => {
    const lived = live({ nat: { behind: 'left', publicAddress: '192.0.2.77' } });
    expect(isUp(lived)).toBe(true);
    expect(lived.state.ends.right.children[0]).toMatchObject({ port: 4500, natTraversal: true });
    expect(printed(lived, 'right').some((entry) => entry.text.includes('192.0.2.77'))).toBe(true);
  });
});

describe('faults that come and go while it runs', () => {
  const LIVE: readonly Fault[] = FAULT_KINDS.filter(
    (kind) => !['healthy', 'exchange-mode-mismatch', 'standby-node'].includes(kind),
  ).map((kind) => ({ kind }));

  it.each(LIVE)('$kind goes away again: the pair comes up at the next attempt', (fault) => {
    const lived = live();
    lived.inject(fault, NOON_MS);
    lived.advance(NOON_MS + 2 * HOUR_MS);
    lived.clear(fault, NOON_MS + 2 * HOUR_MS);
    lived.advance(NOON_MS + 2 * HOUR_MS + 120_000);
    expect(isUp(lived)).toBe(true);
    const [left, right] = [currentChild(lived.state, 'left', 0), currentChild(lived.state, 'right', 0)];
    expect(left?.spis).toEqual(right?.spis);
    const before = { left: counters(lived, 'left'), right: counters(lived, 'right') };
    lived.advance(NOON_MS + 2 * HOUR_MS + 180_000);
    expect(counters(lived, 'left').decap).toBeGreaterThan(before.left.decap);
    expect(counters(lived, 'right').decap).toBeGreaterThan(before.right.decap);
  });

  it('a dead path is noticed by the liveness check after about 324 seconds, not before', () => {
    const lived = live();
    lived.inject({ kind: 'dpd-timeout' }, NOON_MS);
    lived.advance(NOON_MS + 300_000);
    expect(lived.state.ends.left.ikeSas.length).toBe(1);
    lived.advance(NOON_MS + 330_000);
    expect(lived.state.ends.left.ikeSas.length).toBe(0);
  });

  it('without a liveness check an end keeps sending until its lifetime is over', () => {
    const off = { dpd: { enabled: false, intervalSeconds: 5, retries: 5 } };
    const lived = live({ left: { ...draft().left, gateway: off } });
    const installed = currentChild(lived.state, 'left', 0)?.installedAtMs ?? 0;
    lived.inject({ kind: 'dpd-timeout' }, NOON_MS);
    const before = counters(lived, 'left');
    lived.advance(installed + 3_500_000);
    expect(counters(lived, 'left').encap).toBeGreaterThan(before.encap);
    expect(currentChild(lived.state, 'left', 0)).toBeDefined();
    lived.advance(installed + 3_700_000);
    expect(currentChild(lived.state, 'left', 0)).toBeUndefined();
    expect(printed(lived, 'left').some((entry) => entry.eventid === 'ipsec-key-expire')).toBe(true);
  });

  it('one-way ESP: one end only sends, the other receives both ways of IKE', () => {
    const lived = live({}, [{ fault: { kind: 'esp-blocked', end: 'left' } }]);
    expect(isUp(lived)).toBe(true);
    expect(counters(lived, 'left').encap).toBeGreaterThan(0);
    expect(counters(lived, 'left').decap).toBe(0);
    expect(counters(lived, 'right').decap).toBe(counters(lived, 'left').encap);
  });

  it('SA mismatch: both ends hold SAs with different SPIs, and drop what arrives', () => {
    const lived = live({}, [{ fault: { kind: 'sa-mismatch', end: 'right' }, fromSecondsAgo: 600 }]);
    const [left, right] = [currentChild(lived.state, 'left', 0), currentChild(lived.state, 'right', 0)];
    expect(left).toBeDefined();
    expect(left?.spis).not.toEqual(right?.spis);
    expect(lived.state.ends.right.counters[0]?.wrongSpi).toBeGreaterThan(1000);
    expect(printed(lived, 'left').some((entry) => entry.text.includes('INVALID-SPI'))).toBe(true);
  });

  it('a monitor that is not answered goes down while the SAs stay', () => {
    const monitor = {
      destination: '10.255.0.2',
      action: 'wait-recover' as const,
      intervalSeconds: 3,
      threshold: 5,
    };
    const lived = live({ left: { ...draft().left, monitor } });
    expect(lived.state.ends.left.monitor.up).toBe(true);
    lived.inject({ kind: 'tunnel-monitor-failure', end: 'left' }, NOON_MS);
    lived.advance(NOON_MS + 14_000);
    expect(lived.state.ends.left.monitor.up).toBe(true);
    lived.advance(NOON_MS + 16_000);
    expect(lived.state.ends.left.monitor.up).toBe(false);
    expect(printed(lived, 'left').at(-1)).toMatchObject({
      eventid: 'tunnel-status-down',
      text: 'Tunnel vpn is down',
      severity: 'critical',
    });
    expect(isUp(lived)).toBe(true);
  });

  it('a rekey in progress holds two SAs of one row at both ends', () => {
    const lived = live({}, [{ fault: { kind: 'rekey-in-progress' } }]);
    expect(lived.state.ends.left.children.length).toBe(2);
    expect(lived.state.ends.right.children.map((sa) => sa.retired)).toEqual([true, false]);
  });

  it('two faults at once are both in force', () => {
    const lived = live({}, [
      { fault: { kind: 'esp-blocked', end: 'left' } },
      { fault: { kind: 'esp-blocked', end: 'right' } },
    ]);
    expect([counters(lived, 'left').decap, counters(lived, 'right').decap]).toEqual([0, 0]);
  });

  it('a commit shows in the config log with the setting, never with the key', () => {
    const lived = live();
    lived.inject({ kind: 'psk-mismatch', end: 'right' }, NOON_MS);
    const [change] = lived.state.ends.right.configLog;
    expect(change?.part).toBe('authentication');
    expect(JSON.stringify(lived.state.ends.right.configLog)).not.toContain('a-key-typed-wrong');
  });
});
