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

  /** What was said within minutes of the day, as its headline. */
  const within = (from: number, until: number): readonly string[] =>
    lived.told
      .filter(({ minute }) => minute > from && minute <= until)
      .map(({ how, text }) => `${how}: ${text.split(/ – | since |, the last /)[0] ?? ''}`);

  it('says nothing of rekeys, before anything happened', () => {
    expect(within(0, day.lineLost)).toEqual([]);
  });

  it('says once that a line with sixteen tunnels is gone, and there that they are back', () => {
    const told = within(day.lineLost, day.failover);
    expect(told[0]).toBe('message: ❌ 16 tunnels down on fw-edge ethernet1/1');
    expect(told.slice(-2)).toEqual([
      'edit: ✅ All 16 tunnels on fw-edge ethernet1/1 are back',
      'reply: All 16 tunnels are back',
    ]);
    expect(told.slice(1, -2).every((one) => one.startsWith('edit: ❌ '))).toBe(true);
  });

  it('says nothing of units that change roles, of a tunnel that nobody uses, and of planned work', () => {
    expect(within(day.failover, day.silent)).toEqual([]);
  });

  it('says that a firewall cannot be asked, and nothing of its tunnels', () => {
    expect(within(day.silent, day.restart)).toEqual([
      'message: ❔ fw-branch cannot be asked',
      'edit: ✅ fw-branch answers again',
      'reply: fw-branch answers again',
    ]);
  });

  it('says of a restart what the other end saw of it', () => {
    const cause = 'down, DPD timeout: the peer stopped answering';
    expect(within(day.restart, day.clock).toSorted()).toEqual([
      'edit: ✅ branch-planned: back up',
      'edit: ✅ branch-voice: back up',
      'edit: ✅ fw-branch answers again',
      `message: ❌ branch-planned: ${cause}`,
      `message: ❌ branch-voice: ${cause}`,
      'message: ❔ fw-branch cannot be asked',
      'reply: branch-planned: back up',
      'reply: branch-voice: back up',
      'reply: fw-branch answers again',
    ]);
  });

  it('says nothing of a clock that jumps, and of a push that changes no tunnel', () => {
    expect(within(day.clock, day.broken)).toEqual([]);
  });

  it('says what a commit broke, with what changed and by whom, and that it was reverted', () => {
    expect(within(day.broken, day.flaps)).toEqual([
      'message: ❌ branch-erp: down, IKE proposal mismatch',
      'edit: ✅ branch-erp: back up',
      'reply: branch-erp: back up',
    ]);
    const shown = JSON.stringify(lived.web.standing.find(({ message }) => /branch-erp/.test(message.text)));
    expect(shown).toMatch(/Since it was last up .*fw-branch .*group14 → .*group2, fw-hub unchanged/);
    expect(shown).toContain('kim edited branch-erp-ike on fw-branch');
  });

  it('says that a tunnel flaps, once, and when it is quiet again', () => {
    expect(within(day.flaps, day.end)).toEqual([
      'message: ⚠️ branch-voice: flapping',
      'edit: ✅ branch-voice: back up',
      'reply: branch-voice: back up',
    ]);
  });
});
