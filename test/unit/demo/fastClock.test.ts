// The clock of `demo --fast`: an hour passes in a minute, never ahead of the true time, and then both are one.

import { describe, expect, it } from 'vitest';
import { fastClock } from '../../../src/demo/fastClock.js';
import { ManualClock } from '../../support/manualClock.js';

describe('the fast clock', () => {
  const minutes = (clock: { now(): Date }) =>
    Math.floor((clock.now().getTime() - Date.parse('2026-03-01T12:00:00.000Z')) / 60_000);
  const begin = () => {
    const real = new ManualClock('2026-03-01T12:00:00.000Z');
    return { real, clock: fastClock(real) };
  };

  it('shows an hour in the first minute, and then the true time', async () => {
    const { real, clock } = begin();
    expect(minutes(clock)).toBe(-60);
    await real.advance(30_000);
    expect(minutes(clock)).toBe(-30);
    await real.advance(31_000);
    expect(clock.now()).toEqual(real.now());
    await real.advance(60_000);
    expect(clock.now()).toEqual(real.now());
  });

  it('stands still for a moment while a device is asked, and makes up for it', async () => {
    const { real, clock } = begin();
    await real.advance(10_000);
    clock.hold();
    const asked = clock.now();
    for (let call = 0; call < 20; call += 1) {
      clock.hold();
      await real.advance(50);
    }
    expect(clock.now()).toEqual(asked);
    await real.advance(50_000);
    expect(clock.now()).toEqual(real.now());
  });

  it('wakes a sleeper at its own time, also beyond the minute', async () => {
    const { real, clock } = begin();
    const woken: string[] = [];
    void clock.sleep(20 * 60_000).then(() => woken.push(`soon at ${minutes(clock)}`));
    void clock.sleep(62 * 60_000).then(() => woken.push(`late at ${minutes(clock)}`));
    await real.advance(150_000);
    expect(woken).toEqual(['soon at -40', 'late at 2']);
  });
});
