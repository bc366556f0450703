// What becomes of alerts: which incident they open or join, what is answered where they open nothing, and that nothing is done twice.

import { afterEach, describe, expect, it } from 'vitest';
import { tunnelmedic } from '../../../../src/commands/stores.js';
import { type Fleet, firing, type Road, resolved, startRoad } from './roadStage.js';

const fleet: Fleet = {
  'fw-paris': { 'paris-hq': '203.0.113.9', 'paris-acme': '203.0.113.20', 'paris-lab': '203.0.113.21' },
  'fw-oslo': { 'oslo-hq': '203.0.113.30', 'oslo-lab': '203.0.113.31' },
};

const mismatch = {
  cause: 'ike-proposal-mismatch',
  confidence: 'certain',
  side: 'theirs',
  summary: 'They share no proposal.',
  ruledOut: [],
  nextOurs: '',
  nextTheirs: '',
} as const;

let road: Road;
afterEach(async () => {
  await road.close();
});
const start = async (states: Readonly<Record<string, 'down' | 'idle' | 'unknown'>> = {}, of = fleet) => {
  road = await startRoad(of);
  for (const [tunnel, state] of Object.entries(states)) road.states.set(tunnel, state);
  return road;
};
const kinds = async () => (await road.open()).map(({ timeline }) => timeline.map(({ what }) => what.kind));

describe('an alert for a tunnel that is down', () => {
  it('opens one incident, in the channel of that tunnel, and diagnoses it', async () => {
    const { take, open, said, faults } = await start({ 'oslo-hq': 'down' });
    await take(firing('oslo-hq', { link: 'https://mon.example/1' }));
    const [incident, ...others] = await open();
    expect(others).toEqual([]);
    expect(incident?.tunnels).toEqual(['oslo-hq']);
    expect(incident?.because).toMatchObject({
      kind: 'alert',
      source: 'alertmanager',
      name: 'TunnelDown',
      key: 'print-oslo-hq',
    });
    expect(incident?.timeline[0]?.what).toMatchObject({ kind: 'opened', channel: 'COSLO' });
    expect(incident?.verdict).not.toBeNull();
    expect([await said(), faults]).toEqual([[], []]);
  });

  it('that is delivered twice, also while it is worked off, acts once', async () => {
    const { take, open } = await start({ 'oslo-hq': 'down' });
    await take(firing('oslo-hq'), firing('oslo-hq'));
    const before = await kinds();
    await take(firing('oslo-hq'));
    expect(await kinds()).toEqual(before);
    expect(await open()).toHaveLength(1);
  });

  it('and repeats while the incident is open joins it quietly', async () => {
    const { take, open, clock } = await start({ 'oslo-hq': 'down' });
    await take(firing('oslo-hq'));
    await clock.advance(4 * 3_600_000);
    await take(firing('oslo-hq'));
    const [incident, ...others] = await open();
    expect(others).toEqual([]);
    expect(incident?.timeline.at(-1)?.what).toMatchObject({ kind: 'alert', status: 'firing' });
  });

  it('opens it in the thread of the message that told of it before', async () => {
    const { take, open, notices } = await start({ 'oslo-hq': 'down' });
    notices.set('oslo-hq', { channel: 'COSLO', ts: '1.5', link: null });
    await take(firing('oslo-hq'));
    expect((await open())[0]?.thread).toMatchObject({ channel: 'COSLO', ts: '1.5' });
  });

  it('of a firewall that cannot be asked counts: nothing shows that all is well', async () => {
    const { take, open, devices, parts } = await start();
    await parts.fleet.view({ signal: new AbortController().signal, deadlineAt: '2026-03-01T13:00:00Z' });
    for (const device of devices) if (device.name === 'fw-oslo') device.broken = 'unreachable';
    await take(firing('oslo-hq'));
    expect((await open())[0]?.verdict?.cause).toBe('insufficient-data');
  });
});

