// What the watch trusts, when it says so, and what it never takes for an outage.

import { describe, expect, it } from 'vitest';
import type { SweepRow } from '../../../src/domain/sweep.js';
import { minute, row, tunnel, Watching } from './watching.js';

const up = row('up');
const down = row('down');
const dark = row('unknown');

function counted(packetsIn: bigint, packetsOut: bigint, spi = 'c0000001'): SweepRow {
  const [child] = up.children;
  if (!child) throw new Error('a row has a child');
  const counters = { identity: spi, bytesIn: null, bytesOut: null, packetsIn, packetsOut };
  return { ...up, children: [{ ...child, spiIn: spi, counters }] };
}

describe('a tunnel that breaks', () => {
  it('is told at the second look, once, with the time of the first', () => {
    const watching = new Watching();
    watching.minutes(0, [up, up, down, down, down, down]);
    expect(watching.changes.filter(({ quiet }) => quiet === null)).toEqual([
      { tunnel: 'paris-hq', from: 'up', to: 'down', at: minute(2), basis: 'It is down.', quiet: null },
    ]);
  });

  it('is told at the first look when the device itself says that the negotiation failed', () => {
    const watching = new Watching();
    watching.minutes(0, [up, up, row('down', { failure: true })]);
    expect(watching.told()).toEqual(['up-down']);
  });

  it('is told at the first look when its monitor fell with the SAs', () => {
    const watching = new Watching();
    watching.minutes(0, [row('up', { monitor: 'up' }), row('down', { monitor: 'down' })]);
    expect(watching.told()).toEqual(['up-down']);
  });

  it('has the time that the device tells, where that can be', () => {
    const watching = new Watching();
    const broke = '2026-03-01T10:01:20Z';
    watching.minutes(0, [up, up, row('down', { since: broke }), row('down', { since: broke })]);
    expect(watching.state()?.since).toBe('2026-03-01T10:01:20.000Z');
  });

  it('has the time of the look where the device tells one at which it was seen up', () => {
    const watching = new Watching();
    const before = row('down', { since: minute(-300) });
    watching.minutes(0, [up, up, up, before, before]);
    expect(watching.state()?.since).toBe(minute(3));
  });

  it('is back at the second look, or at the first that counts packets both ways', () => {
    const slow = new Watching();
    slow.minutes(0, [up, down, down, up]);
    expect(slow.told()).toEqual(['up-down']);
    slow.minutes(4, [up]);
    expect(slow.told()).toEqual(['up-down', 'down-up']);
    const quick = new Watching();
    quick.minutes(0, [up, down, down, counted(5n, 7n, 'c0000009')]);
    const [child] = up.children;
    if (!child) throw new Error('a row has a child');
    const bytes = (count: bigint): SweepRow => ({
      ...up,
      children: [
        {
          ...child,
          spiIn: null,
          spiOut: null,
          counters: {
            identity: 'to-hq',
            bytesIn: count,
            bytesOut: count,
            packetsIn: null,
            packetsOut: null,
          },
        },
      ],
    });
    const inBytes = new Watching();
    inBytes.minutes(0, [
      bytes(1_000n),
      { ...bytes(1_000n), state: 'down' },
      { ...bytes(1_000n), state: 'down' },
    ]);
    inBytes.minutes(3, [bytes(9_000n)]);
    expect(inBytes.told()).toEqual(['up-down', 'down-up']);
    expect(quick.told()).toEqual(['up-down', 'down-up']);
  });

  it('makes periods without a gap between them', () => {
    const watching = new Watching();
    watching.minutes(0, [up, up, down, down, up, up]);
    expect(watching.periods.map(({ state, from }) => [state, from])).toEqual([
      ['up', minute(0)],
      ['down', minute(2)],
      ['up', minute(4)],
    ]);
  });
});

