import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gap } from '../../../../src/domain/observation.js';
import type { Report } from '../../../../src/domain/report.js';
import { everybody, toldSince } from '../../../../src/shifts/team.js';
import type { ManualClock } from '../../../support/manualClock.js';
import { DoubleDevice } from '../../../unit/doubles/device.js';
import { tunnelConfig, tunnelLive } from '../../../unit/doubles/tunnels.js';
import { startTriage, type Triage, text } from '../incident/triageSetup.js';

let triage: Triage;
beforeAll(async () => {
  triage = await startTriage(undefined, undefined, [
    {
      name: 'network',
      channel: 'C1',
      zone: 'Europe/Paris',
      starts: ['06:00', '18:00'],
      people: { '06:00': ['Uada'], '18:00': ['S0NIGHT'] },
      tunnels: ['partner-*'],
      onCall: { mention: true, own: true },
    },
    {
      name: 'paris',
      channel: null,
      zone: 'Europe/Paris',
      starts: ['06:00'],
      people: { '06:00': ['Upia'] },
      tunnels: ['paris-*'],
      onCall: { mention: true, own: true },
    },
  ]);
});
afterAll(async () => {
  await triage.close();
});

interface Handed {
  readonly team: string;
  readonly quiet: boolean;
  readonly startHere: readonly { tunnel: string; link: string | null; need: string }[];
  readonly watch: readonly { tunnel: string }[];
  readonly whatHappened: readonly { tunnel: string; remedy: string; link: string | null }[];
  readonly remarks: readonly { text: string; id: string; link: string | null }[];
  readonly unseen: readonly string[];
  readonly from: string;
}
const json = (report: Report): Handed => report.json as Handed;

describe('a line to watch', () => {
  it('says since when by the log of the device, which a list reads, too', async () => {
    const at = '2026-03-01T09:41:00.000Z';
    const none = { eventId: '', severity: null, object: '' };
    const line = (number: number, then: string, text: string) => ({
      ...none,
      number,
      at: then,
      text: `09[IKE] <to-paris|1> ${text}`,
    });
    const log = {
      vendor: 'strongswan',
      lines: [
        line(
          1,
          '2026-03-01T09:00:00.000Z',
          'CHILD_SA to-paris{1} established with SPIs c1a1_i c2a2_o and TS 10.0.0.0/24 === 10.1.0.0/24',
        ),
        line(2, at, "tried 1 shared key for 'a.example' - 'b.example', but MAC mismatched"),
      ],
      from: null,
      to: null,
      truncated: false,
    };
    const broken = await startTriage((clock) => [
      new DoubleDevice({
        clock,
        answers: {
          inventory: [tunnelConfig({ tunnel: 'to-paris' })],
          overview: [
            {
              tunnel: 'to-paris',
              state: 'down',
              since: null,
              peer: null,
              basis: 'no SA',
              log,
              live: tunnelLive({ tunnel: 'to-paris', ike: [], children: [], missingChildren: ['to-paris'] }),
            },
          ],
        },
      }),
    ]);
    const told = ['handoff', 'list'].map(async (line) => (await broken.run(line)).json);
    const [handed, listed] = await Promise.all(told);
    await broken.close();
    expect(listed).toMatchObject({ tunnels: [{ tunnel: 'to-paris', since: at }] });
    expect(handed).toMatchObject({ watch: [{ tunnel: 'to-paris', since: at }] });
  });
});