describe('alerts of one moment', () => {
  it('that share a line are one incident with one diagnosis, and one question to each firewall first', async () => {
    const { take, open, devices } = await start({
      'paris-hq': 'down',
      'paris-acme': 'down',
      'paris-lab': 'down',
      'oslo-hq': 'down',
    });
    await take(...['paris-hq', 'paris-acme', 'paris-lab', 'oslo-hq'].map((tunnel) => firing(tunnel)));
    const incidents = await open();
    expect(incidents.map(({ tunnels }) => tunnels.length).sort()).toEqual([1, 3]);
    const group = incidents.find(({ tunnels }) => tunnels.length === 3);
    expect(group?.shares).toMatchObject({ kind: 'interface', device: 'fw-paris', value: 'ethernet1/1' });
    // The diagnosis of the group finds what the look was told, however long that took.
    const looks = devices.map(({ asked }) => asked.filter((one) => one === 'overview').length);
    expect(looks).toEqual([1, 1]);
  });

  it('for a line without link are one incident while the SAs still stand', async () => {
    const { take, open, noLink, said } = await start();
    noLink.add('fw-paris');
    await take(...['paris-hq', 'paris-acme', 'paris-lab'].map((tunnel) => firing(tunnel)));
    const [incident, ...others] = await open();
    expect(others).toEqual([]);
    expect(incident?.tunnels).toHaveLength(3);
    expect(incident?.shares).toMatchObject({ kind: 'interface', value: 'ethernet1/1' });
    expect(incident?.verdict).toMatchObject({ isShared: true, confidence: 'certain' });
    expect(await said()).toEqual([]);
  });

  it('for two of many are two incidents: each may have a cause of its own', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [`hub-${index}`, `203.0.113.${index + 40}`]),
    );
    const { take, open } = await start({ 'hub-1': 'down', 'hub-2': 'down' }, { 'fw-hub': many });
    await take(firing('hub-1'), firing('hub-2'));
    expect((await open()).map(({ tunnels }) => tunnels)).toHaveLength(2);
  });

  it('for a few of many on one firewall are each their own: what works beside them is not broken', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [`hub-${index}`, `203.0.113.${index + 40}`]),
    );
    const { take, open } = await start(
      { 'hub-1': 'down', 'hub-2': 'down', 'hub-3': 'down' },
      { 'fw-hub': many },
    );
    await take(firing('hub-1'), firing('hub-2'), firing('hub-3'));
    expect(await open()).toHaveLength(3);
  });

  it('of which one comes before the others are one incident, diagnosed again for all of them', async () => {
    const line = { a: '203.0.113.41', b: '203.0.113.42', c: '203.0.113.43', d: '203.0.113.44' };
    const { take, open, clock } = await start({ a: 'down' }, { 'fw-hub': line });
    await take(firing('a'));
    expect((await open())[0]?.verdict?.of).toBeUndefined();
    await clock.advance(30_000);
    for (const tunnel of ['b', 'c', 'd']) road.states.set(tunnel, 'down');
    await take(firing('b'), firing('c'));
    const [incident, ...others] = await open();
    expect(others).toEqual([]);
    expect(incident?.tunnels).toEqual(['a', 'b', 'c']);
    expect(incident?.shares).toMatchObject({ kind: 'interface', device: 'fw-hub' });
    expect(incident?.verdict?.of).toBe('a');
    await take(firing('d'));
    expect((await open()).map(({ tunnels }) => tunnels)).toEqual([['a', 'b', 'c', 'd']]);
  });

  it('leave the incident alone whose cause is that of its one tunnel, and its own alert goes there', async () => {
    const line = { a: '203.0.113.41', b: '203.0.113.42', c: '203.0.113.43', d: '203.0.113.44' };
    const { take, open, clock, stores, run } = await start({ a: 'down' }, { 'fw-hub': line });
    await run('triage a', { as: 'UADA' });
    const [first] = await open();
    await stores.incidents.append(
      first?.id ?? '',
      {
        by: tunnelmedic,
        at: clock.now().toISOString(),
        key: 'told',
        what: { kind: 'verdict', verdict: mismatch },
      },
      null,
    );
    for (const tunnel of ['b', 'c', 'd']) road.states.set(tunnel, 'down');
    await take(...['a', 'b', 'c', 'd'].map((tunnel) => firing(tunnel)));
    const incidents = await open();
    expect(incidents.map(({ tunnels }) => tunnels).toSorted()).toEqual([['a'], ['b', 'c', 'd']]);
    const own = incidents.find(({ tunnel }) => tunnel === 'a');
    const alerts = own?.timeline.flatMap(({ what }) => (what.kind === 'alert' ? [what.tunnels] : []));
    expect([own?.id, alerts]).toEqual([first?.id, [['a']]]);
  });

  it('and one that comes a minute late is of the incident whose line it shares', async () => {
    const line = { a: '203.0.113.41', b: '203.0.113.42', c: '203.0.113.43', d: '203.0.113.44' };
    const { take, open, clock } = await start(
      { a: 'down', b: 'down', c: 'down', d: 'down' },
      { 'fw-hub': line },
    );
    await take(...['a', 'b', 'c'].map((tunnel) => firing(tunnel)));
    await clock.advance(60_000);
    await take(firing('d'));
    expect((await open()).map(({ tunnels }) => tunnels)).toEqual([['a', 'b', 'c', 'd']]);
  });
});

