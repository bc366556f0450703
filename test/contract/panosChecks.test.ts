// What `doctor` finds at a firewall that is real but for the firewall: TLS, key, rights, clock, HA and dead addresses.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { deviceEvidenceChecks } from '../../src/checks/deviceEvidence.js';
import { runChecks } from '../../src/checks/run.js';
import type { CheckResult } from '../../src/domain/check.js';
import type { Device } from '../../src/domain/device.js';
import { firewall, type pair, type RunningFleet, startFleet } from '../../src/simulator/index.js';
import { systemClock } from '../../src/support/clock.js';
import { reads } from '../../src/vendors/panos/reads.js';
import { behindPanorama, demo, deviceOf, pairOf } from './panosFleet.js';

let fleet: RunningFleet;
const devices: Device[] = [];

beforeAll(async () => {
  fleet = await demo();
});
afterEach(async () => {
  await Promise.all(devices.splice(0).map((device) => device.close()));
  await Promise.all(fleet.firewalls.map((one) => one.clear()));
});
afterAll(() => fleet.stop());

async function examine(device: Device, declared: readonly string[] = []): Promise<readonly CheckResult[]> {
  devices.push(device);
  const { checks, open } = device.checks();
  const evidence = deviceEvidenceChecks({ device, clock: systemClock, declared, needs: open });
  return await runChecks([{ name: device.name, checks: [...checks, ...evidence] }], {
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
const found = (results: readonly CheckResult[], what: string) =>
  results.find((one) => one.what === what) ?? expect.fail(`${what} was not checked`);

describe('a firewall that is set up well', () => {
  it('is well in everything, and each request that it can be asked was tried', async () => {
    const paris = fleet.firewall('fw-paris-1');
    const before = paris.requests.length;
    const results = await examine(deviceOf(paris), ['tunnel-x']);
    expect(notWell(results)).toEqual([]);
    expect(results.map(({ what }) => what)).toEqual([
      'fw-paris-1: address',
      'fw-paris-1: certificate',
      'fw-paris-1: API key',
      'fw-paris-1: right Operational Requests',
      'fw-paris-1: right Configuration',
      'fw-paris-1: right Log',
      'fw-paris-1: version',
      'fw-paris-1: HA',
      'fw-paris-1: clock',
      'fw-paris-1: VPN log',
      'fw-paris-1: tunnels',
    ]);
    expect(found(results, 'fw-paris-1: certificate').says).toContain('signed by Simulated firewalls');
    const asked = new Set(
      paris.requests.slice(before).map(({ command }) => command.split(/[<'(]/)[1] ?? command),
    );
    expect(asked.size).toBeGreaterThan(3);
    expect(paris.changes).toEqual([]);
    // Those that are left out belong to other firewalls (Panorama, advanced routing) or are part of a log query.
    const tried = found(results, 'fw-paris-1: right Operational Requests').says.match(/: (\d+) of/)?.[1];
    const ops = Object.values(reads).filter(({ form }) => form.type === 'op').length;
    expect(Number(tried)).toBe(ops - 2);
  });

  it('is found by its name too', async () => {
    const paris = fleet.firewall('fw-paris-1');
    const { port } = new URL(paris.url);
    const results = await examine(deviceOf(paris, { url: `https://localhost:${port}` }));
    expect(found(results, 'fw-paris-1: name').state).toBe('ok');
  });

  it('is well behind Panorama', async () => {
    const results = await examine(behindPanorama(fleet));
    expect(results.filter(({ state }) => state === 'failed')).toEqual([]);
  });

  it('is well as a pair, each unit by its own address', async () => {
    const results = await examine(pairOf(fleet));
    expect(results.filter(({ state }) => state === 'failed')).toEqual([]);
    expect(results.filter(({ what }) => what.includes('API key'))).toHaveLength(2);
    expect(found(results, 'fw-hq: HA').says).toContain('The active unit answers at');
  });
});

describe('one that is not', () => {
  it('has a dead address, and nothing behind it is looked at', async () => {
    const paris = fleet.firewall('fw-paris-1');
    await paris.inject({ kind: 'refuse' });
    const results = await examine(deviceOf(paris));
    expect(notWell(results).map(({ what, says }) => [what, says])).toEqual([
      ['fw-paris-1: address', 'The firewall refuses the connection.'],
    ]);
    expect(results.filter(({ state }) => state === 'skipped')).toHaveLength(results.length - 1);
  });

  it('has a name that does not resolve', async () => {
    const results = await examine(deviceOf(fleet.firewall('fw-paris-1'), { url: 'https://fw.invalid' }));
    expect(notWell(results).map(({ what }) => what)).toEqual(['fw-paris-1: name']);
  });

  it('is signed by an authority that is not known: who signed it, its fingerprint, and no key was sent', async () => {
    const paris = fleet.firewall('fw-paris-1');
    const before = paris.requests.length;
    const results = await examine(deviceOf(paris, { caPem: undefined }));
    const [first] = notWell(results);
    expect(notWell(results)).toHaveLength(1);
    expect(first?.what).toBe('fw-paris-1: certificate');
    expect(first?.says).toContain('signed by Simulated firewalls');
    expect(first?.says).toContain(paris.fingerprint256);
    expect(first?.remedy).toContain('fingerprint256');
    expect(paris.requests.length).toBe(before);
  });

  it('shows another certificate than the pinned one, and the pinned one is enough', async () => {
    const paris = fleet.firewall('fw-paris-1');
    const other = fleet.firewall('fw-oslo-1').fingerprint256;
    const wrong = await examine(deviceOf(paris, { caPem: undefined, fingerprint256: other }));
    expect(notWell(wrong).map(({ what }) => what)).toEqual(['fw-paris-1: certificate']);
    const right = await examine(deviceOf(paris, { caPem: undefined, fingerprint256: paris.fingerprint256 }));
    expect(notWell(right)).toEqual([]);
  });

  it('refuses the key once, and the key is not sent again', async () => {
    const paris = fleet.firewall('fw-paris-1');
    const before = paris.requests.length;
    const device = deviceOf(paris, { apiKey: async () => 'not-the-key' });
    const results = await examine(device);
    const [first] = notWell(results);
    expect(first?.what).toBe('fw-paris-1: API key');
    expect(first?.remedy).toContain('tunnelmedic keygen');
    expect(JSON.stringify(results)).not.toContain('not-the-key');
    expect(notWell(results)).toHaveLength(1);
    await examine(device);
    expect(paris.requests.length).toBe(before + 1);
  });

  it.each([
    ['op', 'Operational Requests'],
    ['log', 'Log'],
    ['config', 'Configuration'],
  ])('lacks the right for %s, which is told by its name in the role editor', async (type, right) => {
    const paris = fleet.firewall('fw-paris-1');
    await paris.inject({ kind: 'not-authorized' }, { type });
    const results = await examine(deviceOf(paris));
    const lacking = found(results, `fw-paris-1: right ${right}`);
    expect(lacking.state).toBe('failed');
    expect(lacking.remedy).toBe(
      `Switch ${right} on in the role of the API user: Device > Admin Roles > XML API > ${right}.`,
    );
    expect(lacking.says).toContain('more of our requests are refused too');
    expect(found(results, 'fw-paris-1: API key').state).toBe('ok');
  });

  it('does not answer one request, which is no missing right', async () => {
    const paris = fleet.firewall('fw-paris-1');
    await paris.inject({ kind: 'garbage' }, { only: '<jobs>' });
    const result = found(await examine(deviceOf(paris)), 'fw-paris-1: right Operational Requests');
    expect(result.state).toBe('warning');
    expect(result.says).toContain('`show jobs all` was not');
  });

  it('has not the tunnel that the configuration names', async () => {
    const results = await examine(deviceOf(fleet.firewall('fw-paris-1')), ['tunel-x']);
    const tunnels = found(results, 'fw-paris-1: tunnels');
    expect(tunnels.state).toBe('warning');
    expect(tunnels.remedy).toContain('did you mean "tunnel-x"?');
  });

  it('is the passive unit of a pair whose other address was not configured', async () => {
    const results = await examine(deviceOf(fleet.firewall('fw-hq-2')));
    expect(found(results, 'fw-hq-2: HA')).toMatchObject({ state: 'failed' });
    expect(found(results, 'fw-hq-2: HA').remedy).toContain('both addresses of the pair');
  });

  it('has a clock that is wrong', async () => {
    const drafts = ['fw-a', 'fw-b'].map((name, index) =>
      firewall({
        name,
        serial: `00${index}`,
        managementAddress: `192.0.2.${index + 1}`,
        upstreamAddress: `203.0.113.${index + 1}`,
        clockSkewSeconds: index === 0 ? 300 : 0,
      }),
    );
    const spec = { ...fleet.spec, firewalls: drafts, pairs: [] as ReturnType<typeof pair>[] };
    const { panorama: _panorama, ...alone } = spec;
    const wrong = await startFleet(alone);
    const results = await examine(deviceOf(wrong.firewall('fw-a')));
    await wrong.stop();
    const clock = found(results, 'fw-a: clock');
    expect(clock.state).toBe('warning');
    expect(clock.says).toContain('5 min ahead of ours');
  });
});