describe('what is no outage', () => {
  it('a first look, whatever it finds, and its recovery', () => {
    const watching = new Watching();
    watching.minutes(0, [down, down, up, up]);
    expect(watching.told()).toEqual([]);
    expect(watching.changes.map(({ quiet }) => quiet)).toEqual(['first-look', 'first-look']);
  });

  it('a look that cannot tell: the last state stands, with its age', () => {
    const watching = new Watching();
    watching.minutes(0, [up, dark, dark, dark]);
    expect(watching.changes.map(({ quiet }) => quiet)).toEqual(['first-look']);
    expect(watching.state()).toMatchObject({ state: 'up', seenAt: minute(0), blind: true });
  });

  it('one look without the SA when it had to be renewed, also when the device says that a try failed', () => {
    const watching = new Watching();
    const [child] = up.children;
    if (!child) throw new Error('a row has a child');
    const due = row('up', { children: [{ ...child, expiresAt: minute(1.5) }] });
    watching.minutes(0, [
      due,
      row('down', { failure: true }),
      down,
      due,
      row('down', { failure: true }),
      due,
    ]);
    expect(watching.told()).toEqual([]);
  });

  it('two looks without it after another unit of the pair took over, but not three', () => {
    const watching = new Watching();
    watching.minutes(0, [up, up], { unit: 'fw-1' });
    watching.minutes(2, [row('down', { failure: true }), down], { unit: 'fw-2' });
    expect(watching.told()).toEqual([]);
    watching.minutes(4, [down], { unit: 'fw-2' });
    expect(watching.told()).toEqual(['up-down']);
  });

  it('planned work; what is still down after it is told', () => {
    const watching = new Watching();
    const maintenance = { from: minute(1), to: minute(5), why: 'upgrade' };
    const given = { tunnels: [tunnel(null, { maintenance })] };
    watching.minutes(0, [up, down, down, down], given);
    expect(watching.told()).toEqual([]);
    expect(watching.periods.at(-1)).toMatchObject({ state: 'disabled', planned: true });
    watching.minutes(5, [down, down], { tunnels: [tunnel()] });
    expect(watching.told()).toEqual(['disabled-down']);
  });

  it('planned work that ends well', () => {
    const watching = new Watching();
    const maintenance = { from: minute(1), to: minute(5), why: 'upgrade' };
    watching.minutes(0, [up, down, down], { tunnels: [tunnel(null, { maintenance })] });
    watching.minutes(5, [up, up]);
    expect(watching.told()).toEqual([]);
  });
});

describe('a mute', () => {
  it('keeps a change quiet, and owes one word when it ends and nothing is better', () => {
    const watching = new Watching();
    watching.minutes(0, [up, down, down, down], { muted: ['paris-hq'] });
    expect(watching.changes.at(-1)).toMatchObject({ from: 'up', to: 'down', quiet: 'muted' });
    expect(watching.periods.at(-1)).toMatchObject({ planned: true });
    watching.minutes(4, [down, down]);
    expect(watching.told()).toEqual(['up-down']);
    expect(watching.changes.at(-1)?.at).toBe(minute(1));
    watching.minutes(6, [up, up]);
    expect(watching.told()).toEqual(['up-down', 'down-up']);
  });

  it('owes nothing for what is over', () => {
    const watching = new Watching();
    watching.minutes(0, [up, down, down, up, up], { muted: ['paris-hq'] });
    watching.minutes(5, [up, up]);
    expect(watching.told()).toEqual([]);
  });
});

describe('a tunnel that flaps', () => {
  it('is told once, and not again until it stayed as it is for a quarter of an hour', () => {
    const watching = new Watching();
    const flaps = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? up : down));
    watching.minutes(0, flaps);
    expect(watching.told()).toEqual(['up-flapping']);
    expect(watching.state()?.basis).toBe(
      'It changed between working and not working 4 times since 10:01:00 UTC.',
    );
    watching.minutes(
      20,
      Array.from({ length: 14 }, () => up),
    );
    expect(watching.told()).toEqual(['up-flapping']);
    watching.minutes(34, [up, up]);
    expect(watching.told()).toEqual(['up-flapping', 'flapping-up']);
  });

  it('that stays down is down in the end', () => {
    const watching = new Watching();
    watching.minutes(0, [up, down, up, down, up, ...Array.from({ length: 20 }, () => down)]);
    expect(watching.told()).toEqual(['up-flapping', 'flapping-down']);
  });
});

