// When shifts change, with the hour that summer time takes and gives back.

import { describe, expect, it } from 'vitest';
import { changeAt, lastChange, nextChange, startAt } from '../../../src/shifts/change.js';

const berlin = { name: 'net', zone: 'Europe/Berlin', starts: ['06:00', '14:00', '22:00'] };

describe('shift changes', () => {
  it('come at the next start in the zone of the team', () => {
    expect(nextChange(berlin, new Date('2026-01-10T12:00:00Z'))).toEqual({
      team: 'net',
      at: '2026-01-10T13:00:00.000Z',
      from: '2026-01-10T05:00:00.000Z',
    });
  });

  it('move by an hour in UTC when summer time begins, and the night shift is an hour shorter', () => {
    expect(nextChange(berlin, new Date('2026-03-28T23:00:00Z'))).toEqual({
      team: 'net',
      at: '2026-03-29T04:00:00.000Z',
      from: '2026-03-28T21:00:00.000Z',
    });
  });

  it('know the shift that ends at an instant', () => {
    expect(changeAt(berlin, '2026-10-25T05:00:00.000Z')).toEqual({
      team: 'net',
      at: '2026-10-25T05:00:00.000Z',
      from: '2026-10-24T20:00:00.000Z',
    });
  });

  it('know which one came last', () => {
    expect(lastChange(berlin, new Date('2026-01-10T13:00:00Z'))).toEqual({
      team: 'net',
      at: '2026-01-10T13:00:00.000Z',
      from: '2026-01-10T05:00:00.000Z',
    });
  });

  it('come once in the night in which an hour is repeated, at its first time', () => {
    const night = { name: 'net', zone: 'Europe/Berlin', starts: ['02:30', '14:00'] };
    const first = nextChange(night, new Date('2026-10-24T23:00:00Z'));
    expect(first.at).toBe('2026-10-25T00:30:00.000Z');
    // 02:30 comes again an hour later: that is no change.
    expect(nextChange(night, new Date(first.at)).at).toBe('2026-10-25T13:00:00.000Z');
    expect(changeAt(night, '2026-10-25T01:30:00.000Z')).toBeNull();
    expect(startAt(night, first.at)).toBe('02:30');
  });

  it('come when the clock has jumped over their time, and are still those of that start', () => {
    const night = { name: 'net', zone: 'Europe/Berlin', starts: ['02:30', '14:00'] };
    const jumped = nextChange(night, new Date('2026-03-29T00:00:00Z'));
    expect(jumped.at).toBe('2026-03-29T01:30:00.000Z');
    expect(startAt(night, jumped.at)).toBe('02:30');
    expect(changeAt(night, jumped.at)).toMatchObject({ from: '2026-03-28T13:00:00.000Z' });
  });

  it('stay apart when the clock jumps over two of them', () => {
    const two = { name: 'net', zone: 'Europe/Berlin', starts: ['02:00', '02:30', '03:30'] };
    const seen = [];
    for (let now = new Date('2026-03-29T00:00:00Z'); seen.length < 4; now = new Date(seen.at(-1) ?? 0))
      seen.push(nextChange(two, now).at);
    expect(seen).toEqual([...new Set(seen)].sort());
  });

  it('are none where the plan has none', () => {
    expect(changeAt(berlin, '2026-10-25T05:30:00.000Z')).toBeNull();
  });
});
