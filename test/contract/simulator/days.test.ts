// Scripted days: what happens, happens at its moment of the simulated clock, and every device tells of it in its own words.
import { afterEach, describe, expect, it } from 'vitest';
import {
  type DayStep,
  demoFleet,
  type FleetSpec,
  type RunningFleet,
  startFleet,
} from '../../../src/simulator/index.js';
import { ask, log, op, SHOW, values } from './asking.js';
import { NOON_MS } from './site.js';

const MINUTE = 60;

describe('a scripted day', () => {
  const clock = { nowMs: NOON_MS };
  let fleet: RunningFleet | undefined;
  afterEach(() => fleet?.stop());

  async function begin(steps: readonly DayStep[], spec: FleetSpec = demoFleet()): Promise<RunningFleet> {
    clock.nowMs = NOON_MS;
    fleet = await startFleet(spec, { now: () => new Date(clock.nowMs) });
    fleet.schedule(steps);
    return fleet;
  }
  const at = (minutes: number) => {
    clock.nowMs = NOON_MS + minutes * MINUTE * 1000;
  };
  const on = (name: string) => {
    if (fleet === undefined) throw new Error('no fleet runs');
    return fleet.firewall(name);
  };
  const sas = async (firewall: string, tunnel: string) =>
    values(await op(on(firewall), SHOW.ipsecSa), 'name').filter((name) => name.startsWith(tunnel)).length;
  const jobs = (firewall: string) => op(on(firewall), '<show><jobs><all></all></jobs></show>');
  const systemLog = async (firewall: string, query: string) =>
    (await log(on(firewall), query)).flatMap((row) => values(row, 'opaque'));

  it('has a commit by a named administrator that breaks a tunnel, and a revert that restores it', async () => {
    const fault = { kind: 'peer-id-mismatch', end: 'left' } as const;
    await begin([
      { afterSeconds: 5 * MINUTE, event: { what: 'fault', pair: 'paris-hq', fault, by: 'kim' } },
      { afterSeconds: 15 * MINUTE, event: { what: 'mend', pair: 'paris-hq', fault, by: 'ole' } },
    ]);
    const configured = () => op(on('fw-paris-1'), '<show><config><merged></merged></config></show>');
    const before = await configured();
    at(4);
    expect(await sas('fw-paris-1', 'paris-hq')).toBe(3);
    at(10);
    expect(await sas('fw-paris-1', 'paris-hq')).toBe(0);
    expect(await sas('fw-hq-1', 'paris-hq')).toBe(0);
    expect(await configured()).not.toBe(before);
    at(17);
    expect(await sas('fw-paris-1', 'paris-hq')).toBe(3);
    expect(await configured()).toBe(before);
    expect(values(await jobs('fw-paris-1'), 'user').slice(0, 2)).toEqual(['ole', 'kim']);
    const edits = await log(on('fw-paris-1'), "( admin eq 'kim' )", { 'log-type': 'config' });
    expect(edits.map((row) => values(row, 'time_generated'))).toEqual([['2026/01/15 13:05:00']]);
  });

  it('has a line that is gone for a while: the SAs outlive the path until DPD ends them, and come back with it', async () => {
    await begin([
      { afterSeconds: MINUTE, event: { what: 'line', firewall: 'fw-paris-1', works: false } },
      { afterSeconds: 20 * MINUTE, event: { what: 'line', firewall: 'fw-paris-1', works: true } },
    ]);
    at(3);
    expect(await sas('fw-paris-1', 'paris-hq')).toBe(3);
    at(10);
    expect(await sas('fw-paris-1', 'paris-hq')).toBe(0);
    expect(await sas('fw-hq-1', 'hq-madrid')).toBe(1);
    at(21);
    expect(await sas('fw-hq-1', 'paris-hq')).toBe(3);
  });

  it('has a pair whose units change roles: the keys stay, the counters begin again, the log says it', async () => {
    await begin([{ afterSeconds: MINUTE, event: { what: 'failover', firewall: 'fw-hq-1' } }]);
    const sent = async (unit: string) => Number(values(await op(on(unit), SHOW.flowId(2)), 'pkt-encap')[0]);
    const before = await sent('fw-hq-1');
    at(2);
    expect(values(await op(on('fw-hq-1'), SHOW.ha), 'state')[0]).toBe('passive');
    expect(values(await op(on('fw-hq-2'), SHOW.ha), 'state')[0]).toBe('active');
    expect(values(await op(on('fw-hq-2'), SHOW.ha), 'state-duration')[0]).toBe('60');
    expect(await sas('fw-hq-2', 'paris-hq')).toBe(3);
    expect(await sent('fw-hq-2')).toBeLessThan(before);
    expect(await sent('fw-hq-2')).toBeGreaterThan(0);
    expect(await systemLog('fw-hq-2', "( subtype eq 'ha' )")).toEqual([
      'HA Group 1: Moved from state Passive to state Active',
    ]);
  });

  it('has a restart: silent while it lasts, then without SAs and with a new uptime, and its peers negotiate again', async () => {
    await begin([{ afterSeconds: MINUTE, event: { what: 'restart', firewall: 'fw-paris-1', seconds: 240 } }]);
    at(2);
    await expect(op(on('fw-paris-1'), SHOW.ipsecSa)).rejects.toThrow();
    at(6);
    expect(await sas('fw-paris-1', 'paris-hq')).toBe(3);
    expect(await sas('fw-hq-1', 'paris-hq')).toBe(3);
    const info = await op(on('fw-paris-1'), '<show><system><info></info></system></show>');
    expect(values(info, 'uptime')).toEqual(['0 days, 00:01:00']);
    expect(await systemLog('fw-paris-1', "( opaque contains 'system is' )")).toEqual([
      'The system is starting up.',
      'The system is shutting down due to CLI Initiated.',
    ]);
  });

  it('has a clock that jumps: what was logged before keeps its time', async () => {
    await begin([{ afterSeconds: MINUTE, event: { what: 'clock', firewall: 'fw-paris-1', seconds: 3600 } }]);
    const oldest = async () =>
      (await log(on('fw-paris-1'), '')).flatMap((row) => values(row, 'time_generated')).at(-1);
    const before = await oldest();
    at(2);
    expect(await op(on('fw-paris-1'), SHOW.clock)).toContain('Thu Jan 15 14:02:00 CET 2026');
    expect(await oldest()).toBe(before);
  });

  it('has a management address that is silent for minutes, and tunnels that do not care', async () => {
    await begin([{ afterSeconds: MINUTE, event: { what: 'silent', firewall: 'fw-madrid-1', seconds: 120 } }]);
    const behindPanorama = async () => {
      if (fleet?.panorama === undefined) throw new Error('no Panorama runs');
      return (await ask(fleet.panorama, { type: 'op', cmd: SHOW.ipsecSa, target: on('fw-madrid-1').serial }))
        .body;
    };
    at(2);
    await expect(op(on('fw-madrid-1'), SHOW.ipsecSa)).rejects.toThrow();
    expect(await behindPanorama()).toContain('not connected');
    expect(await sas('fw-hq-1', 'hq-madrid')).toBe(1);
    at(4);
    expect(await behindPanorama()).toContain('hq-madrid');
  });

  it('has commits and pushes that change no tunnel', async () => {
    await begin([{ afterSeconds: MINUTE, event: { what: 'commit', firewall: 'fw-madrid-1', by: 'mei' } }]);
    at(2);
    const told = await jobs('fw-madrid-1');
    expect([values(told, 'user')[0], values(told, 'type')[0]]).toEqual(['mei', 'CommitAll']);
    expect(await sas('fw-madrid-1', 'hq-madrid')).toBe(1);
  });
});