describe('two ends', () => {
  const both = { tunnels: [tunnel('fw-hq')] };

  it('one up and one down is degraded only while both were asked about now', () => {
    const watching = new Watching();
    for (let at = 0; at < 3; at += 1) {
      watching.look('fw-paris', minute(at), [up], both);
      watching.look('fw-hq', minute(at + 0.5), [up], both);
    }
    // fw-hq is not asked any more: its last word is from before.
    watching.minutes(5, [down, down], both);
    expect(watching.told()).toEqual(['up-down']);
  });

  it('an end that could not be asked never changes what the other knows', () => {
    const watching = new Watching();
    for (let at = 0; at < 12; at += 1) {
      watching.look('fw-paris', minute(at), [up], both);
      watching.look('fw-hq', minute(at + 0.5), at < 2 ? [up] : null, both);
    }
    expect(watching.told()).toEqual([]);
    expect(watching.state()?.state).toBe('up');
  });

  it('one end up and the other one down for a while is degraded', () => {
    const watching = new Watching();
    for (let at = 0; at < 5; at += 1) {
      watching.look('fw-paris', minute(at), [up], both);
      watching.look('fw-hq', minute(at + 0.5), [at < 1 ? up : down], both);
    }
    expect(watching.told()).toEqual(['up-degraded']);
  });

  it('a fault that only one end knows, and knew before anybody looked, is no news', () => {
    const watching = new Watching();
    for (let at = 0; at < 5; at += 1) {
      watching.look('fw-hq', minute(at), [up], both);
      watching.look('fw-paris', minute(at + 0.1), [row('degraded', { monitor: 'down' })], both);
    }
    expect(watching.told()).toEqual([]);
    expect(watching.state()?.state).toBe('degraded');
  });

  it('one of which the other is never heard is watched by the one that answers', () => {
    const watching = new Watching();
    watching.minutes(0, [up, up, down, down], both);
    expect(watching.told()).toEqual(['up-down']);
  });

  it('a tunnel keeps its name while the other device does not tell its tunnels', () => {
    const watching = new Watching();
    watching.look('fw-paris', minute(0), [up], both);
    watching.look('fw-hq', minute(0.5), [up], both);
    const alone = { ...tunnel(null, {}, 'to-hq'), ours: tunnel('fw-hq').theirs ?? tunnel().ours };
    watching.look('fw-hq', minute(1.5), [down], { tunnels: [alone], complete: false });
    watching.look('fw-hq', minute(2.5), [down], { tunnels: [alone], complete: false });
    expect(watching.state('to-hq')).toBeNull();
    expect(watching.told()).toEqual(['up-down']);
  });

  it('a tunnel takes no name that another one has by now', () => {
    const watching = new Watching();
    watching.look('fw-paris', minute(0), [up], { tunnels: [tunnel('fw-hq')] });
    const renamed = tunnel(null, {}, 'to-hq');
    const other = { ...tunnel(), ours: { ...tunnel().ours, tunnel: 'to-oslo' } };
    const given = { tunnels: [renamed, other], complete: false };
    const judged = watching.look('fw-paris', minute(1), [up, row('up', { tunnel: 'to-oslo' })], given);
    expect(judged.tunnels.map((one) => one.tunnel)).toEqual(['to-hq', 'paris-hq']);
  });
});

describe('the first look', () => {
  const both = { tunnels: [tunnel('fw-hq')] };

  it('lasts until both ends were looked at: what only one of them shows is no news', () => {
    const watching = new Watching();
    watching.look('fw-paris', minute(0), [up], both);
    watching.look('fw-hq', minute(0.5), [row('degraded')], both);
    for (let at = 1; at < 6; at += 1) {
      watching.look('fw-paris', minute(at), [up], both);
      watching.look('fw-hq', minute(at + 0.5), [row('degraded')], both);
    }
    expect(watching.told()).toEqual([]);
    expect(watching.state()).toMatchObject({ state: 'degraded', alone: null });
  });

  it('does not wait for an end that does not come', () => {
    const watching = new Watching();
    watching.minutes(0, [up, up, up, down, down], both);
    expect(watching.told()).toEqual(['up-down']);
  });

  it('of one end waits while another device does not tell its tunnels', () => {
    const watching = new Watching();
    watching.look('fw-paris', minute(0), [up], { complete: false });
    watching.look('fw-hq', minute(0.5), [down], both);
    watching.look('fw-paris', minute(1), [up], both);
    expect(watching.told()).toEqual([]);
  });
});

