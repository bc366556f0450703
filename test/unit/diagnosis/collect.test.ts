import { describe, expect, it } from 'vitest';
import { collect } from '../../../src/diagnosis/collect.js';
import { collectionProgress } from '../../../src/diagnosis/collecting.js';
import { readAsOneTunnel } from '../../../src/diagnosis/oneTunnel.js';
import { planEvidence } from '../../../src/diagnosis/plan.js';
import type { EndEvidence } from '../../../src/domain/evidence.js';
import type { LastGood } from '../../../src/domain/knownGood.js';
import type { LogReading, LogWindow } from '../../../src/domain/log.js';
import { known } from '../../../src/domain/observation.js';
import type { TunnelConfig } from '../../../src/domain/tunnelConfig.js';
import { createDesk } from '../../../src/fleet/deskOverDevices.js';
import { nothingDeclared } from '../../../src/fleet/fleetTunnel.js';
import { readLines } from '../../../src/logs/readLines.js';
import { ownPlaybookSet } from '../../../src/playbook/folder.js';
import { ManualClock } from '../../support/manualClock.js';
import { DoubleDevice } from '../doubles/device.js';
import { tunnelConfig, tunnelLive } from '../doubles/tunnels.js';

const playbooks = ownPlaybookSet();
const noLines: LogWindow = { vendor: 'panos', lines: [], from: null, to: null, truncated: false };
const readLog = (window: LogWindow): LogReading => readLines(window.lines, { vendor: window.vendor });

const keptSource = { device: 'kept', request: 'last known good', at: '', fromCache: true, calls: 0 };

function deviceOf(clock: ManualClock, name: string, broken?: 'unreachable', isDown = false) {
  return new DoubleDevice({
    name,
    clock,
    ...(broken ? { broken } : {}),
    answers: {
      live: tunnelLive({ at: clock.now().toISOString(), ...(isDown ? { ike: [], children: [] } : {}) }),
      inventory: [tunnelConfig({ device: name, ike: { lifetimeSeconds: 111 } })],
      log: noLines,
      ha: {
        enabled: false,
        local: null,
        peer: null,
        synchronized: null,
        seconds: null,
        activeAddress: null,
        asked: [],
      },
      clock: { deviceTime: '', offsetMs: 0, zone: null, utcOffsetMinutes: null },
      changes: () => {
        const source = { device: name, request: 'changes', at: '', fromCache: false, calls: 1 };
        return {
          edits: known([], source),
          commits: known([], source),
          pending: known(false, source),
        };
      },
    },
  });
}

function endOf(clock: ManualClock, device: string) {
  const source = { device, request: 'inventory', at: clock.now().toISOString(), fromCache: false, calls: 1 };
  return {
    device,
    vendor: 'double',
    tunnel: 'tunnel-x',
    config: { known: true as const, value: tunnelConfig({ device }), source },
  };
}

async function collected(options: {
  theirs?: boolean;
  broken?: 'unreachable';
  only?: string;
  kept?: LastGood;
  isDown?: boolean;
}) {
  const clock = new ManualClock();
  const { kept } = options;
  const [ours, theirs] = [deviceOf(clock, 'fw-a', options.broken, options.isDown), deviceOf(clock, 'fw-b')];
  const desk = createDesk([ours, theirs], { clock, random: () => 0 });
  const tunnel = {
    name: 'tunnel-x',
    aliases: [],
    ours: endOf(clock, 'fw-a'),
    theirs: options.theirs ? endOf(clock, 'fw-b') : null,
    paired: null,
    declared: {
      ...nothingDeclared,
      partner: { name: 'Example Ltd', contact: 'noc@partner.example', vendor: 'fortios' },
    },
  };
  const parts = {
    desk,
    clock,
    readLog,
    sampleMs: 1000,
    looks: { get: () => null, set: () => undefined },
    ...(kept ? { lastGood: async () => known(kept, keptSource) } : {}),
  };
  const plan = planEvidence(options.only ? playbooks.filter((one) => one.id === options.only) : playbooks);
  const ask = {
    signal: new AbortController().signal,
    deadlineAt: new Date(clock.now().getTime() + 20_000).toISOString(),
  };
  const heard: string[] = [];
  const evidence = await clock.finish(
    collect(
      parts,
      tunnel,
      plan,
      [],
      ask,
      collectionProgress(({ title }) => heard.push(title)),
    ),
  );
  return { evidence, ours, theirs, heard };
}

