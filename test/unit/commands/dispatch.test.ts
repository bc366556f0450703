import { describe, expect, it } from 'vitest';
import type { Asker } from '../../../src/commands/dispatcher.js';
import { ManualClock } from '../../support/manualClock.js';
import { DoubleDevice } from '../doubles/device.js';
import { engineOver } from '../doubles/engine.js';
import { tunnelConfig } from '../doubles/tunnels.js';

const slack: Asker = { id: 'U1', name: 'ana', channel: 'C1', via: 'chat' };

function dispatcherOf(change: Partial<Parameters<typeof engineOver>[0]> = {}, takesMs?: number) {
  const clock = new ManualClock();
  const device = new DoubleDevice({
    clock,
    ...(takesMs === undefined ? {} : { takesMs }),
    answers: {
      inventory: ['tunnel-x', 'tunnel-xy', 'to paris'].map((tunnel) => tunnelConfig({ tunnel })),
      overview: [{ tunnel: 'tunnel-x', state: 'down', since: null, peer: '203.0.113.9', basis: '' }],
    },
  });
  const engine = engineOver({ clock, devices: [device], ...change });
  const run = (text: string, asker = slack) =>
    clock.finish(engine.dispatcher.run(text, { asker, signal: new AbortController().signal }));
  return { run, clock, engine, device };
}

describe('the one door', () => {
  it('answers nothing with help, for the asker alone', async () => {
    const report = await dispatcherOf().run('');
    expect([report.kind, report.audience]).toEqual(['help', 'asker']);
    expect(JSON.stringify(report.summary)).toContain('status TUNNEL');
  });

  it('explains one command with its options', async () => {
    expect(JSON.stringify((await dispatcherOf().run('help logs')).summary)).toContain('--since TIME');
  });

  it('offers the command that was meant, with the words that were typed', async () => {
    const report = await dispatcherOf().run('statsu tunnel-x');
    expect(report.title).toBe('There is no command "statsu".');
    expect(report.choice?.options).toEqual([{ label: 'status', command: 'status tunnel-x' }]);
  });

  it('offers the tunnels that fit, and keeps the options', async () => {
    const report = await dispatcherOf().run('logs tunel-x --since 2h --phase 1');
    expect(report.choice?.options.map((option) => option.command)).toContain(
      'logs tunnel-x --since 2h --phase 1',
    );
  });

  it('takes a name with blanks with and without quotes', async () => {
    const { run } = dispatcherOf();
    expect((await run('config to paris')).title).toBe('Configuration of to paris');
    expect((await run('config “to paris”')).title).toBe('Configuration of to paris');
  });

  it('says when words are missing', async () => {
    expect((await dispatcherOf().run('status')).title).toContain('`status` needs more words');
  });

  it('never rejects, and never shows the words of an exception', async () => {
    const seen: unknown[] = [];
    const { run } = dispatcherOf({ clock: brokenClock(), onFault: (error) => seen.push(error) });
    const report = await run('list');
    expect(report.title).toBe('This question could not be answered because of a fault in Tunnelmedic.');
    expect(JSON.stringify(report)).not.toContain('no time');
    expect(seen).toHaveLength(1);
  });

  it('refuses outside the channels that are allowed, and says which right is missing and who can grant it', async () => {
    const { run } = dispatcherOf({ access: { channels: ['C9'], people: [], grantedBy: 'the network team' } });
    const report = await run('list');
    expect(report.title).toContain('You may not do this');
    expect(JSON.stringify(report.summary)).toContain('the network team');
    expect((await run('help')).kind).toBe('help');
    expect((await run('list', { ...slack, channel: 'C9' })).kind).toBe('list');
    expect((await run('list', { id: 't', name: 't', channel: null, via: 'terminal' })).kind).toBe('list');
  });
});

describe('names while somebody types', () => {
  it('come with state and peer once they are known', async () => {
    const { run, engine, clock } = dispatcherOf();
    await run('list');
    expect(await clock.finish(engine.dispatcher.suggest('tunnel', slack))).toEqual([
      { name: 'tunnel-x', device: 'fw-a', hint: 'down, peer 203.0.113.9' },
      { name: 'tunnel-xy', device: 'fw-a', hint: 'peer 203.0.113.9' },
    ]);
  });

  it('never wait for a slow device', async () => {
    const { engine, clock } = dispatcherOf({}, 60_000);
    const before = clock.now().getTime();
    expect(await clock.finish(engine.dispatcher.suggest('t', slack))).toEqual([]);
    expect(clock.now().getTime() - before).toBe(1500);
  });

  it('are found in an alert as whole words, the longest first', async () => {
    const { engine, clock } = dispatcherOf();
    const found = (text: string) => clock.finish(engine.dispatcher.namesIn(text, slack));
    expect(await found('CRITICAL: Tunnel-XY is down.')).toEqual(['tunnel-xy']);
    expect(await found('tunnel-x, tunnel-xy')).toEqual(['tunnel-xy', 'tunnel-x']);
    expect(await found('tunnel-xz and my-tunnel-x and tunnel-x.old')).toEqual([]);
  });
});

describe('whoever may not read', () => {
  const access = {
    channels: ['C9'],
    people: [],
    grantedBy: 'the network team',
    rules: [
      {
        who: { users: ['UPARTNER'], groups: [], channels: [] },
        tunnels: ['tunnel-x'],
        may: ['read' as const],
      },
    ],
  };
  const partner: Asker = { ...slack, id: 'UPARTNER' };

  it('learns no tunnel’s name: not by a wrong name, not while typing, not from an alert', async () => {
    const { run, engine, clock } = dispatcherOf({ access });
    await run('list', { ...slack, channel: 'C9' });
    for (const words of ['status tunel', 'config tunel', 'logs tunel']) {
      const report = await run(words);
      expect(report.title).toContain('You may not do this');
      expect(JSON.stringify([report.summary, report.choice])).not.toContain('tunnel-x');
    }
    expect(await clock.finish(engine.dispatcher.suggest('tunnel', slack))).toEqual([]);
    expect(await clock.finish(engine.dispatcher.namesIn('tunnel-x is down', slack))).toEqual([]);
  });

  it('sees the tunnels of a rule, and only those', async () => {
    const { run, engine, clock } = dispatcherOf({ access });
    await run('list', { ...slack, channel: 'C9' });
    expect((await run('config tunnel-x', partner)).title).toBe('Configuration of tunnel-x');
    expect((await run('config tunnel-xy', partner)).title).toContain('You may not do this');
    expect((await run('list', partner)).title).toContain('You may not do this');
    const offered = await clock.finish(engine.dispatcher.suggest('tunnel', partner));
    expect(offered.map((one) => one.name)).toEqual(['tunnel-x']);
  });
});

function brokenClock(): ManualClock {
  const clock = new ManualClock();
  clock.now = () => {
    throw new Error('no time');
  };
  return clock;
}
