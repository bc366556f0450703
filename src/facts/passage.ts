// What one end sent on an SPI beside what the other end received on it: the same SA at both ends, in one direction.

import type { ChildSa, Counters, TunnelLive } from '../domain/live.js';
import type { Observation } from '../domain/observation.js';
import {
  type Apart,
  apartOf,
  apartOfDifference,
  isDated,
  type Missing,
  missingOf,
  skewSeconds,
} from './apart.js';

/** Two looks at one end, some seconds apart; the second is a gap when there was only one. */
export interface Looks {
  readonly name: string;
  readonly live: Observation<TunnelLive>;
  readonly later: Observation<TunnelLive>;
}

/** Bytes are null where a device does not count them. */
export interface Tally {
  readonly packets: bigint;
  readonly bytes: bigint | null;
}

/** One direction of one child, as both ends counted it. */
export interface Passage {
  /** The child's name at the sender. */
  readonly child: string;
  readonly spis: readonly string[];
  readonly sent: Tally;
  readonly received: Tally;
  /** Whether the counters of each end belong to the SA, or to a tunnel that outlives its SAs. */
  readonly covers: { readonly sent: 'sa' | 'longer'; readonly received: 'sa' | 'longer' };
  /** ISO 8601 UTC: when the oldest SA that is compared was installed; null when no end tells. */
  readonly since: string | null;
  /** ISO 8601 UTC: the last packet out at the sender and the last one in at the receiver. */
  readonly lastSentAt: string | null;
  readonly lastReceivedAt: string | null;
  /** The looks at the two ends were not at one moment. */
  readonly apart: Apart;
  /** What was missing at the first looks and at the second ones, where every look says how long it took; null otherwise. */
  readonly missing: readonly [Missing, Missing] | null;
  /** How much later the sender was looked at than the receiver, in seconds. */
  readonly senderLaterSeconds: number;
  /** What moved between the two looks of each end; null when there were not two looks at the same counters. */
  readonly now: { readonly sent: number; readonly received: number; readonly apart: Apart } | null;
  /** What the counters belong to, to find the way back. */
  readonly sentBy: string;
  readonly receivedBy: string;
}

const up: readonly string[] = ['installed', 'rekeying'];

/** Passages of what `from` sends to `to`, and why the other SAs cannot be compared. */
export function passagesOf(
  from: Looks,
  to: Looks,
): { readonly passages: readonly Passage[]; readonly open: readonly string[] } {
  const [sender, receiver] = [newest(from), newest(to)];
  if (!sender) return { passages: [], open: [gapOf(from)] };
  if (!receiver) return { passages: [], open: [gapOf(to)] };
  const open: string[] = [];
  const groups = new Map<string, Pairing[]>();
  for (const sa of sender.children.filter((one) => up.includes(one.state))) {
    const found = pairingOf(sa, receiver, from.name, to.name);
    if ('why' in found) {
      // The SA that a rekey replaces goes away at one end first; the newer one is what counts.
      if (!sa.beingReplaced) open.push(found.why);
      continue;
    }
    const key = found.sent.scope === 'child-sa' ? sa.name : keyOf(found.sent);
    groups.set(key, [...(groups.get(key) ?? []), found]);
  }
  return { passages: [...groups.values()].map((pairings) => joined(pairings, from, to)), open };
}

interface Pairing {
  readonly sa: ChildSa;
  readonly other: ChildSa;
  readonly spi: string;
  readonly sent: Counters;
  readonly received: Counters;
}

function pairingOf(
  sa: ChildSa,
  receiver: TunnelLive,
  from: string,
  to: string,
): Pairing | { readonly why: string } {
  if (sa.spiOut === null) return { why: `${from} does not tell the SPI that it sends ${sa.name} with.` };
  const other = receiver.children.find((one) => one.spiIn === sa.spiOut);
  // Who tells no SPIs may hold it.
  const isUntold = receiver.children.some((one) => up.includes(one.state) && one.spiIn === null);
  if (!other && isUntold) return { why: `${to} does not tell the SPIs of its SAs.` };
  if (!other) return { why: `${to} holds no SA with the SPI ${sa.spiOut}, which ${from} sends with.` };
  if (sa.counters === null || sa.counters.packetsOut === null)
    return { why: `${from} does not count what it sends on SPI ${sa.spiOut}.` };
  if (other.counters === null || other.counters.packetsIn === null)
    return { why: `${to} does not count what it receives on SPI ${sa.spiOut}.` };
  return { sa, other, spi: sa.spiOut, sent: sa.counters, received: other.counters };
}

