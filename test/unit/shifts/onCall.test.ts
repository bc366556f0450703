import { describe, expect, it } from 'vitest';
import type { Turn } from '../../../src/shifts/calendar.js';
import { onCallAt } from '../../../src/shifts/onCall.js';
import { everybody, type Team } from '../../../src/shifts/team.js';

const shifts: Team = {
  ...everybody,
  name: 'netops',
  zone: 'Europe/Berlin',
  starts: ['06:00', '18:00'],
  people: { '06:00': ['UDAY'], '18:00': ['UNIGHT'] },
};

function withTurns(turns: readonly Turn[] | null): Team {
  return { ...shifts, rotation: { people: { Ana: ['UANA'] }, turns: async () => turns } };
}

const ana: Turn = { from: '2026-03-01T08:00:00.000Z', to: '2026-03-08T08:00:00.000Z', text: 'Ana, primary' };
const noon = '2026-03-01T12:00:00.000Z';

describe('who is on call', () => {
  it('is who the shift names, until it ends', async () => {
    expect(await onCallAt(shifts, noon)).toEqual({
      people: ['UDAY'],
      until: '2026-03-01T17:00:00.000Z',
      by: 'shifts',
      trouble: null,
      says: null,
    });
  });

  it('is whom the calendar names, before the shift', async () => {
    expect(await onCallAt(withTurns([ana]), noon)).toMatchObject({
      people: ['UANA'],
      until: ana.to,
      by: 'calendar',
    });
  });

  it('is the one who comes, at the very instant of the change', async () => {
    expect(await onCallAt(withTurns([ana]), ana.to)).toMatchObject({
      people: ['UDAY'],
      by: 'shifts',
      trouble: null,
    });
  });

  it('is the shift where the calendar names somebody whom nobody mapped, and that is said', async () => {
    expect(await onCallAt(withTurns([{ ...ana, text: 'Mei' }]), noon)).toMatchObject({
      people: ['UDAY'],
      by: 'shifts',
      trouble: 'nobody-named',
      says: 'Mei',
    });
  });

  it('is the shift while the calendar cannot be read, and that is said', async () => {
    expect(await onCallAt(withTurns(null), noon)).toMatchObject({
      people: ['UDAY'],
      trouble: 'calendar-unread',
    });
  });
});
