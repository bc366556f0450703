// What people say about the watch: kept, audited, allowed or not, and heard by the next look.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Report } from '../../../../src/domain/report.js';
import { startTriage, type Triage } from '../incident/triageSetup.js';

let triage: Triage;
beforeEach(async () => {
  triage = await startTriage();
});
afterEach(() => triage.close());

const tunnel = 'partner-1';
const now = () => triage.clock.now().toISOString();
const says = ({ title, summary }: Report) => `${title}. ${JSON.stringify(summary)}`;

describe('mute', () => {
  it('holds for a while, for a reason, and ends by itself', async () => {
    const report = await triage.run(`mute ${tunnel} for 2h because the provider works on the line`);
    const { watch } = triage.stores;
    const until = new Date(triage.clock.now().getTime() + 2 * 3_600_000).toISOString();
    expect(await watch.mutes(now())).toMatchObject([
      { tunnel, until, why: 'the provider works on the line', by: { name: 'ada' } },
    ]);
    expect(report.json).toMatchObject({ tunnel, until });
    expect(says(report)).toMatch(/is muted.*Nobody is told of it until/);
    expect(await watch.mutes(until)).toEqual([]);
  });

  it('until a time of the clock means the next one', async () => {
    await triage.run(`mute ${tunnel} until 06:00 because of the upgrade`);
    const [mute] = await triage.stores.watch.mutes(now());
    expect([mute?.until.slice(11, 16), mute?.why]).toEqual(['06:00', 'of the upgrade']);
    expect(Date.parse(mute?.until ?? '')).toBeGreaterThan(triage.clock.now().getTime());
  });

  it('fills the same from a form', async () => {
    await triage.run(`mute ${tunnel}`, { fields: { until: '30m', because: 'maintenance of the partner' } });
    expect(await triage.stores.watch.mutes(now())).toMatchObject([{ why: 'maintenance of the partner' }]);
  });

  it.each([
    ['', /For how long is partner-1 muted/],
    ['for 2h', /Why is partner-1 muted/],
    ['for ever because nobody cares', /"ever" is no time/],
    ['for 40d because of a project', /at most 30 days/],
    ['until 2020-01-01 because of the past', /end in the past/],
  ])('asks for what is missing or wrong: %s', async (rest, expected) => {
    expect(says(await triage.run(`mute ${tunnel} ${rest}`))).toMatch(expected);
    expect(await triage.stores.watch.mutes(now())).toEqual([]);
  });

  it('is ended before its time, once', async () => {
    await triage.run(`mute ${tunnel} for 2h because of tests`);
    await triage.clock.advance(1000);
    expect((await triage.run(`unmute ${tunnel}`)).json).toMatchObject({ ended: true });
    await triage.clock.advance(1000);
    expect(await triage.stores.watch.mutes(now())).toEqual([]);
    expect((await triage.run(`unmute ${tunnel}`)).json).toMatchObject({ ended: false });
  });
});

describe('watch', () => {
  it('lists what is muted and what people chose', async () => {
    await triage.run(`mute ${tunnel} for 2h because of tests`);
    await triage.run(`unwatch ${tunnel}`);
    const report = await triage.run('watch');
    expect(report.json).toMatchObject({
      states: [],
      choices: [{ tunnel, watched: false }],
      mutes: [{ tunnel, why: 'of tests' }],
    });
    expect(says(report)).toMatch(/Nothing is watched yet.*Muted.*of tests.*Left out/);
    await triage.run(`watch ${tunnel}`);
    expect(await triage.stores.watch.chosen(tunnel)).toBe(true);
  });

  it('may be read by whom may read; everything else needs the right to work on incidents, and leaves its rows', async () => {
    const strict = triage.under({ channels: ['C1'], people: [], rules: [], grantedBy: 'the network team' });
    expect((await strict('watch')).kind).toBe('watch');
    for (const line of [
      `watch ${tunnel}`,
      `unwatch ${tunnel}`,
      `mute ${tunnel} for 2h because x`,
      `unmute ${tunnel}`,
    ])
      expect(says(await strict(line))).toMatch(/the right to work on incidents/);
    expect(await triage.stores.watch.choices()).toEqual([]);
  });
});