/** The SAs of one child together: the old and the new one of a rekey, or several SAs behind one counter. */
function joined(pairings: readonly Pairing[], from: Looks, to: Looks): Passage {
  const sent = distinct(pairings.map((one) => one.sent));
  const received = distinct(pairings.map((one) => one.received));
  const total = { sent: tally(sent, 'Out'), received: tally(received, 'In') };
  const since = pairings.flatMap(({ sa, other }) => later(sa.installedAt, other.installedAt) ?? []).sort()[0];
  const moved = { sent: movedAt(from, sent, 'Out'), received: movedAt(to, received, 'In') };
  const rate = Math.max(moved.sent?.perSecond ?? 0, moved.received?.perSecond ?? 0);
  const [first, second] = [skewSeconds(from.live, to.live), skewSeconds(from.later, to.later)];
  const pace = moved.sent ? rate : average(total.sent, since, from);
  const looks = [from.live, from.later, to.live, to.later];
  const gone = Number(total.sent.packets - total.received.packets);
  return {
    child: pairings[0]?.sa.name ?? '',
    spis: pairings.map((one) => one.spi),
    ...total,
    covers: { sent: coverage(sent), received: coverage(received) },
    since: since ?? null,
    lastSentAt: latest(sent.map((one) => one.lastOutAt)),
    lastReceivedAt: latest(received.map((one) => one.lastInAt)),
    apart: apartOf(pace, second ?? first ?? 0, looks),
    missing:
      moved.sent && moved.received && looks.every(isDated)
        ? [
            missingOf(gone - moved.sent.packets + moved.received.packets, rate, first ?? 0, looks),
            missingOf(gone, rate, second ?? 0, looks),
          ]
        : null,
    senderLaterSeconds: Math.max(0, second ?? first ?? 0),
    now:
      moved.sent && moved.received
        ? {
            sent: moved.sent.packets,
            received: moved.received.packets,
            apart: apartOfDifference(rate, (second ?? 0) - (first ?? 0), looks),
          }
        : null,
    sentBy: sent.map(keyOf).join(),
    receivedBy: received.map(keyOf).join(),
  };
}

const keyOf = (counters: Counters): string => `${counters.scope} ${counters.identity}`;

function distinct(counters: readonly Counters[]): readonly Counters[] {
  return [...new Map(counters.map((one) => [keyOf(one), one])).values()];
}

function coverage(counters: readonly Counters[]): 'sa' | 'longer' {
  return counters.every((one) => one.scope === 'child-sa') ? 'sa' : 'longer';
}

function tally(counters: readonly Counters[], way: 'In' | 'Out'): Tally {
  const bytes = counters.map((one) => one[`bytes${way}`]);
  return {
    packets: counters.reduce((sum, one) => sum + (one[`packets${way}`] ?? 0n), 0n),
    bytes: bytes.reduce((sum, one) => (sum === null || one === null ? null : sum + one), 0n),
  };
}

/** Null when the earlier look does not show the same counters, or a value fell: they were made anew in between. */
function movedAt(
  end: Looks,
  counters: readonly Counters[],
  way: 'In' | 'Out',
): { readonly packets: number; readonly perSecond: number } | null {
  if (!end.live.known || !end.later.known) return null;
  const seconds = (Date.parse(end.later.value.at) - Date.parse(end.live.value.at)) / 1000;
  const before = end.live.value.children.flatMap((child) => child.counters ?? []);
  let packets = 0n;
  for (const now of counters) {
    const then = before.find((one) => keyOf(one) === keyOf(now));
    const [from, until] = [then?.[`packets${way}`] ?? null, now[`packets${way}`]];
    if (from === null || until === null || until < from) return null;
    packets += until - from;
  }
  return { packets: Number(packets), perSecond: seconds > 0 ? Number(packets) / seconds : 0 };
}

/** With one look nobody knows the rate of the moment: the average of the SA's life stands for it. */
function average(sent: Tally, since: string | undefined, from: Looks): number {
  const at = newest(from)?.at;
  const seconds = since && at ? (Date.parse(at) - Date.parse(since)) / 1000 : 0;
  return seconds > 1 ? Number(sent.packets) / seconds : 0;
}

function later(a: string | null, b: string | null): string | null {
  return latest([a, b]);
}

function latest(times: readonly (string | null)[]): string | null {
  return (
    times
      .filter((time) => time !== null)
      .sort()
      .at(-1) ?? null
  );
}

function newest(end: Looks): TunnelLive | null {
  if (end.later.known) return end.later.value;
  return end.live.known ? end.live.value : null;
}

function gapOf(end: Looks): string {
  return end.live.known ? `${end.name} was not asked.` : end.live.says;
}
