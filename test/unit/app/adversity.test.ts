// The whole way from words to a device and back, with devices that are down, hang, answer garbage or are somebody else.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { wire } from '../../../src/app/wiring.js';
import { loadSettings, type Settings } from '../../../src/config/settings.js';
import { writeFleetConfig } from '../../../src/demo/demo.js';
import { Problem } from '../../../src/domain/problem.js';
import type { Report } from '../../../src/domain/report.js';
import {
  type ApiFault,
  firewall,
  pair,
  type RunningFleet,
  startFleet,
} from '../../../src/simulator/index.js';
import { createLogger } from '../../../src/support/logger.js';
import { createPanosDevice, type PanosSettings } from '../../../src/vendors/panos/index.js';
import type { ConfiguredDevice } from '../../../src/vendors/vendor.js';
import { onTerminal } from '../doubles/engine.js';

let fleet: RunningFleet;
let folder: string;
let settings: Settings;

const hostile = 'x<!channel>&"';

beforeAll(async () => {
  const site = (name: string, serial: string) =>
    firewall({ name, serial, managementAddress: '192.0.2.1', upstreamAddress: '198.51.100.254' });
  const between = (name: string, host: number) =>
    pair({
      name,
      left: { firewall: 'fw-a', address: `198.51.100.${host}`, tunnelInterface: `tunnel.${host}` },
      right: { firewall: 'fw-b', address: `203.0.113.${host}`, tunnelInterface: `tunnel.${host}` },
      routed: { left: `10.1.${host}.0/24`, right: `10.2.${host}.0/24` },
    });
  fleet = await startFleet({
    seed: 7,
    historySeconds: 3600,
    firewalls: [site('fw-a', '001'), site('fw-b', '002')],
    pairs: [between('tunnel-x', 1), between(hostile, 2)],
  });
  folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-adversity-'));
  settings = {
    ...(await loadSettings(await writeFleetConfig(fleet, folder), {})),
    questionSeconds: 6,
    sampleSeconds: 0,
  };
});

afterEach(async () => {
  for (const one of fleet.firewalls) await one.clear();
});

afterAll(async () => {
  await fleet.stop();
  await rm(folder, { recursive: true, force: true });
});

async function ask(words: readonly string[], change: Partial<Settings> = {}): Promise<Report | Problem> {
  const wired = wire({ ...settings, ...change }, { log: createLogger('silent') });
  try {
    return await wired.dispatcher.execute(words, { ...onTerminal, signal: new AbortController().signal });
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  } finally {
    await wired.close();
  }
}

const alone = () => ({ devices: settings.devices.filter((device) => device.name === 'fw-a') });

const declaredPair: Partial<Settings> = {
  tunnels: [
    {
      name: 'erp',
      ends: [
        { device: 'fw-a', tunnel: 'tunnel-x' },
        { device: 'fw-b', tunnel: 'tunnel-x' },
      ],
      declaration: { aliases: [], owner: null, partner: null, criticality: 'normal', isBackup: false },
      maintenance: [],
      channel: null,
    },
  ],
};

/** A device of the file, told otherwise. */
function changed(device: ConfiguredDevice, change: Partial<PanosSettings>): ConfiguredDevice {
  const told = { ...(device.settings as PanosSettings), ...change };
  return { ...device, connect: ({ clock }) => createPanosDevice(told, { clock }) };
}

