// A cluster of FortiGates: which unit answers, and what the others are.

import { afterEach, describe, expect, it } from 'vitest';
import {
  type Answer,
  ask,
  deviceFor,
  refused,
  type ScriptedFortigate,
  scripted,
  serial,
} from './scriptedFortigate.js';

const open: { stop(): Promise<unknown> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()));
});

const state: Answer = {
  results: {
    hostname: 'fgt-lyon',
    model: 'FGT61F',
    snapshot_utc_time: 1_700_000_600_000,
    utc_last_reboot: 1_700_000_000_000,
    time_zone_db_name: 'Europe/Paris',
  },
};
const members = (primary: string, sums: readonly [string, string] = ['aa', 'aa']): Answer => ({
  results: [serial, 'FGVMTM0000000002'].map((one, index) => ({
    serial_no: one,
    is_root_primary: one === primary ? 1 : 0,
    checksum: { global: 'aa', all: sums[index] },
  })),
});
async function fortigate(answers: Parameters<typeof scripted>[0]): Promise<ScriptedFortigate> {
  const started = await scripted({ 'monitor/web-ui/state': state, ...answers });
  open.push(started);
  return started;
}
const pairMode: Answer = { results: { mode: 'a-p', 'group-name': 'lyon' } };

describe('a FortiGate alone', () => {
  it('is in no cluster, which one call tells', async () => {
    const firewall = await fortigate({ 'cmdb/system/ha': { results: { mode: 'standalone' } } });
    const ha = await ask(deviceFor(firewall), 'ha');
    expect(ha).toMatchObject({
      known: true,
      value: { enabled: false, local: null, activeAddress: firewall.url },
    });
    expect(firewall.asked.map(({ path }) => path)).toEqual(['cmdb/system/ha']);
  });

  it.each<readonly [string, Answer]>([
    ['is refused', refused(403)],
    ['is answered without the setting', { results: { 'ha-mgmt-interfaces': [] } }],
  ])('whose cluster may not be read (that %s) names the right, and answers the rest', async (_, answer) => {
    const firewall = await fortigate({ 'cmdb/system/ha': answer });
    const device = deviceFor(firewall);
    expect(await ask(device, 'ha')).toMatchObject({
      known: false,
      reason: 'unauthorized',
      remedy: expect.stringContaining('sysgrp'),
    });
    expect((await ask(device, 'uptime')).known).toBe(true);
  });
});

describe('a cluster', () => {
  it('at one address is its primary unit', async () => {
    const firewall = await fortigate({
      'cmdb/system/ha': pairMode,
      'monitor/system/ha-checksums': members(serial),
    });
    expect(await ask(deviceFor(firewall), 'ha')).toMatchObject({
      known: true,
      value: { enabled: true, local: 'active', peer: 'secondary', synchronized: true },
    });
  });

  it('whose units differ is not synchronized', async () => {
    const firewall = await fortigate({
      'cmdb/system/ha': pairMode,
      'monitor/system/ha-checksums': members(serial, ['aa', 'bb']),
    });
    expect(await ask(deviceFor(firewall), 'ha')).toMatchObject({ value: { synchronized: false } });
  });

  it('of two addresses is asked at its primary unit', async () => {
    const secondary = await fortigate({
      'cmdb/system/ha': pairMode,
      'monitor/system/ha-checksums': members('FGVMTM0000000002'),
    });
    const primary = await fortigate({
      'cmdb/system/ha': pairMode,
      'monitor/system/ha-checksums': members(serial),
    });
    const device = deviceFor(secondary, {
      ha: [secondary.url, primary.url],
      caPem: secondary.ca + primary.ca,
    });
    const ha = await ask(device, 'ha');
    expect(ha).toMatchObject({ known: true, value: { local: 'active', activeAddress: primary.url } });
    expect(await ask(device, 'uptime')).toMatchObject({ known: true });
    expect(secondary.asked.filter(({ path }) => path === 'monitor/web-ui/state')).toEqual([]);
  });

  it('at one address shows by the serial number that another unit took over', async () => {
    let primary = serial;
    const by = (results: unknown): Answer => ({ results, more: { serial: primary } });
    const firewall = await fortigate({
      'cmdb/system/ha': () => by({ mode: 'a-p' }),
      'monitor/system/ha-checksums': () => ({
        ...members(primary),
        more: { serial: primary },
      }),
      'monitor/vpn/ipsec': () => by([]),
      'cmdb/vpn.ipsec/phase1-interface': () => by([]),
    });
    const device = deviceFor(firewall);
    expect(await ask(device, 'sweep')).toMatchObject({ value: { unit: serial } });
    primary = 'FGVMTM0000000002';
    expect(await ask(device, 'sweep')).toMatchObject({ value: { unit: 'FGVMTM0000000002' } });
  });

  it('of which only the secondary unit is configured says so instead of answering for it', async () => {
    const firewall = await fortigate({
      'cmdb/system/ha': pairMode,
      'monitor/system/ha-checksums': members('FGVMTM0000000002'),
    });
    expect(await ask(deviceFor(firewall), 'uptime')).toMatchObject({ known: false, reason: 'standby' });
  });
});

describe('what it says of itself', () => {
  it('is its name, its model, and the version and serial number of every reply', async () => {
    const firewall = await fortigate({});
    expect(await ask(deviceFor(firewall), 'identity')).toMatchObject({
      value: { hostname: 'fgt-lyon', model: 'FGT61F', version: 'v7.4.5 build2702', serial },
    });
  });

  it('is how long it runs by its own clock, and a gap where its version does not tell', async () => {
    const alone: Answer = { results: { mode: 'standalone' } };
    const before = Date.now();
    const told = await ask(deviceFor(await fortigate({ 'cmdb/system/ha': alone })), 'uptime');
    const startedAt = told.known ? Date.parse(told.value.startedAt) : 0;
    expect(startedAt).toBeGreaterThanOrEqual(before - 600_000);
    expect(startedAt).toBeLessThanOrEqual(Date.now() - 600_000);
    const silent = await fortigate({
      'cmdb/system/ha': alone,
      'monitor/web-ui/state': { results: { hostname: 'fgt' } },
    });
    expect(await ask(deviceFor(silent), 'uptime')).toMatchObject({ known: false, reason: 'not-supported' });
  });

  it('is its clock, with its zone', async () => {
    const seconds = Math.floor(Date.now() / 1_000) + 120;
    const firewall = await fortigate({ 'monitor/system/time': { results: { time: seconds } } });
    const clock = await ask(deviceFor(firewall), 'clock');
    expect(clock).toMatchObject({ value: { zone: 'Europe/Paris' } });
    const off = clock.known ? clock.value.offsetMs : 0;
    expect(off).toBeGreaterThan(115_000);
    expect(off).toBeLessThan(122_000);
  });
});
