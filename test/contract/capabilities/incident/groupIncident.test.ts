// An incident of several tunnels from its first diagnosis to its end: what its card says, who is back, what is split off and merged.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { incidentCard } from '../../../../src/capabilities/incident/card.js';
import { examineOpened, openOrJoin } from '../../../../src/capabilities/incident/openGroup.js';
import { eventMessage } from '../../../../src/capabilities/incident/threadMessages.js';
import { createIncidentWatch, type IncidentWatch } from '../../../../src/capabilities/incident/watch.js';
import type { TunnelLive, TunnelState } from '../../../../src/domain/live.js';
import type { TunnelSummary } from '../../../../src/domain/overview.js';
import { type Incident, incidentFrom } from '../../../../src/incidents/incident.js';
import { linesOf } from '../../../../src/logs/format/text.js';
import { ownPlaybookSet } from '../../../../src/playbook/folder.js';
import type { ManualClock } from '../../../support/manualClock.js';
import { DoubleDevice } from '../../../unit/doubles/device.js';
import { childSa, counters, ikeSa, tunnelConfig, tunnelLive } from '../../../unit/doubles/tunnels.js';
import { startTriage, type Triage, text } from './triageSetup.js';

const playbooks = ownPlaybookSet();
const names = Array.from({ length: 40 }, (_, index) => `site-${String(index + 1).padStart(2, '0')}`);
const shares = { kind: 'interface', device: 'fw-a', value: 'ethernet1/3', of: 40 } as const;
const broke = '2026-03-01T11:58:00.000Z';
const silent = Array.from({ length: 3 }, (_, index) =>
  [
    `2026-03-01T11:5${7 + index}:00.000Z gw charon: 09[IKE] <site|3> initiating IKE_SA site[3] to 203.0.113.1`,
    `2026-03-01T11:5${7 + index}:04.000Z gw charon: 09[IKE] <site|3> retransmit 5 of request with message ID 0`,
    `2026-03-01T11:5${7 + index}:30.000Z gw charon: 09[IKE] <site|3> giving up after 5 retransmits`,
  ].join('\n'),
).join('\n');

let triage: Triage;
let clock: ManualClock;
let device: DoubleDevice;
let watch: IncidentWatch;
let states: Map<string, TunnelState>;
let log: string;
let overview: () => readonly TunnelSummary[];
let rounds = 0;

const stateOf = (tunnel: string): TunnelState => states.get(tunnel) ?? 'down';
function live(tunnel: string): TunnelLive {
  const at = clock.now().toISOString();
  if (stateOf(tunnel) !== 'up') return tunnelLive({ tunnel, ike: [], children: [], at });
  const child = childSa({
    name: tunnel,
    installedAt: at,
    expiresAt: null,
    counters: counters({ packetsIn: 90n, packetsOut: 90n }),
  });
  return tunnelLive({
    tunnel,
    at,
    ike: [ikeSa({ establishedAt: at, expiresAt: null })],
    children: [child],
  });
}

beforeEach(async () => {
  states = new Map();
  log = silent;
  overview = () =>
    names.map((tunnel) => ({
      tunnel,
      state: stateOf(tunnel),
      since: stateOf(tunnel) === 'down' ? broke : null,
      peer: null,
      basis: '',
    }));
  rounds = 0;
  triage = await startTriage((own) => {
    clock = own;
    device = new DoubleDevice({
      clock,
      answers: {
        inventory: names.map((tunnel, index) => tunnelConfig({ tunnel, peer: `203.0.113.${index + 1}` })),
        overview: () => overview(),
        live: (scope) => live(scope.tunnel?.tunnel ?? ''),
        log: () => ({ vendor: 'strongswan', lines: linesOf(log), from: null, to: null, truncated: false }),
      },
    });
    return [device];
  }, playbooks);
  watch = createIncidentWatch(triage.parts);
});
afterEach(async () => {
  await triage.close();
});

const ask = () => ({
  maxAgeMs: 0,
  deadlineAt: new Date(clock.now().getTime() + 50_000).toISOString(),
  signal: new AbortController().signal,
});

async function open(tunnels: readonly string[] = names, key = 'alert-1'): Promise<string> {
  const { incident } = await openOrJoin(triage.parts, {
    tunnels: tunnels.map((name) => ({ name })),
    shares: tunnels.length > 1 ? shares : null,
    because: { kind: 'alert', source: 'Alertmanager', name: 'TunnelDown', link: null, key: 'f' },
    channel: 'C1',
    place: { channel: 'C1', ts: key, link: null },
    severity: 'high',
    at: clock.now().toISOString(),
    key,
  });
  await clock.finish(examineOpened(triage.parts, { key: `${key}:first`, ask: ask() }, incident.id));
  return incident.id;
}
const read = async (id: string): Promise<Incident> => incidentFrom(await triage.stores.incidents.events(id));
const card = async (id: string) => incidentCard(await read(id));
async function look(): Promise<void> {
  rounds += 1;
  await clock.advance(60_000);
  await clock.finish(watch.look(`round ${rounds}`, ask()));
}
const run = async (line: string) => await clock.finish(triage.run(line));