describe('packets', () => {
  it('that go out and never come in make it degraded at the third look', () => {
    const watching = new Watching();
    watching.minutes(0, [counted(0n, 0n), counted(0n, 40n), counted(0n, 80n)]);
    expect(watching.told()).toEqual([]);
    watching.minutes(3, [counted(0n, 120n)]);
    expect(watching.told()).toEqual(['up-degraded']);
  });

  it('that only flow one way by now, or are few, are no fault', () => {
    const watching = new Watching();
    watching.minutes(0, [counted(9n, 0n), counted(9n, 400n), counted(9n, 800n), counted(9n, 1200n)]);
    watching.minutes(4, [
      counted(0n, 1n, 'c0000002'),
      counted(0n, 3n, 'c0000002'),
      counted(0n, 5n, 'c0000002'),
    ]);
    expect(watching.told()).toEqual([]);
  });
});

describe('a device', () => {
  it('that does not answer three times is told once, its tunnels stay, and that it is back', () => {
    const watching = new Watching();
    watching.minutes(0, [up, null, null]);
    expect(watching.look('fw-paris', minute(3), null).deviceChange).toMatchObject({
      reachable: false,
      says: 'fw-paris did not answer.',
    });
    expect(watching.look('fw-paris', minute(4), null).deviceChange).toBeNull();
    expect(watching.look('fw-paris', minute(5), [up]).deviceChange).toMatchObject({ reachable: true });
    expect(watching.told()).toEqual([]);
  });

  it('that stays away is asked less often, at least every five minutes', () => {
    const watching = new Watching();
    watching.minutes(0, [up, ...Array.from({ length: 30 }, () => null)]);
    const { restsUntil } = watching.look('fw-paris', minute(31), null).device;
    const restMs = Date.parse(restsUntil ?? '') - Date.parse(minute(31));
    expect(restMs).toBeGreaterThan(120_000);
    expect(restMs).toBeLessThanOrEqual(300_000);
  });

  it('whose other unit answers marks a failover, and no rekey', () => {
    const watching = new Watching();
    watching.look('fw-paris', minute(0), [counted(1n, 1n)], { unit: 'fw-1' });
    const { marks } = watching.look('fw-paris', minute(1), [counted(1n, 1n, 'c00000aa')], { unit: 'fw-2' });
    expect(marks.map(({ kind, text }) => [kind, text])).toEqual([
      ['failover', 'fw-2 answers for fw-paris instead of fw-1.'],
    ]);
  });
});

describe('which tunnels', () => {
  it('a tunnel that somebody took out, or that is gone, is forgotten', () => {
    const watching = new Watching();
    watching.minutes(0, [up]);
    expect(
      watching.look('fw-paris', minute(1), [up], { asked: new Map([['paris-hq', false]]) }).forgotten,
    ).toEqual(['paris-hq']);
    watching.minutes(2, [up]);
    expect(watching.look('fw-paris', minute(3), [], { tunnels: [], complete: false }).forgotten).toEqual([]);
    expect(watching.look('fw-paris', minute(4), [], { tunnels: [] }).forgotten).toEqual(['paris-hq']);
  });

  it('an SA with another SPI is a rekey, marked and not told', () => {
    const watching = new Watching();
    watching.minutes(0, [counted(1n, 1n)]);
    const { marks, changes } = watching.look('fw-paris', minute(1), [counted(1n, 1n, 'c00000aa')]);
    expect(marks.map(({ kind }) => kind)).toEqual(['rekey']);
    expect(changes).toEqual([]);
  });

  it('an SA without a told SPI was renewed when it has clearly more time left, and not by a second of rounding', () => {
    const until = (expiresAt: string): SweepRow => ({
      ...up,
      children: up.children.map((child) => ({ ...child, spiIn: null, spiOut: null, expiresAt })),
    });
    const watching = new Watching();
    watching.minutes(0, [until('2026-03-01T11:00:00.000Z')]);
    const same = watching.look('fw-paris', minute(1), [until('2026-03-01T11:00:01.000Z')]);
    expect(same.marks).toEqual([]);
    const { marks } = watching.look('fw-paris', minute(2), [until('2026-03-01T18:59:00.000Z')]);
    expect(marks.map(({ kind }) => kind)).toEqual(['rekey']);
  });
});
