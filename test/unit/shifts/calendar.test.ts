import { describe, expect, it } from 'vitest';
import { peopleIn, readCalendar } from '../../../src/shifts/calendar.js';

const berlin = `BEGIN:VTIMEZONE
TZID:Berlin by another name
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE`;

function calendar(...events: string[]) {
  const text = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:test', berlin, ...events, 'END:VCALENDAR'].join(
    '\n',
  );
  const read = readCalendar(text.replaceAll('\n', '\r\n'), 'Europe/Paris');
  if (!read.ok) throw new Error(read.why);
  return read.calendar;
}

function event(uid: string, ...lines: string[]) {
  return ['BEGIN:VEVENT', `UID:${uid}`, 'DTSTAMP:20260101T000000Z', ...lines, 'END:VEVENT'].join('\n');
}

const weekly = event(
  'ana',
  'SUMMARY:Ana Silva - Network on-call',
  'DTSTART;TZID=Berlin by another name:20260309T090000',
  'DTEND;TZID=Berlin by another name:20260316T090000',
  'RRULE:FREQ=WEEKLY;INTERVAL=2',
);

describe('a rotation as an iCalendar file', () => {
  it('recurs in its own zone: the wall clock stays when summer time begins', () => {
    const turns = calendar(weekly).turns('2026-03-20T00:00:00Z', '2026-04-10T00:00:00Z');
    expect(turns).toEqual([
      {
        from: '2026-03-23T08:00:00.000Z',
        to: '2026-03-30T07:00:00.000Z',
        text: 'Ana Silva - Network on-call',
      },
      {
        from: '2026-04-06T07:00:00.000Z',
        to: '2026-04-13T07:00:00.000Z',
        text: 'Ana Silva - Network on-call',
      },
    ]);
  });

  it('lets an exception of one turn name somebody else, and leaves other events alone', () => {
    const override = event(
      'ana',
      'RECURRENCE-ID;TZID=Berlin by another name:20260323T090000',
      'SUMMARY:Jonas Weber',
      'DTSTART;TZID=Berlin by another name:20260324T090000',
      'DTEND;TZID=Berlin by another name:20260330T090000',
    );
    const other = event(
      'mei',
      'SUMMARY:Mei',
      'DTSTART:20260101T000000Z',
      'DTEND:20260102T000000Z',
      'RRULE:FREQ=MONTHLY',
    );
    const turns = calendar(weekly, override, other).turns('2026-03-20T00:00:00Z', '2026-04-02T00:00:00Z');
    expect(turns.map(({ from, text }) => [from, text])).toEqual([
      ['2026-03-24T08:00:00.000Z', 'Jonas Weber'],
      ['2026-04-01T00:00:00.000Z', 'Mei'],
    ]);
  });

  it('leaves out what was cancelled and what a rule excludes', () => {
    const cancelled = event(
      'x',
      'SUMMARY:X',
      'STATUS:CANCELLED',
      'DTSTART:20260401T000000Z',
      'DTEND:20260402T000000Z',
    );
    const excluded = weekly.replace('RRULE', 'EXDATE;TZID=Berlin by another name:20260323T090000\nRRULE');
    const turns = calendar(cancelled, excluded).turns('2026-03-20T00:00:00Z', '2026-04-10T00:00:00Z');
    expect(turns.map(({ from }) => from)).toEqual(['2026-04-06T07:00:00.000Z']);
  });

  it('takes whole days in the zone of the team, and a zone that the file does not define by its name', () => {
    const day = event('day', 'SUMMARY:Day', 'DTSTART;VALUE=DATE:20260601', 'DTEND;VALUE=DATE:20260602');
    const named = event(
      'tz',
      'SUMMARY:Tokyo',
      'DTSTART;TZID=Asia/Tokyo:20260601T090000',
      'DTEND;TZID=Asia/Tokyo:20260601T180000',
    );
    const turns = calendar(day, named).turns('2026-05-31T00:00:00Z', '2026-06-03T00:00:00Z');
    expect(turns).toEqual([
      { from: '2026-05-31T22:00:00.000Z', to: '2026-06-01T22:00:00.000Z', text: 'Day' },
      { from: '2026-06-01T00:00:00.000Z', to: '2026-06-01T09:00:00.000Z', text: 'Tokyo' },
    ]);
  });

  it('finds people by the names and mail addresses of the settings, whole words only', () => {
    const people = { 'Ana Silva': ['U1'], 'jonas@corp.example': ['U2'], Mei: ['U3'] };
    const attended = event(
      'a',
      'SUMMARY:Primary: Meier',
      'ATTENDEE;CN=Jonas Weber:mailto:Jonas@corp.example',
      'DTSTART:20260601T000000Z',
      'DTEND:20260602T000000Z',
    );
    const [turn] = calendar(attended).turns('2026-06-01T00:00:00Z', '2026-06-02T00:00:00Z');
    if (!turn) throw new Error('no turn');
    expect(peopleIn(turn, people)).toEqual(['U2']);
    expect(peopleIn({ ...turn, text: 'On call: ana silva.' }, people)).toEqual(['U1']);
  });

  it.each(['', 'BEGIN:VCALENDAR', '<html>login</html>', 'BEGIN:VCARD\r\nEND:VCARD'])('refuses %j', (text) => {
    expect(readCalendar(text, 'utc').ok).toBe(false);
  });

  it('of a rule without end gives the span, however long ago it began', () => {
    const daily = event('d', 'SUMMARY:D', 'DTSTART:20240101T000000Z', 'DURATION:P1D', 'RRULE:FREQ=DAILY');
    expect(calendar(daily).turns('2026-06-01T00:00:00Z', '2026-06-04T00:00:00Z')).toHaveLength(3);
  });
});