describe('the card of forty tunnels', () => {
  it('says how many, what they share and one cause, which two of them show', async () => {
    const id = await open();
    const { title, summary, actions } = await card(id);
    expect(title).toBe(`Incident ${id}: 40 tunnels on fw-a ethernet1/3`);
    const shown = text(summary);
    expect(shown).toContain('40 tunnels: 40 down');
    expect(shown).toContain(
      'None of 40 peers answered by ethernet1/3 of fw-a: it is the line they share, not each peer.',
    );
    expect(shown).toContain('Check ethernet1/3 of fw-a: link, next hop, and the line behind it.');
    expect(shown).toContain('Diagnosed: site-01 and site-02, the same cause. The list is in the thread.');
    expect(shown).not.toContain('site-05');
    expect(shown).not.toContain('Question');
    expect(shown).toContain('Likely');
    expect(actions.map(({ label }) => label)).toContain('Split');
    expect(actions.map(({ label }) => label)).not.toContain('Message partner');
  });

  it('asks the firewall for all of them at once, and diagnoses two', async () => {
    await open();
    expect(device.asked.filter((one) => one === 'overview')).toHaveLength(1);
    const diagnosed = device.asked.filter((one) => one.startsWith('live ')).map((one) => one.slice(5));
    expect(new Set(diagnosed)).toEqual(new Set(['site-01', 'site-02']));
  });

  it('lists all of them in the thread', async () => {
    const incident = await read(await open());
    const verdict = incident.timeline.find(({ what }) => what.kind === 'verdict');
    expect(text(verdict && eventMessage(verdict, incident))).toContain('site-39, site-40');
    const report = await run(`incident ${incident.id}`);
    expect(text(report.detail)).toContain('site-40');
  });

  it('blames what they share only where nearly all that have it are down', async () => {
    for (const name of names.slice(20)) states.set(name, 'up');
    const id = await open(names.slice(0, 20));
    const shown = text((await card(id)).summary);
    expect(shown).not.toContain('not each peer');
    expect(shown).toContain('They leave fw-a by ethernet1/3 (20 of the 40 that do).');
  });
});

describe('the look at them', () => {
  it('shows who is back at once, and tells that all are once it is trusted', async () => {
    const id = await open();
    states.set('site-01', 'up').set('site-07', 'up');
    await look();
    const { summary } = await card(id);
    expect(text(summary)).toContain('40 tunnels: 38 down, 2 back up');
    const before = (await read(id)).lastSeq;
    await look();
    expect((await read(id)).lastSeq).toBe(before);
    for (const name of names) states.set(name, 'up');
    await look();
    expect((await read(id)).recovered).toBeNull();
    await look();
    const incident = await read(id);
    expect(incident.recovered).not.toBeNull();
    const verdict = incident.timeline.findLast(({ what }) => what.kind === 'verdict');
    expect(text(verdict && eventMessage(verdict, incident))).toContain(
      'All 40 tunnels possibly back up since 12:04:00 UTC',
    );
    expect(text((await card(id)).summary)).toContain('All 40 tunnels possibly back up since');
  });

  it('never calls all of them up because the one that is diagnosed came up meanwhile', async () => {
    const id = await open();
    states.set('site-02', 'up');
    const stale = names.map((tunnel) => ({
      tunnel,
      state: 'down' as const,
      since: null,
      peer: null,
      basis: '',
    }));
    overview = () => stale;
    states.set('site-01', 'up');
    await run(`incident ${id} diagnose`);
    expect((await read(id)).recovered).toBeNull();
    expect((await read(id)).verdict?.cause).toBe('peer-unreachable');
  });

  it('takes nothing back from a firewall that does not answer', async () => {
    const id = await open();
    const { seen, lastSeq } = await read(id);
    device.broken = 'unreachable';
    await look();
    expect(await read(id)).toMatchObject({ seen, lastSeq });
  });

  it('diagnoses one that was opened by a process that died before it could', async () => {
    const { incident } = await openOrJoin(triage.parts, {
      tunnels: names.slice(0, 3).map((name) => ({ name })),
      shares,
      because: { kind: 'notice', source: 'watch', name: 'down', link: null, key: null },
      channel: null,
      place: null,
      severity: 'normal',
      at: clock.now().toISOString(),
      key: 'left',
    });
    await look();
    expect((await read(incident.id)).verdict?.of).toBe('site-01');
  });
});

