// An open incident's tunnel is looked at by itself: that it came up again, or broke again, is told once, and never too early.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventMessage } from '../../../../src/capabilities/incident/threadMessages.js';
import { createIncidentWatch, type IncidentWatch } from '../../../../src/capabilities/incident/watch.js';
import type { TunnelLive } from '../../../../src/domain/live.js';
import { known } from '../../../../src/domain/observation.js';
import { type Incident, incidentFrom } from '../../../../src/incidents/incident.js';
import { linesOf } from '../../../../src/logs/format/text.js';
import { ownPlaybookSet } from '../../../../src/playbook/folder.js';
import type { ManualClock } from '../../../support/manualClock.js';
import { DoubleDevice } from '../../../unit/doubles/device.js';
import { childSa, counters, ikeSa, tunnelConfig, tunnelLive } from '../../../unit/doubles/tunnels.js';
import { row } from '../../../unit/watch/watching.js';
import { startTriage, type Triage, text } from './triageSetup.js';

const playbooks = ownPlaybookSet();
const refused = [
  '2026-03-01T11:59:30.000Z gw charon: 09[IKE] <hub|3> initiating IKE_SA hub[3] to 203.0.113.1',
  '2026-03-01T11:59:30.000Z gw charon: 11[ENC] <hub|3> parsed IKE_SA_INIT response 0 [ SA KE No ]',
  '2026-03-01T11:59:30.000Z gw charon: 11[ENC] <hub|3> parsed IKE_AUTH response 1 [ N(AUTH_FAILED) ]',
  '2026-03-01T11:59:30.000Z gw charon: 11[IKE] <hub|3> received AUTHENTICATION_FAILED notify error',
].join('\n');
const minute = 60_000;

let triage: Triage;
let clock: ManualClock;
let device: DoubleDevice;
let watch: IncidentWatch;
let live: (tunnel: string) => TunnelLive;
let log = refused;
let rounds = 0;

const down = (tunnel: string) => tunnelLive({ tunnel, ike: [], children: [], at: clock.now().toISOString() });
/** @param packets in each direction over the life of its SA; that life began at `since`. */
const up = (since: string, packets: bigint) => (tunnel: string) =>
  tunnelLive({
    tunnel,
    at: clock.now().toISOString(),
    ike: [ikeSa({ establishedAt: since, expiresAt: null })],
    children: [
      childSa({
        name: tunnel,
        installedAt: since,
        expiresAt: null,
        counters: counters({ packetsIn: packets, packetsOut: packets }),
      }),
    ],
  });