/** Sentences for people: no stack, no type of an exception, no key, no markup. */
function expectPlain(text: string): void {
  expect(text).not.toMatch(
    /Error:|\bat \w+ \(|node:|undefined|\[object|LUFRPT|<\/?\w+>|ECONN|ETIMEDOUT|AxiosError/,
  );
  expect(text.trim()).not.toBe('');
}

describe('a status when the only device misbehaves', () => {
  const faults: readonly [string, ApiFault, RegExp][] = [
    ['is down', { kind: 'refuse' }, /fw-a|connection|refused|listen/i],
    ['hangs', { kind: 'hang' }, /did not answer|not answer|within/i],
    ['cuts the connection in the middle', { kind: 'close-half' }, /fw-a|connection|middle|closed/i],
    ['answers half a document', { kind: 'truncated' }, /middle|end/i],
    ['answers garbage', { kind: 'garbage' }, /XML/],
    ['answers an HTML page', { kind: 'html' }, /HTML/],
    ['answers a document type with entities', { kind: 'doctype' }, /DOCTYPE/],
    ['answers a tree without end', { kind: 'deep', levels: 5000 }, /nested/],
    ['is out of order', { kind: 'http-status', status: 503 }, /503|not available|busy|HTTP/i],
    ['refuses the key', { kind: 'key-revoked' }, /key|credential/i],
  ];
  for (const [title, fault, sentence] of faults) {
    it(`and ${title}: one sentence with a remedy, and exit 3`, async () => {
      await fleet.firewall('fw-a').inject(fault);
      const answer = await ask(['status', 'tunnel-x'], alone());
      if (!(answer instanceof Problem)) throw new Error(`answered: ${answer.title}`);
      expect([answer.code, answer.exit]).toEqual(['no-device', 3]);
      expect(answer.message).toMatch(sentence);
      expectPlain(answer.message);
      expectPlain(answer.remedy);
    });
  }

  it('and shows another certificate: it is not believed', async () => {
    const devices = settings.devices.map((device) => changed(device, { caPem: undefined }));
    const answer = await ask(['list'], { devices });
    expect(answer instanceof Problem && [answer.code, answer.exit]).toEqual(['no-device', 3]);
    expect(answer instanceof Problem && answer.message).toMatch(/certificate/i);
  });

  it('and has another fingerprint than the one that is pinned: it is not believed', async () => {
    const devices = alone().devices.map((device) => changed(device, { fingerprint256: 'ab'.repeat(32) }));
    const answer = await ask(['list'], { devices });
    expect(answer instanceof Problem && answer.message).toMatch(/certificate|fingerprint/i);
  });

  it('and the key is wrong, or missing, or in a file that is not there', async () => {
    const devices = alone().devices.map((device) => changed(device, { apiKey: async () => 'wrong' }));
    const wrong = await ask(['list'], { devices });
    expect(wrong instanceof Problem && wrong.message).toMatch(/key/i);
    const file = join(folder, 'nokey.yml');
    await writeFile(
      file,
      `devices:\n  fw-a: { vendor: panos, url: "${fleet.firewall('fw-a').url}", apiKey: { env: NOT_SET } }\n`,
    );
    const missing = await ask(['list'], { devices: (await loadSettings(file, {})).devices });
    expect(missing instanceof Problem && missing.message).toMatch(/NOT_SET is not set/);
  });
});

describe('when one of two devices misbehaves', () => {
  it('the other end still answers, and the report says what could not be read', async () => {
    await fleet.firewall('fw-b').inject({ kind: 'hang' });
    const answer = await ask(['status', 'tunnel-x']);
    if (answer instanceof Problem) throw answer;
    expect(answer.json).toMatchObject({ tunnel: 'tunnel-x', state: 'up' });
  });

  it('a diagnosis of a tunnel that the other end shows up is told, and does not call it healthy', async () => {
    await fleet.firewall('fw-b').inject({ kind: 'garbage' });
    const answer = await ask(['diagnose', 'erp'], declaredPair);
    if (answer instanceof Problem) throw answer;
    expect(answer.json).toMatchObject({
      state: 'up',
      verdict: { cause: 'device-unreachable', summary: expect.stringContaining('fw-b does not answer') },
    });
    const { alternatives } = answer.json as { alternatives: { cause: string }[] };
    expect(alternatives.map(({ cause }) => cause)).toEqual(
      expect.arrayContaining(['dpd-timeout', 'tunnel-up-healthy']),
    );
  });

  it('a declared pair names the end that cannot be read', async () => {
    await fleet.firewall('fw-b').inject({ kind: 'garbage' });
    const answer = await ask(['status', 'erp'], declaredPair);
    if (answer instanceof Problem) throw answer;
    expect(answer.json).toMatchObject({
      state: 'up',
      ends: [
        { device: 'fw-a', state: 'up' },
        { device: 'fw-b', state: 'unknown', readable: true },
      ],
      unchecked: [{ what: 'fw-b' }],
    });
  });

  it('a list shows the tunnels of the other, and the device that is missing', async () => {
    await fleet.firewall('fw-b').inject({ kind: 'refuse' });
    const answer = await ask(['list']);
    if (answer instanceof Problem) throw answer;
    expect(answer.json).toMatchObject({
      tunnels: expect.arrayContaining([expect.objectContaining({ tunnel: 'tunnel-x' })]),
      unread: [{ device: 'fw-b', says: expect.any(String), remedy: expect.any(String) }],
    });
    expect(answer.unread).toBe('part');
    expect(JSON.stringify(answer.summary)).toContain('1 device could not be read: fw-b.');
  });
});

describe('when only a part fails', () => {
  it('a log that never comes leaves the state, and says that the log is missing', async () => {
    await fleet.firewall('fw-a').inject({ kind: 'log-job-stuck' });
    const answer = await ask(['status', 'tunnel-x'], alone());
    if (answer instanceof Problem) throw answer;
    expect(answer.json).toMatchObject({ state: 'up', unchecked: [{ what: 'Log of fw-a' }] });
  });

  it('an SA table that cannot be read is never "down"', async () => {
    await fleet.firewall('fw-a').inject({ kind: 'garbage' }, { only: 'ike-sa' });
    const answer = await ask(['status', 'tunnel-x'], alone());
    const state = answer instanceof Problem ? 'unknown' : (answer.json as { state: string }).state;
    expect(['up', 'unknown', 'degraded']).toContain(state);
    expect(state).not.toBe('down');
  });
});

describe('hostile names', () => {
  it('are found, asked for and shown as they are', async () => {
    const answer = await ask(['status', hostile]);
    if (answer instanceof Problem) throw answer;
    expect(answer.json).toMatchObject({ tunnel: hostile, state: 'up' });
  });

  it('never change what is asked of a device', async () => {
    await ask(['status', "x' or '1'='1"]);
    await ask(['status', '</cmd><delete/>']);
    expect(fleet.firewalls.flatMap((one) => one.changes)).toEqual([]);
  });
});