describe('what does not belong together', () => {
  it('is split off into an incident of its own, which is diagnosed', async () => {
    const id = await open(names.slice(0, 5));
    const report = await run(`incident ${id} split site-04 SITE-05`);
    expect(report.title).toContain('3 tunnels');
    const whole = await read(id);
    const left = whole.timeline.find(({ what }) => what.kind === 'left');
    expect(left?.what).toMatchObject({ tunnels: ['site-04', 'site-05'] });
    const apart = await run('incident site-05');
    expect(apart.json).toMatchObject({ tunnels: ['site-04', 'site-05'], verdict: { of: 'site-04' } });
    expect(text(left && eventMessage(left, whole))).toContain(
      '2 tunnels (site-04, site-05) an incident of their own',
    );
  });

  it('is all taken apart, one incident a tunnel, unless that were too many threads', async () => {
    const id = await open(names.slice(0, 3));
    await run(`incident ${id} split all`);
    const openNow = (await triage.stores.incidents.list({ open: true })).map(incidentFrom);
    expect(openNow.map(({ tunnels }) => tunnels.join()).toSorted()).toEqual(names.slice(0, 3));
    const many = await open(names.slice(3), 'alert-2');
    const refused = await run(`incident ${many} split all`);
    expect(text(refused)).toContain('takes 21 tunnels apart at most');
  });

  it('leaves one at least, and refuses a tunnel that is none of its', async () => {
    const id = await open(names.slice(0, 2));
    expect(text(await run(`incident ${id} split site-01 site-02`))).toContain('One of its tunnels must stay');
    expect(text(await run(`incident ${id} split site-09`))).toContain('site-09 does not belong to it');
    expect(text(await run(`incident ${id} split`))).toContain('needs the tunnels');
  });

  it('does the same once when the click comes twice', async () => {
    const id = await open(names.slice(0, 4));
    const line = `incident ${id} split site-04`;
    await clock.finish(triage.run(line, { key: 'click' }));
    await clock.finish(triage.run(line, { key: 'click' }));
    expect(await triage.stores.incidents.list({ open: true })).toHaveLength(2);
  });
});

describe('what belongs together', () => {
  it('is merged into the other incident, which goes on with all of them', async () => {
    const first = await open(names.slice(0, 3));
    const late = await open(['site-20'], 'alert-2');
    expect(late).not.toBe(first);
    const report = await run(`incident ${late} merge ${first}`);
    expect(report.title).toContain(late);
    const gone = await read(late);
    expect(gone).toMatchObject({ state: 'resolved', mergedInto: first });
    expect((await read(first)).tunnels).toEqual(['site-01', 'site-02', 'site-03', 'site-20']);
    expect((await run('triage site-20')).changed?.incident).toBe(first);
    expect(text(await run(`incident ${late} reopen once more`))).toContain(`${first} goes on with it`);
  });

  it('is refused into itself, into what is closed, and into nothing', async () => {
    const id = await open(names.slice(0, 2));
    const other = await open(['site-30'], 'alert-2');
    expect(text(await run(`incident ${id} merge ${id}`))).toContain('It is the same incident');
    expect(text(await run(`incident ${id} merge`))).toContain('needs the incident that goes on');
    await run(`incident ${other} close peer-unreachable the line was repaired`);
    expect(text(await run(`incident ${id} merge ${other}`))).toContain(`${other} is not open`);
  });
});

describe('the button below a notice of several tunnels', () => {
  const place = { channel: 'C1', ts: '17.1', link: null };
  const noticed = async (id: string) =>
    id === 'notice-1' ? { tunnels: names.slice(0, 6), shares, place } : null;

  it('opens one incident for all that it tells of, in its thread', async () => {
    Object.assign(triage.parts, { noticed });
    const report = await run('triage site-03 --notice notice-1');
    const incident = await read(report.changed?.incident ?? '');
    expect(incident).toMatchObject({
      tunnel: 'site-03',
      openedBy: { name: 'ada' },
      because: { kind: 'notice' },
      shares,
      thread: place,
    });
    expect(incident.tunnels).toHaveLength(6);
    expect(report.title).toContain('6 tunnels on fw-a ethernet1/3');
    const again = await run('triage site-05 --notice notice-1');
    expect(again.changed?.incident).toBe(incident.id);
    expect(await triage.stores.incidents.list({ open: true })).toHaveLength(1);
  });

  it('opens one for the tunnel alone when the notice is gone', async () => {
    Object.assign(triage.parts, { noticed });
    const report = await run('triage site-03 --notice notice-9');
    expect(report.json).toMatchObject({ tunnels: ['site-03'], because: null });
  });
});
