// The past as a picture: its result in the title, labels in the zone of whoever runs this.

import { DateTime } from 'luxon';
import { durationText, rateText } from '../../commands/phrases.js';
import type { HistoryPicture } from '../../domain/picture.js';
import type { TimeSpent } from '../../watch/availability.js';
import type { Rate } from '../../watch/traffic.js';
import type { Past } from './past.js';

export function historyPicture(
  past: Past,
  title: string,
  says: readonly string[],
  zone: string,
): HistoryPicture {
  const { span, stretches, spent, traffic, rekeys, changes } = past;
  const days = Date.parse(span.to) - Date.parse(span.from) > dayMs;
  return {
    kind: 'history',
    title,
    ...span,
    ticks: ticksOf(past, zone),
    zone,
    stretches: stretches.map(({ from, to, state, planned }) => ({
      from,
      to,
      state: planned ? 'planned' : state,
    })),
    lasted: shownStates
      .filter((state) => spent[state] > 0)
      .map((state) => ({ state, text: durationText(spent[state]) })),
    traffic: traffic && trafficOf(traffic.rates),
    rekeys,
    events: changes.map(({ at, device, what, before, after }) => ({
      at,
      time: local(at, zone).toFormat(days ? 'd LLL HH:mm' : 'HH:mm'),
      text: `${what.includes(device) ? '' : `${device}: `}${what}${before === null ? '' : ` ${before} → ${after}`}`,
    })),
    says,
  };
}

/** A sentence without its full stop; none where all of the span may be known. */
export function beforeKnown({ knownSince, span }: Past): readonly string[] {
  if (knownSince === null || Date.parse(knownSince) <= Date.parse(span.from)) return [];
  return [`Nothing is known before ${knownSince.slice(0, 16).replace('T', ' ')} UTC`];
}

/** In the order in which people ask. */
export const shownStates = [
  'up',
  'idle',
  'degraded',
  'flapping',
  'down',
  'planned',
  'disabled',
  'unknown',
] as const satisfies readonly (keyof TimeSpent)[];

function trafficOf(rates: readonly Rate[]): HistoryPicture['traffic'] {
  const most = (of: (rate: Rate) => number | null): string =>
    rateText(rates.reduce<number | null>((largest, rate) => larger(largest, of(rate)), null));
  return {
    in: rates.map((rate) => rate.in),
    out: rates.map((rate) => rate.out),
    mostIn: most((rate) => rate.in),
    mostOut: most((rate) => rate.out),
  };
}

function larger(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const mostTicks = 6;
const tickSteps = [
  ...[1, 5, 10, 15, 30].map((minutes) => minutes * minuteMs),
  ...[1, 2, 3, 6, 12].map((hours) => hours * hourMs),
  ...[1, 2, 7, 14, 30, 90, 365].map((days) => days * dayMs),
];

/** Round times of the zone: `14:00`, or `21 Nov` from midnight on. */
function ticksOf({ span }: Past, zone: string): HistoryPicture['ticks'] {
  const [begin, end] = [Date.parse(span.from), Date.parse(span.to)];
  const step = tickSteps.find((one) => (end - begin) / one <= mostTicks + 1) ?? end - begin;
  const ticks: { at: string; label: string }[] = [];
  // Whole days are counted on the calendar: a day of the zone may have 23 or 25 hours.
  let tick = local(span.from, zone).startOf('day');
  while (tick.toMillis() < end && ticks.length < 2 * mostTicks) {
    const at = tick.toMillis();
    if (at >= begin) {
      const isMidnight = tick.hour === 0 && tick.minute === 0;
      ticks.push({ at: new Date(at).toISOString(), label: tick.toFormat(isMidnight ? 'd LLL' : 'HH:mm') });
    }
    tick = step >= dayMs ? tick.plus({ days: step / dayMs }) : tick.plus({ milliseconds: step });
  }
  return ticks;
}

function local(at: string, zone: string): DateTime {
  return DateTime.fromISO(at, { zone });
}
