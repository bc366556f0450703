// The clock of `demo --fast`: an hour passes in a minute, never ahead of the true time, and then both are one.

import { describe, expect, it } from 'vitest';
import { fastClock } from '../../../src/demo/fastClock.js';
import { ManualClock } from '../../support/manualClock.js';

describe('the fast clock', () => {
  const shown = (clock: { now(): Date }) => clock.now().toISOString().slice(11, 19);

  it('shows an hour in the first minute', async () => {
    const real = new ManualClock('2026-03-01T12:00:00.000Z');
    const clock = fastClock(real);
    expect(shown(clock)).toBe('11:00:00');
    await real.advance(30_000);
    expect(shown(clock)).toBe('11:30:00');
    await real.advance(30_000);
    expect(shown(clock)).toBe('12:00:00');
  });

  it('is the true clock once it has caught up', async () => {
    const real = new ManualClock('2026-03-01T12:00:00.000Z');
    const clock = fastClock(real);
    await real.advance(90_000);
    expect(shown(clock)).toBe('12:01:30');
  });

  it('wakes a sleeper at its own time, also beyond the minute', async () => {
    const real = new ManualClock('2026-03-01T12:00:00.000Z');
    const clock = fastClock(real);
    const woken: string[] = [];
    void clock.sleep(20 * 60_000).then(() => woken.push(`soon at ${shown(clock)}`));
    void clock.sleep(62 * 60_000).then(() => woken.push(`late at ${shown(clock)}`));
    await real.advance(20_000);
    await real.advance(100_000);
    expect(woken).toEqual(['soon at 11:20:00', 'late at 12:02:00']);
  });
});
