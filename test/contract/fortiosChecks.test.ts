// What `doctor` finds at a FortiGate that is real but for the FortiGate: TLS, token, trusted host, rights.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { runChecks } from '../../src/checks/run.js';
import type { CheckResult } from '../../src/domain/check.js';
import type { Device } from '../../src/domain/device.js';
import type { RunningFirewall, RunningFleet } from '../../src/simulator/index.js';
import { systemClock } from '../../src/support/clock.js';
import { fortiosChecks } from '../../src/vendors/fortios/checks.js';
import { gateOf, lyon } from './fortiosFleet.js';

let fleet: RunningFleet;
let gate: RunningFirewall;
const devices: Device[] = [];
beforeAll(async () => {
  fleet = await lyon();
  gate = fleet.firewall('fgt-lyon');
});
afterEach(async () => {
  await Promise.all(devices.splice(0).map((device) => device.close()));
  await gate.clear();
});
afterAll(() => fleet.stop());

async function examine(device: Device): Promise<readonly CheckResult[]> {
  devices.push(device);
  return await runChecks([{ name: device.name, checks: device.checks().checks }], {
    clock: systemClock,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onFault: (error) => {
      throw error;
    },
  });
}
const notWell = (results: readonly CheckResult[]) =>
  results.filter(({ state }) => state === 'failed' || state === 'warning');

describe('a FortiGate that is set up well', () => {
  it('is well in everything, right by right of its admin profile', async () => {
    const results = await examine(gateOf(gate));
    expect(notWell(results)).toEqual([]);
    expect(results.map(({ what }) => what)).toEqual([
      'fgt-lyon: address',
      'fgt-lyon: certificate',
      'fgt-lyon: API token',
      ...fortiosChecks.rights.map((right) => `fgt-lyon: right ${right}`),
    ]);
    expect(gate.changes).toEqual([]);
    expect(gate.maxConcurrent).toBe(1);
  });
});

describe('one that is not', () => {
  it('refuses the token, or the host that sends it: both are told, and it is sent once', async () => {
    const before = gate.requests.length;
    const results = await examine(gateOf(gate, { token: async () => 'another' }));
    expect(notWell(results)).toMatchObject([
      { what: 'fgt-lyon: API token', remedy: expect.stringMatching(/trusted hosts.*10 minutes/s) },
    ]);
    expect(gate.requests.length - before).toBe(1);
  });

  it('lacks a right, which is named as the admin profile names it, and the others are well', async () => {
    await gate.inject({ kind: 'not-authorized' }, { only: 'firewall/addr' });
    const results = await examine(gateOf(gate));
    expect(notWell(results)).toMatchObject([
      {
        what: 'fgt-lyon: right fwgrp.address',
        remedy: expect.stringMatching(/^Set fwgrp to read .* or to custom with address read/),
      },
    ]);
    expect(notWell(results)[0]?.says).toContain('may not read `cmdb/firewall/address`');
  });

  it('is signed by an authority that is not known: nothing is sent to it', async () => {
    const before = gate.requests.length;
    const results = await examine(gateOf(gate, { caPem: undefined }));
    expect(notWell(results).map(({ what }) => what)).toEqual(['fgt-lyon: certificate']);
    expect(notWell(results)[0]?.says).toContain('The API token was not sent.');
    expect(gate.requests.length).toBe(before);
  });
});
