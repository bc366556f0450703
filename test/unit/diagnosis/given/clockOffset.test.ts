import { describe, expect, it } from 'vitest';
import { clockOffset, shifted } from '../../../../src/diagnosis/given/clockOffset.js';
import type { LogReading } from '../../../../src/domain/log.js';
import { linesOf } from '../../../../src/logs/format/text.js';
import { readLines } from '../../../../src/logs/readLines.js';

/** Attempts at these seconds, as charon prints them. */
function log(seconds: readonly number[], offsetMs = 0): LogReading {
  const lines = seconds.map((second) => {
    const at = new Date(Date.UTC(2026, 2, 1, 12) + second * 1000 + offsetMs).toISOString();
    return `${at} gw charon: 12[IKE] received AUTHENTICATION_FAILED notify error`;
  });
  const read = readLines(linesOf(lines.join('\n')));
  // Equal lines are one event; the times of each are what counts here.
  const [event] = read.events;
  if (!event) throw new Error('no event');
  return {
    ...read,
    events: lines.map((text) => ({ ...event, line: { ...event.line, text, at: text.slice(0, 24) } })),
  };
}

const attempts = [0, 47, 61, 190, 333, 401, 719];

describe('the clock of a partner’s log', () => {
  it('is found out from when both ends saw the same attempts', () => {
    expect(clockOffset(log(attempts), log(attempts, 95_000))).toEqual({
      offsetMs: 95_000,
      says: 'Its clock is 95 s ahead of ours.',
    });
    expect(clockOffset(log(attempts), log(attempts, -7_200_000))?.says).toBe(
      'Its clock is 2 h behind ours, probably its time zone.',
    );
    expect(clockOffset(log(attempts), log(attempts, 19_801_000))?.says).toBe(
      'Its clock is 5 h 30 min ahead of ours, probably its time zone.',
    );
    expect(clockOffset(log(attempts), log(attempts, 800))?.says).toBe('Its clock agrees with ours.');
  });

  it('is found out from three attempts right after each other', () => {
    expect(clockOffset(log([0, 1, 2]), log([0, 1, 2], 32_400_000))?.offsetMs).toBe(32_400_000);
    expect(clockOffset(log([0, 1, 2]), log([0, 1, 2]))?.offsetMs).toBe(0);
  });

  it('is not guessed from too little, or from what repeats at one distance', () => {
    expect(clockOffset(log([0, 9]), log([0, 9], 60_000))).toBeNull();
    expect(clockOffset(log(attempts), log([5, 1000, 5000, 90_000]))).toBeNull();
    const regular = Array.from({ length: 30 }, (_, index) => index * 60);
    expect(clockOffset(log(regular), log(regular, 3_600_000 - 60_000 * 15))).toBeNull();
  });

  it('moves the times of the reading to ours, and leaves the printed text', () => {
    const theirs = log(attempts, 95_000);
    const moved = shifted(theirs, { offsetMs: 95_000, says: '' });
    expect(moved.events[0]?.line.at).toBe('2026-03-01T12:00:00.000Z');
    expect(moved.events[0]?.line.text).toContain('2026-03-01T12:01:35.000Z');
  });
});
