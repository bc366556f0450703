// A bad day, lived through by a bot that nobody asks: every message that it should say, and none else.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { day, dayFleet, dayScript } from './dayFleet.js';
import { type Day, openDay } from './dayStage.js';

describe('a bad day', () => {
  let lived: Day;
  beforeAll(async () => {
    lived = await openDay(dayFleet(), dayScript);
    await lived.until(day.end);
  }, 180_000);
  afterAll(() => lived?.close());

  it('is told', () => {
    console.log(lived.told.map(({ minute, how, text }) => `${minute} ${how} ${text}`).join('\n'));
    expect(lived.told.length).toBeGreaterThan(1);
  });
});
