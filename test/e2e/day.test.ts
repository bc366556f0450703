// A bad day, lived through by a bot that nobody asks: every message that it should say, and none else, also across a restart.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { day, dayFleet, dayScript, dayTunnels } from './dayFleet.js';
import { type Day, openDay } from './dayStage.js';

describe('a bad day', () => {
  let lived: Day;
  beforeAll(async () => {
    lived = await openDay(dayFleet(), dayScript, dayTunnels);
    await lived.until(day.broken + 4);
    // While a tunnel is down and told.
    await lived.restart();
    await lived.until(day.end);
  }, 240_000);
  afterAll(() => lived?.close());

  it('is told', () => {
    console.log(lived.told.map(({ minute, how, text }) => `${minute} ${how} ${text}`).join('\n'));
    expect(lived.told.length).toBeGreaterThan(1);
  });
});