describe('an alert opens nothing for a tunnel that is', () => {
  const answered = async () =>
    (await road.said()).flatMap(({ channel, answer }) =>
      answer.about === 'quiet'
        ? answer.alerts.map(({ tunnel, outcome, says }) => ({ channel, tunnel, outcome, says }))
        : [],
    );

  it('idle: nobody uses it', async () => {
    const { take, open } = await start({ 'oslo-hq': 'idle' });
    await take(firing('oslo-hq'));
    expect(await open()).toEqual([]);
    expect(await answered()).toEqual([
      { channel: 'COSLO', tunnel: 'oslo-hq', outcome: 'idle', says: 'seen idle' },
    ]);
  });

  it('muted, and its channel stays quiet', async () => {
    const { take, open, run, said } = await start({ 'oslo-hq': 'down' });
    await run('mute oslo-hq for 2h because the provider works on the line');
    await take(firing('oslo-hq'));
    expect([await open(), await said()]).toEqual([[], []]);
  });

  it('muted, which the thread of the message that said it reads: until when, by whom and why', async () => {
    const { takeFrom, open, run } = await start({ 'oslo-hq': 'down' });
    await run('mute oslo-hq for 2h because the provider works on the line');
    await takeFrom({ channel: 'CALERTS', ts: '1.7', link: null }, firing('oslo-hq', { source: 'channel' }));
    expect(await open()).toEqual([]);
    expect(await answered()).toMatchObject([
      {
        channel: 'CALERTS',
        outcome: 'muted',
        says: expect.stringMatching(/^Muted until \d\d:\d\d UTC by ada: the provider works on the line\.$/),
      },
    ]);
  });

  it('up, and a diagnosis finds nothing wrong', async () => {
    const { take, open } = await start();
    await take(firing('oslo-hq'));
    expect(await open()).toEqual([]);
    expect(await answered()).toMatchObject([{ tunnel: 'oslo-hq', outcome: 'up' }]);
  });

  it('answered before: a repeat is not answered again, but opens when it is down by then', async () => {
    const { take, open, clock, states } = await start({ 'oslo-hq': 'idle' });
    await take(firing('oslo-hq'));
    await clock.advance(3_600_000);
    await take(firing('oslo-hq'));
    expect(await answered()).toHaveLength(1);
    states.set('oslo-hq', 'down');
    await clock.advance(3_600_000);
    await take(firing('oslo-hq'));
    expect(await open()).toHaveLength(1);
  });

  it('one of forty: they are answered together', async () => {
    const { take } = await start({ 'paris-hq': 'idle', 'paris-acme': 'idle', 'paris-lab': 'idle' });
    await take(firing('paris-hq'), firing('paris-acme'), firing('paris-lab'));
    expect(await road.said()).toHaveLength(1);
  });
});

describe('an alert that fits', () => {
  it('several tunnels asks which, and goes on with the one that somebody chose', async () => {
    const { take, open, said, run, work, clock } = await start({ 'paris-hq': 'down' });
    await take(firing('x', { labels: new Map([['summary', 'paris-hq or paris-lab']]) }));
    const [asked] = await said();
    expect(asked?.answer).toMatchObject({
      about: 'several',
      tunnels: ['paris-hq', 'paris-lab'],
      chosen: null,
    });
    const id = asked?.answer.about === 'several' ? asked.answer.alert : '';
    const refused = await run(`alert-for oslo-hq ${id}`);
    expect(JSON.stringify(refused.summary)).toContain('fits paris-hq, paris-lab, not oslo-hq');
    await run(`alert-for paris-hq ${id}`);
    await run(`alert-for paris-lab ${id}`);
    await clock.advance(1000);
    await work();
    expect((await open()).map(({ tunnels }) => tunnels)).toEqual([['paris-hq']]);
    expect(
      (await said()).map(({ part, answer }) => [part, answer.about === 'several' ? answer.chosen : null]),
    ).toEqual([
      ['post', null],
      ['redraw', { tunnel: 'paris-hq', by: 'ada' }],
    ]);
  });

  it('none is said once for alerts of its name', async () => {
    const { take, open, said, clock } = await start();
    const of = (key: string) => firing(key, { labels: new Map([['site', 'x']]) });
    await take(of('a'), of('b'));
    await clock.advance(60_000);
    await take(of('c'));
    expect(await open()).toEqual([]);
    expect(await said()).toMatchObject([
      { channel: 'CWATCH', answer: { about: 'none', name: 'TunnelDown' } },
    ]);
  });
});

