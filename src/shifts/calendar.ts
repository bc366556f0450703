// Who is on call by an iCalendar file (RFC 5545): recurrences, exceptions and time zones of the file; in who it names, words of the settings.

import ICAL from 'ical.js';
import { DateTime } from 'luxon';

/** One turn of the rotation. */
export interface Turn {
  /** ISO 8601 UTC; `to` is the first instant after it. */
  readonly from: string;
  readonly to: string;
  /** What the calendar says: title and attendees. Text from outside. */
  readonly text: string;
}

export interface Calendar {
  /** Turns that touch the span, oldest first. Instants are ISO 8601 UTC. */
  turns(from: string, to: string): readonly Turn[];
}

export type ReadCalendar =
  | { readonly ok: true; readonly calendar: Calendar }
  | { readonly ok: false; readonly why: string };

/** A rotation by the day over fifty years stays below it; a rule without end is cut by the span. */
const mostOccurrences = 20_000;
const mostTurns = 5000;

/** @param zone IANA: of whole days, and of times that name no zone. */
export function readCalendar(text: string, zone: string): ReadCalendar {
  try {
    const root = new ICAL.Component(ICAL.parse(text));
    if (root.name !== 'vcalendar') return { ok: false, why: 'it holds no calendar' };
    const events = root.getAllSubcomponents('vevent').filter(hasStart);
    return { ok: true, calendar: { turns: (from, to) => turnsOf(events, zone, from, to) } };
  } catch {
    return { ok: false, why: 'it is no iCalendar text' };
  }
}

function hasStart(event: ICAL.Component): boolean {
  return event.hasProperty('dtstart');
}

function turnsOf(
  components: readonly ICAL.Component[],
  zone: string,
  from: string,
  to: string,
): readonly Turn[] {
  const [first, last] = [Date.parse(from), Date.parse(to)];
  const exceptions = components.filter((one) => one.hasProperty('recurrence-id'));
  const turns: Turn[] = [];
  for (const component of components) {
    if (component.hasProperty('recurrence-id') || isCancelled(component)) continue;
    const uid = textOf(component, 'uid');
    const own = exceptions.filter((one) => textOf(one, 'uid') === uid);
    // Those of other events must not count: by itself the library takes all that it finds.
    const event = new ICAL.Event(component, { exceptions: own, strictExceptions: true });
    for (const turn of occurrences(event, zone, last)) {
      if (Date.parse(turn.to) > first && Date.parse(turn.from) < last) turns.push(turn);
      if (turns.length >= mostTurns) break;
    }
  }
  return turns.toSorted((a, b) => a.from.localeCompare(b.from) || a.text.localeCompare(b.text));
}

function* occurrences(event: ICAL.Event, zone: string, lastMs: number): Generator<Turn> {
  if (!event.isRecurring()) {
    yield* turnOf(event, event.startDate, event.endDate, zone);
    return;
  }
  const iterator = event.iterator();
  for (let count = 0; count < mostOccurrences; count += 1) {
    const next = iterator.next();
    if (!next || instantOf(next, event, zone) >= lastMs + dayMs) return;
    const { item, startDate, endDate } = event.getOccurrenceDetails(next);
    if (!isCancelled(item.component)) yield* turnOf(item, startDate, endDate, zone);
  }
}

/** An exception may move a turn to an earlier day. */
const dayMs = 86_400_000;

function* turnOf(event: ICAL.Event, start: ICAL.Time, end: ICAL.Time, zone: string): Generator<Turn> {
  const [from, to] = [instantOf(start, event, zone), instantOf(end, event, zone)];
  if (!(from < to)) return;
  yield { from: new Date(from).toISOString(), to: new Date(to).toISOString(), text: saysOf(event) };
}

/** Milliseconds. A zone that the file does not define is looked up by its name. */
function instantOf(time: ICAL.Time, { component }: ICAL.Event, zone: string): number {
  const isPlaced = !time.isDate && time.zone !== ICAL.Timezone.localTimezone;
  if (isPlaced) return time.toUnixTime() * 1000;
  const named = String(component.getFirstProperty('dtstart')?.getParameter('tzid') ?? '');
  const { year, month, day, hour, minute, second } = time;
  const parts = time.isDate ? { year, month, day } : { year, month, day, hour, minute, second };
  const inZone = DateTime.fromObject(parts, { zone: named === '' || time.isDate ? zone : named });
  return (inZone.isValid ? inZone : DateTime.fromObject(parts, { zone })).toMillis();
}

function isCancelled(component: ICAL.Component): boolean {
  return textOf(component, 'status').toUpperCase() === 'CANCELLED';
}

function saysOf({ component }: ICAL.Event): string {
  const people = component.getAllProperties('attendee').map((attendee) => {
    const name = attendee.getParameter('cn');
    return `${typeof name === 'string' ? name : ''} ${String(attendee.getFirstValue() ?? '')}`;
  });
  return [textOf(component, 'summary'), ...people]
    .map((text) =>
      text
        .replace(/\p{C}+/gu, ' ')
        .replace(/mailto:/gi, '')
        .trim(),
    )
    .filter((text) => text !== '')
    .join(', ')
    .slice(0, 1000);
}

function textOf(component: ICAL.Component, name: string): string {
  const value = component.getFirstPropertyValue(name);
  return typeof value === 'string' ? value : '';
}

/** Whom a turn means: each name or mail address of the settings that stands in it as whole words. */
export function peopleIn(turn: Turn, people: Readonly<Record<string, readonly string[]>>): readonly string[] {
  const said = turn.text.toLowerCase();
  const found = Object.entries(people).flatMap(([name, ids]) =>
    standsIn(said, name.toLowerCase()) ? ids : [],
  );
  return [...new Set(found)];
}

function standsIn(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0 && name !== ''; at = text.indexOf(name, at + 1)) {
    const around = `${text[at - 1] ?? ' '}${text[at + name.length] ?? ' '}`;
    if (!/[\p{L}\p{N}@._-]/u.test(around.replace(/\.$/, ''))) return true;
  }
  return false;
}