describe('collecting evidence', () => {
  it('asks both ends and names in one line what it waits for', async () => {
    const { evidence, heard } = await collected({ theirs: true });
    expect([evidence.ours.name, evidence.theirs.name]).toEqual(['fw-a', 'fw-b']);
    expect(heard).toContain('Reading the log of fw-a and fw-b …');
    expect(heard.at(-1)).toBe('Comparing the ends …');
    expect(new Set(heard).size).toBe(heard.length);
  });

  it('asks nothing that no playbook looks at', async () => {
    const { evidence, ours } = await collected({ only: 'dpd' });
    expect(ours.asked.filter((kind) => /^(clock|changes|path)/.test(kind))).toEqual([]);
    expect(evidence.ours.clock).toMatchObject({ known: false, reason: 'not-asked' });
  });

  it('knows a foreign end by its declaration only', async () => {
    const { theirs } = (await collected({})).evidence;
    expect(theirs).toMatchObject({ readable: false, name: 'Example Ltd', vendor: 'fortios' });
    expect(theirs.log).toMatchObject({ known: false, reason: 'foreign', remedy: 'Ask noc@partner.example.' });
  });

  it('turns a device that cannot be reached into gaps, and goes on with the other', async () => {
    const { evidence } = await collected({ theirs: true, broken: 'unreachable' });
    expect(evidence.ours.live).toMatchObject({ known: false, reason: 'unreachable' });
    expect(evidence.theirs.live.known).toBe(true);
  });
});

describe('what was kept of a tunnel that works', () => {
  const lifetime = ({ config }: EndEvidence) => config.known && config.value.ike.lifetimeSeconds;
  const kept = (upUntil: string): LastGood => ({
    good: {
      form: 1,
      settings: [],
      objects: [],
      inUse: { ike: null, child: null, peerId: null },
      routeToPeer: null,
      software: null,
      unit: null,
    },
    until: upUntil,
    upUntil,
    objects: [],
  });
  const late = kept('2999-01-01T00:00:00.000Z');

  it('is evidence, and a configuration that was read before is read again where the tunnel is down', async () => {
    const { evidence, ours } = await collected({ kept: late, isDown: true });
    expect(evidence.ours.before).toMatchObject({ known: true, value: { upUntil: late.upUntil } });
    expect(ours.asked.filter((kind) => kind === 'inventory')).toHaveLength(1);
    expect(lifetime(evidence.ours)).toBe(111);
  });

  it('costs no call where the tunnel is up, the configuration is newer, or nothing is kept', async () => {
    for (const options of [
      { kept: late },
      { kept: kept('2000-01-01T00:00:00.000Z'), isDown: true },
      { isDown: true },
    ]) {
      const { evidence, ours } = await collected(options);
      expect(ours.asked.filter((kind) => kind === 'inventory')).toEqual([]);
      expect(lifetime(evidence.ours)).toBe(28_800);
    }
    expect('before' in (await collected({})).evidence.ours).toBe(false);
  });
});

describe('the log of one tunnel', () => {
  const line = (text: string, object: string, number: number) => ({
    at: null,
    text,
    eventId: '',
    severity: null,
    object,
    number,
  });
  const seen: { window: LogWindow; config: TunnelConfig }[] = [];
  const spy = (window: LogWindow, config: TunnelConfig): LogReading => {
    seen.push({ window, config });
    return readLines(window.lines, { vendor: window.vendor });
  };
  const refusal = line(
    "IKE phase-1 negotiation is failed. Couldn't find configuration for IKE phase-1 request for peer IP 203.0.113.77[500]",
    '',
    1,
  );

  it('is read under one name for gateway, tunnel and children', () => {
    const config = tunnelConfig();
    const child = config.children[0]?.name ?? '';
    const lines = [
      line('a', config.ike.name, 1),
      line('b', `tunnel-x:${child}`, 2),
      line('c', 'another-gw', 3),
    ];
    readAsOneTunnel(spy, null)({ ...noLines, lines }, config);
    expect(seen.at(-1)?.window.lines.map((one) => one.object)).toEqual([
      'tunnel-x',
      'tunnel-x',
      'another-gw',
    ]);
  });

  it('is read for the true address of the other end when the configured peer is another one', () => {
    const before = seen.length;
    const reading = readAsOneTunnel(spy, '203.0.113.77')(
      { ...noLines, lines: [refusal] },
      tunnelConfig({ peer: '203.0.113.9' }),
    );
    expect(seen.slice(before).map(({ config }) => config.ike.peer)).toEqual([
      { kind: 'address', address: '203.0.113.9' },
      { kind: 'address', address: '203.0.113.77' },
    ]);
    expect(reading.candidates[0]?.cause).toBe('unknown-peer');
  });

  it('is read once when the peer address is right', () => {
    const before = seen.length;
    readAsOneTunnel(spy, '203.0.113.9')(
      { ...noLines, lines: [refusal] },
      tunnelConfig({ peer: '203.0.113.9' }),
    );
    expect(seen.length - before).toBe(1);
  });
});