describe('a resolved alert', () => {
  it('lets the bot look, and says that the tunnel is still down where it is', async () => {
    const { take, open, clock } = await start({ 'oslo-hq': 'down' });
    await take(firing('oslo-hq'));
    await clock.advance(60_000);
    await take(resolved('oslo-hq'));
    const [incident] = await open();
    expect(incident?.timeline.at(-1)?.what).toMatchObject({
      kind: 'alert',
      status: 'resolved',
      still: 'down',
    });
  });

  it('of a tunnel that is up again is followed by a diagnosis that says so', async () => {
    const { take, open, clock, states } = await start({ 'oslo-hq': 'down' });
    await take(firing('oslo-hq'));
    await clock.advance(60_000);
    states.set('oslo-hq', 'up');
    await take(resolved('oslo-hq'));
    const [incident] = await open();
    expect(incident?.timeline.findLast(({ what }) => what.kind === 'alert')?.what).toMatchObject({
      still: 'up',
    });
    expect(incident?.recovered).not.toBeNull();
  });

  it('of forty, in the messages of another app that were edited: one incident that is back, and told once', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `shop-${index + 10}`);
    const line = Object.fromEntries(names.map((name, index) => [name, `203.0.113.${index + 41}`]));
    const { takeFrom, work, alerts, open, said, clock, states } = await start({}, { 'fw-shops': line });
    const place = (index: number) => {
      return { channel: 'CALERTS', ts: `17000000${10 + index}.000100`, link: null };
    };
    const keep = async (status: 'firing' | 'resolved'): Promise<void> => {
      const at = clock.now().toISOString();
      const ofMessage = (name: string) => (status === 'firing' ? firing(name) : resolved(name));
      const given = names.map((name, index) => {
        return { alert: ofMessage(name), place: place(index), channel: 'CALERTS' };
      });
      await alerts.keep(given, { at, dueAt: at });
      await work();
    };
    for (const name of names) states.set(name, 'down');
    await keep('firing');
    expect((await open()).map(({ tunnels, thread }) => [tunnels.length, thread])).toEqual([[40, place(0)]]);
    await clock.advance(60_000);
    for (const name of names) states.set(name, 'up');
    await keep('resolved');
    const [incident, ...others] = await open();
    expect(others).toEqual([]);
    const told = incident?.timeline.flatMap(({ what }) =>
      what.kind === 'alert' && what.status === 'resolved' ? [[what.still, what.tunnels.length]] : [],
    );
    expect(told).toEqual([['up', 40]]);
    expect(incident?.recovered).not.toBeNull();
    expect(incident?.seen.every(({ state }) => state === 'up')).toBe(true);
    expect(incident?.timeline.filter(({ what }) => what.kind === 'verdict')).toHaveLength(2);
    expect(await said()).toEqual([]);
    await takeFrom(place(0), firing('shop-10'));
    expect(await open()).toHaveLength(1);
  });

  it('without an incident is nobody’s news', async () => {
    const { take, open, said } = await start();
    await take(resolved('oslo-hq'));
    expect([await open(), await said()]).toEqual([[], []]);
  });
});

describe('two replicas, and a process that dies', () => {
  it('open one incident, whoever comes first', async () => {
    const { alerts, clock, open, job } = await start({
      'paris-hq': 'down',
      'paris-acme': 'down',
      'paris-lab': 'down',
    });
    const at = clock.now().toISOString();
    const given = ['paris-hq', 'paris-acme', 'paris-lab'].map((tunnel) => ({
      alert: firing(tunnel),
      place: null,
      channel: null,
    }));
    await alerts.keep(given, { at, dueAt: at });
    const signal = new AbortController().signal;
    await clock.finish(Promise.all(['one', 'two'].map((owner) => job(owner).job.run([], signal))));
    expect((await open()).map(({ tunnels }) => tunnels.length)).toEqual([3]);
  });

  it('lose and repeat nothing: the next one goes on after the lease', async () => {
    const { alerts, clock, open, work } = await start({ 'oslo-hq': 'down' });
    const at = clock.now().toISOString();
    await alerts.keep([{ alert: firing('oslo-hq'), place: null, channel: null }], { at, dueAt: at });
    const until = new Date(clock.now().getTime() + 20_000).toISOString();
    expect(await alerts.claim('dead', at, until)).toHaveLength(1);
    await work('two');
    expect(await open()).toEqual([]);
    await clock.advance(21_000);
    await work('two');
    expect(await open()).toHaveLength(1);
  });
});
