// When shifts change, with the hour that summer time takes and gives back.

import { describe, expect, it } from 'vitest';
import { changeAt, nextChange } from '../../../src/jobs/shiftChanges.js';

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

  it('are none where the plan has none', () => {
    expect(changeAt(berlin, '2026-10-25T05:30:00.000Z')).toBeNull();
  });
});