describe('the handoff', () => {
  it('takes the team of the channel and the shift that runs in its zone', async () => {
    const report = await triage.run('handoff');
    expect(json(report)).toMatchObject({ team: 'network', from: '2026-03-01T05:00:00.000Z', quiet: false });
    expect(json(report).watch).toHaveLength(12);
    expect(json(report).startHere).toEqual([]);
  });

  it('tells what is open, what happened and what was remarked, each with its thread', async () => {
    const place = (ts: string) => ({ channel: 'C1', ts, link: `https://example.test/${ts}` });
    const open = await triage.run('triage partner-1', { thread: place('1.1') });
    await triage.run(`incident ${open.changed?.incident} severity high`);
    const done = await triage.run('triage partner-2', { thread: place('2.2') });
    await triage.run(`incident ${done.changed?.incident} close psk-mismatch the key was entered again`);
    await triage.run('remark <!channel> watch partner-3 tonight');
    const report = await triage.run('handoff --since 2h');
    const handed = json(report);
    expect(handed.startHere).toMatchObject([
      { tunnel: 'partner-1', link: 'https://example.test/1.1', need: 'an owner' },
    ]);
    expect(handed.whatHappened).toMatchObject([
      { tunnel: 'partner-2', remedy: 'the key was entered again', link: 'https://example.test/2.2' },
    ]);
    expect(handed.watch.map((line) => line.tunnel)).not.toContain('partner-1');
    expect(handed.remarks.map((remark) => remark.text)).toEqual(['<!channel> watch partner-3 tonight']);
    const said = text(report.summary);
    for (const heading of ['Start here', 'Watch', 'What happened', 'Remarks'])
      expect(said).toContain(heading);
    expect(said.indexOf('Start here')).toBeLessThan(said.indexOf('Watch'));
    expect(said).toContain('"link":"https://example.test/1.1"');
  });

  it('carries a remark until it is ticked off, once', async () => {
    const [remark] = json(await triage.run('handoff')).remarks;
    const done = await triage.run(`remark done ${remark?.id}`);
    expect(done.title).toContain('is done');
    expect((await triage.run(`remark done ${remark?.id}`)).title).toContain('ticked off before');
    expect(json(await triage.run('handoff')).remarks).toEqual([]);
  });

  it('keeps one remark of one click', async () => {
    await Promise.all([
      triage.run('remark look at the line', { key: 'same' }),
      triage.run('remark look at the line', { key: 'same' }),
    ]);
    expect(json(await triage.run('handoff')).remarks).toHaveLength(1);
  });

  it('is two lines for a team whose tunnels are quiet', async () => {
    const report = await triage.run('handoff --team paris');
    expect(json(report)).toMatchObject({ quiet: true, team: 'paris' });
    expect(report.summary).toHaveLength(2);
  });

  it('is that of the team in whose shifts one is, by name or by user group, outside of any team’s channel', async () => {
    const teamOf = async (as: string) => {
      const asker = { id: `U${as}`, name: as, channel: null, via: 'chat' as const };
      return json(await triage.run('handoff', { asker })).team;
    };
    expect(await teamOf('ada')).toBe('network');
    expect(await teamOf('pia')).toBe('paris');
    expect(await teamOf('night')).toBe('network');
    expect(await teamOf('zoe')).toBe('all teams');
    // Slack does not tell the groups.
    expect(await teamOf('lost')).toBe('all teams');
  });

  it('of all teams asks for the team of a remark, and offers a button for each', async () => {
    const asker = { id: 'Uzoe', name: 'zoe', channel: null, via: 'chat' as const };
    const report = await triage.run('handoff', { asker });
    expect(report.actions.map((action) => action.command)).toEqual(
      expect.arrayContaining(['remark --team network', 'remark --team paris']),
    );
    expect((await triage.run('remark look at it', { asker })).title).toContain('network, paris');
    expect(json(await triage.run('handoff --team "all teams"', { asker })).team).toBe('all teams');
  });

  it('tells the shift before, too, while a shift is young', async () => {
    const shift = { zone: 'utc', starts: ['06:00', '18:00'] };
    const since = (at: string) => toldSince({ ...everybody, ...shift }, new Date(at)).toISOString();
    expect(since('2026-03-01T06:05:00Z')).toBe('2026-02-28T18:00:00.000Z');
    expect(since('2026-03-01T08:00:00Z')).toBe('2026-03-01T06:00:00.000Z');
    expect(toldSince(everybody, new Date('2026-03-01T06:05:00Z')).toISOString()).toBe(
      '2026-02-28T18:05:00.000Z',
    );
  });

  it('leads from a remark to the thread that it was said in', async () => {
    const thread = { channel: 'C1', ts: '9.9', link: 'https://example.test/9.9' };
    await triage.run('remark read this first', { thread });
    const report = await triage.run('handoff');
    expect(json(report).remarks.find((remark) => remark.text === 'read this first')).toMatchObject({
      link: 'https://example.test/9.9',
    });
    expect(text(report.summary)).toContain('{"link":"https://example.test/9.9","text":"thread"}');
  });

  it('names teams that exist when a wrong one was asked for', async () => {
    expect((await triage.run('handoff --team nobody')).title).toContain('network, paris');
  });

  it('is confirmed by the first who does, and the second is told', async () => {
    const shift = { team: 'network', from: '2026-03-01T05:00:00.000Z', to: '2026-03-01T17:00:00.000Z' };
    await triage.stores.shifts.claimHandoff({ key: 'network 17', ...shift });
    const [a, b] = await Promise.all([
      triage.run('confirm "network 17"', { as: 'ada' }),
      triage.run('confirm "network 17"', { as: 'bo' }),
    ]);
    const titles = [a.title, b.title];
    const first = (a.json as { first: boolean }).first ? 'ada' : 'bo';
    expect(titles.filter((title) => title === 'You took over from the shift of network.')).toHaveLength(1);
    expect(
      titles.filter((title) => title === `${first} took over from the shift of network before you.`),
    ).toHaveLength(1);
    // Whoever clicks again is told the same.
    expect((await triage.run('confirm "network 17"', { as: first })).title).toBe(
      'You took over from the shift of network.',
    );
    expect((await triage.run('confirm nothing')).title).toContain('There is no handoff');
  });
});

describe('a handoff of devices that are away', () => {
  const answers = (tunnel: string) => ({
    inventory: [tunnelConfig({ tunnel })],
    overview: [{ tunnel, state: 'up' as const, since: null, peer: null, basis: '' }],
  });
  const away = (clock: ManualClock, name: string) =>
    // The way real devices say it: without their name.
    Object.assign(new DoubleDevice({ clock, name, answers: answers(`of-${name}`) }), {
      fetch: async (kind: string) =>
        gap({
          reason: 'unreachable',
          says: 'The firewall refuses the connection.',
          remedy: 'Check it.',
          device: name,
          request: kind,
          at: clock.now().toISOString(),
        }),
    });

  it('names them, and is not called quiet', async () => {
    const one = await startTriage((clock) => [
      new DoubleDevice({ clock, name: 'fw-a', answers: answers('of-a') }),
      away(clock, 'fw-b'),
    ]);
    const report = json(await one.run('handoff'));
    await one.close();
    expect(report).toMatchObject({ quiet: false, unseen: ['fw-b: The firewall refuses the connection.'] });
  });

  it('names all of them when none can be asked', async () => {
    const none = await startTriage((clock) => [away(clock, 'fw-a'), away(clock, 'fw-b')]);
    const { unseen } = json(await none.run('handoff'));
    await none.close();
    expect(unseen).toEqual([expect.stringMatching(/^No device could be asked: .*\(fw-a, fw-b\)\.$/)]);
  });
});