beforeEach(async () => {
  rounds = 0;
  log = refused;
  triage = await startTriage((ownClock) => {
    clock = ownClock;
    live = down;
    device = new DoubleDevice({
      clock,
      answers: {
        inventory: ['partner-1'].map((tunnel) => tunnelConfig({ tunnel, peer: '203.0.113.1' })),
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

async function look(): Promise<void> {
  rounds += 1;
  await clock.advance(minute);
  const deadlineAt = new Date(clock.now().getTime() + 50_000).toISOString();
  const signal = new AbortController().signal;
  await clock.finish(watch.look(`round ${rounds}`, { signal, deadlineAt }));
}

async function open(): Promise<string> {
  return (await clock.finish(triage.run('triage partner-1'))).changed?.incident ?? '';
}

async function read(id: string): Promise<Incident> {
  return incidentFrom(await triage.stores.incidents.events(id));
}

/** What the thread says of its verdicts after the first one. */
async function said(id: string): Promise<readonly string[]> {
  const incident = await read(id);
  return incident.timeline
    .filter(({ what }) => what.kind === 'verdict')
    .slice(1)
    .map((event) => text(eventMessage(event, incident)));
}

describe('the look at open incidents', () => {
  it('asks no device while no incident is open', async () => {
    await look();
    expect(device.asked).toEqual([]);
  });

  it('asks one question an end, and tells nothing while the tunnel stays down', async () => {
    const id = await open();
    const before = device.asked.length;
    const { lastSeq } = await read(id);
    await look();
    await look();
    expect(device.asked.slice(before)).toEqual(['live partner-1', 'live partner-1']);
    expect((await read(id)).lastSeq).toBe(lastSeq);
  });

  it('asks nobody while a sweep of the same minute shows what the incident says, and asks as soon as it does not', async () => {
    await open();
    const before = device.asked.length;
    let state: 'up' | 'down' = 'down';
    let at = (): string => clock.now().toISOString();
    const swept = () =>
      known(
        { unit: null, rows: [{ ...row(state), tunnel: 'partner-1' }] },
        { device: device.name, request: 'sweep', at: at(), fromCache: false, calls: 1 },
      );
    watch = createIncidentWatch({ ...triage.parts, swept });
    await look();
    expect(device.asked.slice(before)).toEqual([]);
    state = 'up';
    await look();
    expect(device.asked.slice(before)).toEqual(['live partner-1']);
    state = 'down';
    at = () => new Date(clock.now().getTime() - 61_000).toISOString();
    await look();
    expect(device.asked.slice(before)).toEqual(['live partner-1', 'live partner-1']);
  });

  it('tells once that it is up again, since when the SAs stand', async () => {
    const id = await open();
    await look();
    live = up('2026-03-01T12:01:12.000Z', 40n);
    log = '';
    await look();
    await look();
    await look();
    const told = await said(id);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/ack up since 12:01:12 UTC/);
    expect((await read(id)).recovered?.since).toBe('2026-03-01T12:01:12.000Z');
  });

  it('trusts an SA that carries nothing only at the second look in a row', async () => {
    const id = await open();
    live = up('2026-03-01T12:00:50.000Z', 0n);
    log = '';
    await look();
    expect((await read(id)).recovered).toBeNull();
    live = down;
    await look();
    live = up('2026-03-01T12:02:50.000Z', 0n);
    await look();
    expect((await read(id)).recovered).toBeNull();
    await look();
    expect((await read(id)).recovered).not.toBeNull();
    expect((await said(id))[0]).toContain('Possibly back up since 12:02:50 UTC');
  });

  it('tells once that it broke again', async () => {
    const id = await open();
    live = up('2026-03-01T12:00:30.000Z', 40n);
    log = '';
    await look();
    live = down;
    log = refused.replaceAll('11:59:30', '12:01:30');
    await look();
    await look();
    await look();
    const told = await said(id);
    expect(told).toHaveLength(2);
    expect(told[1]).toMatch(/Broken again/);
    expect((await read(id)).recovered).toBeNull();
  });

  it('does nothing twice when the same look is done twice', async () => {
    const id = await open();
    live = up('2026-03-01T12:00:30.000Z', 40n);
    log = '';
    await look();
    rounds -= 1;
    await look();
    expect(await said(id)).toHaveLength(1);
  });

  it('leaves a device that cannot be asked alone for longer and longer', async () => {
    await open();
    device.broken = 'unreachable';
    const before = device.asked.length;
    for (let minutes = 0; minutes < 30; minutes += 1) await look();
    expect(device.asked.length - before).toBeLessThan(8);
    device.broken = null;
  });

  it('asks a device again that rested when the clock was set back by a day', async () => {
    await open();
    device.broken = 'unreachable';
    for (let minutes = 0; minutes < 10; minutes += 1) await look();
    const before = device.asked.length;
    clock.set(-24 * 60 * minute);
    await look();
    expect(device.asked.length).toBeGreaterThan(before);
    device.broken = null;
  });

  it('ends with the incident', async () => {
    const id = await open();
    await clock.finish(triage.run(`incident ${id} close psk-mismatch a new key`));
    const before = device.asked.length;
    await look();
    expect(device.asked.length).toBe(before);
  });
});
