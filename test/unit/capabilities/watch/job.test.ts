// Every device has a moment of its own in each interval, the same one whoever plans it.

import { describe, expect, it } from 'vitest';
import { sweepJob } from '../../../../src/capabilities/watch/job.js';
import { ManualClock } from '../../../support/manualClock.js';

const names = Array.from({ length: 500 }, (_, index) => `fw-${index}`);

function planned(start: string) {
  const clock = new ManualClock(start);
  const swept: string[][] = [];
  const sweep = async (devices: readonly string[]) => void swept.push([...devices]);
  const job = sweepJob({ clock, everySeconds: 60, devices: names, sweep });
  return { clock, job, swept };
}

describe('the moments of sweeps', () => {
  it('are one an interval and device, the same for every replica', async () => {
    const one = planned('2026-03-01T12:00:00Z');
    const other = planned('2026-03-01T12:00:20Z');
    const key = ({ of, at }: { of: string; at: string }) => `${of} ${at}`;
    // At its start each looks soon at what was not looked at lately.
    const known = new Set(one.job.moments().slice(0).map(key));
    await one.clock.advance(60_000);
    for (const moment of one.job.moments()) known.add(key(moment));
    const fresh = other.job.moments().filter((moment) => !known.has(key(moment)));
    expect(fresh.every(({ inMs }) => inMs < 5000)).toBe(true);
    expect(fresh).toHaveLength(names.length);
  });

  it('spread over the interval', () => {
    const { job } = planned('2026-03-01T12:00:00Z');
    const seconds = job.moments().map(({ at }) => Number(at.slice(17, 19)));
    for (let from = 0; from < 60; from += 10) {
      const part = seconds.filter((second) => second >= from && second < from + 10);
      expect(part.length).toBeGreaterThan(100);
    }
  });

  it('are planned ahead, and again only when time has passed; also backwards', async () => {
    const { clock, job } = planned('2026-03-01T12:00:00Z');
    expect(job.moments()).toHaveLength(3 * names.length);
    expect(job.moments()).toEqual([]);
    await clock.advance(31_000);
    expect(job.moments()).toHaveLength(2 * names.length);
  });

  it('of a device that is not configured any more lead to nothing, two of one device to one sweep', async () => {
    const { job, swept } = planned('2026-03-01T12:00:00Z');
    const at = '2026-03-01T12:00:01.000Z';
    const signal = new AbortController().signal;
    await job.run(
      [
        { of: 'fw-1', at },
        { of: 'fw-1', at },
        { of: 'fw-gone', at },
      ],
      signal,
    );
    expect(swept).toEqual([['fw-1']]);
  });
});
