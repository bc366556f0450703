import { describe, expect, it } from 'vitest';
import { Rate } from '../../../src/support/rate.js';
import { ManualClock } from '../../support/manualClock.js';

describe('a rate', () => {
  it('takes all of a minute at once, then one after the other as time passes', async () => {
    const clock = new ManualClock();
    const rate = new Rate(clock, 60);
    const taken = Array.from({ length: 62 }, () => rate.waitFor('a'));
    expect(taken.filter((wait) => wait === 0)).toHaveLength(60);
    expect(taken.at(-1)).toBe(1);
    await clock.advance(2000);
    expect([rate.waitFor('a'), rate.waitFor('a'), rate.waitFor('a')]).toEqual([0, 0, 1]);
  });

  it('of one costs another one nothing', () => {
    const rate = new Rate(new ManualClock(), 1);
    expect([rate.waitFor('a'), rate.waitFor('a'), rate.waitFor('b')]).toEqual([0, 60, 0]);
  });
});
