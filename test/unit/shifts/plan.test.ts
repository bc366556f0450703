// Shifts follow the clock on the wall of the team.

import { describe, expect, it } from 'vitest';
import { shiftAt } from '../../../src/shifts/plan.js';

const berlin = { zone: 'Europe/Berlin', starts: ['06:00', '14:00', '22:00'] };

function shift(instant: string, plan = berlin) {
  const { from, to } = shiftAt(new Date(instant), plan);
  return [from.toISOString(), to.toISOString()];
}

describe('a shift', () => {
  it('begins and ends at local times', () => {
    expect(shift('2026-01-15T09:00:00Z')).toEqual(['2026-01-15T05:00:00.000Z', '2026-01-15T13:00:00.000Z']);
  });

  it('crosses midnight', () => {
    expect(shift('2026-01-15T23:30:00Z')).toEqual(['2026-01-15T21:00:00.000Z', '2026-01-16T05:00:00.000Z']);
  });

  it('belongs to the later one at the moment of the change', () => {
    expect(shift('2026-01-15T13:00:00Z')[0]).toBe('2026-01-15T13:00:00.000Z');
  });

  it('is an hour shorter in the night in which summer time begins, and longer when it ends', () => {
    expect(shift('2026-03-29T01:30:00Z')).toEqual(['2026-03-28T21:00:00.000Z', '2026-03-29T04:00:00.000Z']);
    expect(shift('2026-10-25T01:30:00Z')).toEqual(['2026-10-24T20:00:00.000Z', '2026-10-25T05:00:00.000Z']);
  });

  it('that would begin in the skipped hour begins when the clock has jumped', () => {
    const plan = { zone: 'Europe/Berlin', starts: ['02:30', '14:00'] };
    expect(shift('2026-03-29T05:00:00Z', plan)[0]).toBe('2026-03-29T01:30:00.000Z');
  });

  it('that begins in the repeated hour begins when that hour comes first, and is an hour longer', () => {
    const plan = { zone: 'Europe/Berlin', starts: ['02:30', '14:00'] };
    const first = ['2026-10-25T00:30:00.000Z', '2026-10-25T13:00:00.000Z'];
    expect(shift('2026-10-25T00:30:00Z', plan)).toEqual(first);
    expect(shift('2026-10-25T01:30:00Z', plan)).toEqual(first);
    expect(shift('2026-10-25T00:29:59Z', plan)[1]).toBe('2026-10-25T00:30:00.000Z');
  });
});
