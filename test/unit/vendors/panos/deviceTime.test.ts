import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeClock } from '../../../../src/vendors/panos/deviceTime.js';

function placed(printed: string, now: string) {
  const time = placeClock(printed, Date.parse(now));
  if (!time) throw new Error('not placed');
  return time;
}

describe('the clock of a firewall', () => {
  it('is placed by its zone and our clock', () => {
    const { clock } = placed('Wed May 31 11:50:21 PDT 2023 ', '2023-05-31T18:50:21.500Z');
    expect(clock).toEqual({
      deviceTime: '2023-05-31T18:50:21.000Z',
      offsetMs: 0,
      zone: 'PDT',
      utcOffsetMinutes: -420,
    });
  });

  it('shows how far it is ahead or behind', () => {
    expect(placed('Mon Mar  2 15:01:40 CET 2026', '2026-03-02T14:00:00.500Z').clock.offsetMs).toBe(100_000);
    expect(placed('Mon Mar  2 14:50:00 UTC 2026', '2026-03-02T15:00:00.500Z').clock.offsetMs).toBe(-600_000);
  });

  it.each([
    ['CST', '2026-03-02T15:00:00Z', 'Mon Mar  2 09:00:00 CST 2026', -360],
    ['CST', '2026-03-02T15:00:00Z', 'Mon Mar  2 23:00:00 CST 2026', 480],
    ['IST', '2026-03-02T15:00:00Z', 'Mon Mar  2 20:30:00 IST 2026', 330],
    ['IST', '2026-03-02T15:00:00Z', 'Mon Mar  2 17:00:00 IST 2026', 120],
    ['+0545', '2026-03-02T15:00:00Z', 'Mon Mar  2 20:45:00 +0545 2026', 345],
    ['-03', '2026-03-02T15:00:00Z', 'Mon Mar  2 12:00:00 -03 2026', -180],
    ['XYZT', '2026-03-02T15:00:00Z', 'Mon Mar  2 18:30:10 XYZT 2026', 210],
  ])('understands the ambiguous, numeric or unknown zone %s', (_, now, printed, minutes) => {
    expect(placed(printed, now).clock.utcOffsetMinutes).toBe(minutes);
  });

  it.each([
    '',
    'soon',
    '2026-03-02 15:00:00',
    'Mon Foo  2 15:00:00 CET 2026',
    'Mon Feb 30 15:00:00 CET 2026',
  ])('is not guessed from "%s"', (printed) => {
    expect(placeClock(printed, 0)).toBeNull();
  });
});

describe('times without zone', () => {
  const winter = placed('Mon Mar 30 15:00:00 CEST 2026', '2026-03-30T13:00:00.500Z');

  it('before the change of summer time use the offset of their own day', () => {
    expect(winter.readLogTime('2026/03/28 10:00:00')).toBe('2026-03-28T09:00:00.000Z');
    expect(winter.readLogTime('2026/03/30 10:00:00')).toBe('2026-03-30T08:00:00.000Z');
  });

  it('in the hour that occurs twice are taken by the present offset', () => {
    const autumn = placed('Sun Oct 25 04:00:00 CET 2026', '2026-10-25T03:00:00.500Z');
    expect(autumn.readLogTime('2026/10/25 02:30:00')).toBe('2026-10-25T01:30:00.000Z');
    expect(autumn.readLogTime('2026/10/25 01:30:00')).toBe('2026-10-24T23:30:00.000Z');
  });

  it('are given by our clock: the skew of the device is taken out', () => {
    const ahead = placed('Mon Mar  2 15:05:00 CET 2026', '2026-03-02T14:00:00.500Z');
    expect(ahead.readLogTime('2026/03/02 15:05:00')).toBe('2026-03-02T14:00:00.000Z');
    expect(ahead.readZonedTime('2026-03-02T15:05:00.000+01:00')).toBe('2026-03-02T14:00:00.000Z');
    expect(ahead.printLogTime('2026-03-02T14:00:00.000Z')).toBe('2026/03/02 15:05:00');
  });

  it('come back from a query time as they went in', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-04-01'), max: new Date('2026-10-01'), noInvalidDate: true }),
        (date) => {
          const iso = new Date(Math.floor(date.getTime() / 1_000) * 1_000).toISOString();
          expect(winter.readLogTime(winter.printLogTime(iso))).toBe(iso);
        },
      ),
    );
  });

  it.each(['', '2026/13/01 00:00:00', '2026/02/30 00:00:00', '2026-03-02T00:00:00Z'])(
    'are not guessed from "%s"',
    (printed) => {
      expect(winter.readLogTime(printed)).toBeNull();
    },
  );
});

describe('times without year', () => {
  it('are the latest that is not in the future, and what follows them', () => {
    const time = placed('Tue Mar  3 00:10:00 CET 2026', '2026-03-02T23:10:00.500Z');
    const created = time.readPastSaTime('Mar.02 23:10:04');
    expect(created).toBe('2026-03-02T22:10:04.000Z');
    expect(time.readLaterSaTime('Mar.03 07:10:04', created ?? '')).toBe('2026-03-03T06:10:04.000Z');
  });

  it('step over the new year in both directions', () => {
    const time = placed('Thu Jan  1 00:30:00 UTC 2026', '2026-01-01T00:30:00.500Z');
    const created = time.readPastSaTime('Dec.31 23:44:58');
    expect(created).toBe('2025-12-31T23:44:58.000Z');
    expect(time.readLaterSaTime('Jan.01 07:44:58', created ?? '')).toBe('2026-01-01T07:44:58.000Z');
  });

  it('find the leap day', () => {
    const time = placed('Sun Mar  1 00:30:00 UTC 2026', '2026-03-01T00:30:00.500Z');
    expect(time.readPastSaTime('Feb.29 12:00:00')).toBe('2024-02-29T12:00:00.000Z');
  });
});
