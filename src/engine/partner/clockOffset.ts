// How far the clock of a log is from that of another log of the same tunnel, from when both ends saw the same negotiations.

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
  const matched = [...scores.keys()].map((slot) => ({ slot, score: matchesAt(a, b, slot * togetherMs) }));
  matched.sort((x, y) => y.score - x.score || Math.abs(x.slot) - Math.abs(y.slot));
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

function matchesAt(a: readonly number[], b: readonly number[], offsetMs: number): number {
  return b.filter((theirs) => a.some((ours) => Math.abs(theirs - offsetMs - ours) <= togetherMs)).length;
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

function sentence(offsetMs: number): string {
  const seconds = Math.round(Math.abs(offsetMs) / 1000);
  if (seconds <= togetherMs / 1000) return 'Its clock agrees with ours.';
  const text =
    seconds % 3600 < 60 && seconds >= 3600
      ? `${Math.floor(seconds / 3600)} h${seconds % 3600 === 0 ? '' : ` ${seconds % 3600} s`}`
      : seconds < 120
        ? `${seconds} s`
        : `${Math.round(seconds / 60)} min`;
  return `Its clock is ${text} ${offsetMs > 0 ? 'ahead of' : 'behind'} ours${seconds % 900 === 0 ? ', probably its time zone' : ''}.`;
}

/** The reading with its times moved to our clock; the texts keep what was printed. */
export function shifted(reading: LogReading, { offsetMs }: ClockOffset): LogReading {
  if (Math.abs(offsetMs) <= togetherMs) return reading;
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
