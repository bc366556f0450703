// Who is on call by a calendar that a real server serves: across the change to summer time, with an override, and while the server is away.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { teamsOf } from '../../src/app/rotations.js';
import { type OnCall, onCallAt } from '../../src/shifts/onCall.js';
import { createLogger } from '../../src/support/logger.js';
import { ManualClock } from '../support/manualClock.js';
import { Radicale } from './radicale.js';

let radicale: Radicale;
beforeAll(async () => {
  radicale = await Radicale.start();
});
afterAll(() => radicale.stop());

/** As calendar programs write it: a week each from Monday at nine in Berlin, and a zone with its rules. */
function rotation(...overrides: readonly string[]): string {
  return [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Test//EN', 'BEGIN:VTIMEZONE', 'TZID:Europe/Berlin'],
    ...['BEGIN:DAYLIGHT', 'DTSTART:19810329T020000', 'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3'],
    ...['TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200', 'TZNAME:CEST', 'END:DAYLIGHT'],
    ...['BEGIN:STANDARD', 'DTSTART:19961027T030000', 'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10'],
    ...['TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100', 'TZNAME:CET', 'END:STANDARD', 'END:VTIMEZONE'],
    ...weeks('ana', 'Ana Silva', '20260302', '20260309'),
    ...weeks('jonas', 'Jonas Weber', '20260309', '20260316'),
    ...overrides,
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}

const zone = 'TZID=Europe/Berlin';
const stamp = 'DTSTAMP:20260101T000000Z';

function weeks(uid: string, name: string, from: string, to: string): readonly string[] {
  return [
    ...['BEGIN:VEVENT', `UID:${uid}`, stamp, `SUMMARY:On call: ${name}`],
    ...[`DTSTART;${zone}:${from}T090000`, `DTEND;${zone}:${to}T090000`, 'RRULE:FREQ=WEEKLY;INTERVAL=2'],
    'END:VEVENT',
  ];
}

/** Mei stands in for Jonas in the week that begins on 6 April. */
const meiForJonas = [
  ...['BEGIN:VEVENT', 'UID:jonas', stamp, `RECURRENCE-ID;${zone}:20260406T090000`],
  ...[`DTSTART;${zone}:20260406T090000`, `DTEND;${zone}:20260413T090000`],
  ...['SUMMARY:On call: Mei Tanaka', 'ATTENDEE;CN=Mei Tanaka:mailto:mei@corp.example', 'END:VEVENT'],
];

function team(clock: ManualClock) {
  const settings = {
    ...{
      name: 'netops',
      channel: null,
      zone: 'Europe/Berlin',
      tunnels: [],
      onCall: { mention: true, own: true },
    },
    ...{ starts: ['09:00'], people: { '09:00': ['USHIFT'] } },
    calendar: {
      source: { url: async () => radicale.address, proxy: null },
      people: { 'Ana Silva': ['UANA'], 'Jonas Weber': ['UJONAS'], 'mei@corp.example': ['UMEI'] },
    },
  };
  const [made] = teamsOf([settings], { clock, log: createLogger('silent') });
  if (made === undefined) throw new Error('there is no team');
  return (at: string): Promise<OnCall> => onCallAt(made, at);
}

describe('the calendar of a real server', () => {
  it('tells who is on call, by the wall clock of its zone when summer time begins', async () => {
    await radicale.put(rotation());
    const at = team(new ManualClock('2026-03-20T12:00:00Z'));
    expect(await at('2026-03-23T07:59:00.000Z')).toMatchObject({ people: ['UANA'], by: 'calendar' });
    expect(await at('2026-03-23T08:00:00.000Z')).toMatchObject({ people: ['UJONAS'] });
    // The night in between lost an hour: nine o'clock is seven in UTC now.
    expect(await at('2026-03-30T06:59:00.000Z')).toMatchObject({
      people: ['UJONAS'],
      until: '2026-03-30T07:00:00.000Z',
    });
    expect(await at('2026-03-30T07:00:00.000Z')).toMatchObject({ people: ['UANA'] });
  });

  it('lets an override count as soon as it is read again, for that turn alone', async () => {
    const clock = new ManualClock('2026-04-01T12:00:00Z');
    await radicale.put(rotation());
    const at = team(clock);
    const inThatWeek = '2026-04-08T12:00:00.000Z';
    expect(await at(inThatWeek)).toMatchObject({ people: ['UJONAS'] });
    await radicale.put(rotation(...meiForJonas));
    expect(await at(inThatWeek)).toMatchObject({ people: ['UJONAS'] });
    await clock.advance(5 * 60_000);
    expect(await at(inThatWeek)).toMatchObject({ people: ['UMEI'], until: '2026-04-13T07:00:00.000Z' });
    expect(await at('2026-04-22T12:00:00.000Z')).toMatchObject({ people: ['UJONAS'] });
  });

  it('counts on from memory while its server is away, and where nothing was read the shift does, which is said', async () => {
    const clock = new ManualClock('2026-03-20T12:00:00Z');
    await radicale.put(rotation());
    const known = team(clock);
    expect(await known('2026-03-20T12:00:00.000Z')).toMatchObject({ people: ['UANA'], trouble: null });
    await radicale.stop();
    await clock.advance(5 * 60_000);
    expect(await known('2026-03-20T12:05:00.000Z')).toMatchObject({ people: ['UANA'], trouble: null });
    expect(await team(clock)('2026-03-20T12:05:00.000Z')).toMatchObject({
      people: ['USHIFT'],
      by: 'shifts',
      trouble: 'calendar-unread',
    });
    radicale = await Radicale.start();
  });
});
