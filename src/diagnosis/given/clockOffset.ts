// How far the clock of a log is from that of another log of the same tunnel, from when both ends saw the same negotiations.

import { durationText } from '../../domain/duration.js';
import type { LogReading } from '../../domain/log.js';

export interface ClockOffset {
  /** Their time minus ours, in milliseconds. */
  readonly offsetMs: number;
  /** One sentence for people. */
  readonly says: string;
}

/** Both ends print one exchange within this. */
const togetherMs = 3000;
const mostTimes = 120;
const leastMatches = 3;

/**
 * The offset at which most of their events fall together with one of ours. Null when fewer than three do, or when they
 * fall together equally well at several offsets (retransmits repeat at the same distance).
 */
export function clockOffset(ours: LogReading, theirs: LogReading): ClockOffset | null {
  const a = timesOf(ours);
  const b = timesOf(theirs);
  if (a.length < leastMatches || b.length < leastMatches) return null;
  const scores = new Map<number, number>();
  for (const theirTime of b) {
    for (const ourTime of a) {
      const slot = Math.round((theirTime - ourTime) / togetherMs);
      scores.set(slot, (scores.get(slot) ?? 0) + 1);
    }
  }
  const matched = [...scores.keys()].map((slot) => ({ slot, ...matchesAt(a, b, slot * togetherMs) }));
  // Of offsets that fit equally many, none at all is the likeliest, then the one that fits closest.
  matched.sort(
    (x, y) =>
      y.score - x.score ||
      Number(y.slot === 0) - Number(x.slot === 0) ||
      x.apartMs - y.apartMs ||
      Math.abs(x.slot) - Math.abs(y.slot),
  );
  const [best] = matched;
  if (!best || best.score < Math.max(leastMatches, Math.min(a.length, b.length) * 0.5)) return null;
  const rival = matched.find((one) => Math.abs(one.slot - best.slot) > 1 && one.score >= best.score * 0.9);
  // Clocks that agree are likelier than any other explanation.
  if (rival && best.slot !== 0) return null;
  const offsetMs = finer(a, b, best.slot * togetherMs);
  return { offsetMs, says: sentence(offsetMs) };
}

function timesOf(reading: LogReading): number[] {
  const times = reading.events.flatMap((event) =>
    event.line.at === null ? [] : [Date.parse(event.line.at)],
  );
  return [...new Set(times)].sort((x, y) => x - y).slice(-mostTimes);
}

/** How many of their times fall together with one of ours, and how far these are apart in all. */
function matchesAt(
  a: readonly number[],
  b: readonly number[],
  offsetMs: number,
): { readonly score: number; readonly apartMs: number } {
  const nearest = b
    .map((theirs) => Math.min(...a.map((ours) => Math.abs(theirs - offsetMs - ours))))
    .filter((apart) => apart <= togetherMs);
  return { score: nearest.length, apartMs: nearest.reduce((sum, apart) => sum + apart, 0) };
}

/** The middle of the distances of what falls together. */
function finer(a: readonly number[], b: readonly number[], offsetMs: number): number {
  const distances = b
    .flatMap((theirs) => {
      const near = a
        .map((ours) => theirs - ours)
        .filter((distance) => Math.abs(distance - offsetMs) <= togetherMs)
        .sort((x, y) => Math.abs(x - offsetMs) - Math.abs(y - offsetMs));
      return near.slice(0, 1);
    })
    .sort((x, y) => x - y);
  return distances[Math.floor(distances.length / 2)] ?? offsetMs;
}

/** False when the clocks agree as far as two logs can tell. */
export function isOff({ offsetMs }: ClockOffset): boolean {
  return Math.abs(offsetMs) > togetherMs;
}

const zoneStepMs = 900_000;

function sentence(offsetMs: number): string {
  const away = Math.abs(offsetMs);
  if (away <= togetherMs) return 'Its clock agrees with ours.';
  const side = offsetMs > 0 ? 'ahead of' : 'behind';
  const zoneMs = Math.round(away / zoneStepMs) * zoneStepMs;
  if (zoneMs > 0 && Math.abs(away - zoneMs) <= togetherMs)
    return `Its clock is ${durationText(zoneMs)} ${side} ours, probably its time zone.`;
  const text = away < 120_000 ? `${Math.round(away / 1000)} s` : durationText(away);
  return `Its clock is ${text} ${side} ours.`;
}

/** The reading with its times moved to our clock; the texts keep what was printed. */
export function shifted(reading: LogReading, offset: ClockOffset): LogReading {
  if (!isOff(offset)) return reading;
  const { offsetMs } = offset;
  const move = (at: string | null): string | null =>
    at === null ? null : new Date(Date.parse(at) - offsetMs).toISOString();
  const moved = new Map(
    [...reading.events, ...reading.candidates.flatMap((one) => one.evidence)].map((event) => [
      event,
      { ...event, line: { ...event.line, at: move(event.line.at) } },
    ]),
  );
  return {
    ...reading,
    from: move(reading.from),
    to: move(reading.to),
    events: reading.events.map((event) => moved.get(event) ?? event),
    candidates: reading.candidates.map((one) => ({
      ...one,
      evidence: one.evidence.map((event) => moved.get(event) ?? event),
    })),
  };
}
