// What it does to a comparison of two ends that they are never looked at in one moment, in packets.

import type { TunnelLive } from '../domain/live.js';
import type { Observation } from '../domain/observation.js';

export interface Apart {
  /** Sent after the receiver was looked at (negative: received after the sender was), at the rate of the moment. */
  readonly expected: number;
  /** How far that may be wrong: packets on their way, and traffic that is not even. */
  readonly doubt: number;
}

/** What was sent and not received at one pair of looks; below the doubt it is nothing, as long as traffic is even. */
export interface Missing {
  readonly packets: number;
  readonly doubt: number;
}

/** A packet is on its way, data planes report late, and a look is dated when its last reply came: up to a second together, or what the reading took. */
const flightSeconds = 1;
/** A part of that is common to both looks and cancels out. */
const flightOfDifference = 0.75;
/** The longest way of a packet, by satellite: all that is left of it where every look says how long its reading took. */
const waySeconds = 0.3;

type Look = Observation<TunnelLive>;

/** Of what the ends counted until the looks; `seconds`: how much later the sender was looked at. */
export function apartOf(perSecond: number, seconds: number, looks: readonly Look[]): Apart {
  return within(perSecond, seconds, Math.max(flightSeconds, readingSeconds(looks)));
}

/** Of what the ends counted between two looks each; `seconds`: how much longer that was at the sender. */
export function apartOfDifference(perSecond: number, seconds: number, looks: readonly Look[]): Apart {
  return within(perSecond, seconds, Math.max(flightOfDifference, 2 * readingSeconds(looks)));
}

/** `packets`: sent minus received, as the looks of one pair showed it. Only for looks that are dated. */
export function missingOf(
  packets: number,
  perSecond: number,
  seconds: number,
  looks: readonly Look[],
): Missing {
  const { expected, doubt } = within(perSecond, seconds, waySeconds + readingSeconds(looks));
  return { packets: packets - expected, doubt };
}

/** The look says how long its reading took, so that its counters are no older. */
export function isDated(look: Look): boolean {
  return look.known && look.value.readInMs !== undefined;
}

/** How much later the first was looked at than the second. */
export function skewSeconds(a: Look, b: Look): number | null {
  if (!a.known || !b.known) return null;
  return (Date.parse(a.value.at) - Date.parse(b.value.at)) / 1000;
}

/** Seconds that the slowest look took: what it says may be so much older than its date. */
function readingSeconds(looks: readonly Look[]): number {
  return Math.max(0, ...looks.map((look) => (look.known ? (look.value.readInMs ?? 0) / 1000 : 0)));
}

function within(perSecond: number, seconds: number, flight: number): Apart {
  const expected = perSecond * seconds;
  return { expected, doubt: Math.ceil(perSecond * flight + Math.abs(expected) / 2) };
}
