import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { declaredAt, loadSettings, readSettings, settingsPath } from '../../../src/config/settings.js';
import { Problem } from '../../../src/domain/problem.js';
import type { PanosSettings } from '../../../src/vendors/panos/index.js';
import { vendors } from '../../../src/vendors/registry.js';
import type { ConfiguredDevice } from '../../../src/vendors/vendor.js';

const vendorNames = vendors.map(({ name }) => name);

async function complaint(text: string): Promise<string> {
  const problem = await readSettings(text, 'tunnelmedic.yml', {}).then(
    () => null,
    (error: unknown) => error,
  );
  if (!(problem instanceof Problem)) throw new Error(`no complaint: ${String(problem)}`);
  return `${problem.message} ${problem.remedy}`;
}

async function keyOf(device: ConfiguredDevice | undefined): Promise<string> {
  if (!device) throw new Error('no device');
  return await (device.settings as PanosSettings).apiKey();
}

describe('the example', () => {
  it('is valid as it stands, with a device of every vendor', async () => {
    const settings = await loadSettings('config.example.yml', {});
    expect(new Set(settings.devices.map((device) => device.vendor))).toEqual(new Set(vendorNames));
    expect(settings.tunnels.map((tunnel) => tunnel.name)).toEqual(['paris-hq', 'partner-acme']);
  });
});

describe('a device', () => {
  it.each([
    ['panos', 'url: https://a.example\n    apiKey: { env: K }'],
    ['fortios', 'url: https://a.example\n    token: { env: K }'],
    ['strongswan', 'vici: unix:///run/charon.vici'],
  ])('of %s may stand in a region', async (vendor, rest) => {
    const text = (more: string) => `devices:\n  fw-a:\n    vendor: ${vendor}\n    ${rest}\n${more}`;
    const read = async (more: string) => (await readSettings(text(more), 'tunnelmedic.yml', {})).devices;
    expect(await read('    region: oslo\n')).toMatchObject([{ name: 'fw-a', region: 'oslo' }]);
    expect(await read('')).toMatchObject([{ region: null }]);
  });
});

describe('a configuration that is wrong', () => {
  const cases: readonly [string, string, string][] = [
    [
      'an unknown key with a close one',
      'devices:\n  fw-a:\n    vendor: panos\n    url: https://a.example\n    apiKey: { env: K }\n    fingerprint: x\n',
      'tunnelmedic.yml:6: "fingerprint" is not a setting of "devices.fw-a". Did you mean "fingerprint256"?',
    ],
    [
      'an unknown key at the top',
      'devcies: {}\n',
      'tunnelmedic.yml:1: "devcies" is not a setting of this file. Did you mean "devices"?',
    ],
    [
      'an unknown vendor',
      'devices:\n  fw-a:\n    vendor: pan-os\n',
      'tunnelmedic.yml:3: "pan-os" is not a vendor that "devices.fw-a" can have. Did you mean "panos"?',
    ],
    [
      'no vendor',
      'devices:\n  fw-a:\n    url: https://a.example\n',
      `tunnelmedic.yml:2: "devices.fw-a.vendor" is missing. Vendors are: ${vendorNames.join(', ')}.`,
    ],
    [
      'a wrong type',
      'sampleSeconds: often\n',
      'tunnelmedic.yml:1: "sampleSeconds" must be a number, not text. config.example.yml explains every setting.',
    ],
    [
      'a key that stands in the file itself',
      'devices:\n  fw-a:\n    vendor: panos\n    url: https://a.example\n    apiKey: LUFRPT1secret\n',
      'tunnelmedic.yml:5: "devices.fw-a.apiKey" must be { env: NAME }, { file: PATH }, { credential: NAME } or { command: [PROGRAM, …] }; the secret itself does not belong into this file. config.example.yml explains every setting.',
    ],
    [
      'a serial number without quotes',
      'devices:\n  fw-a:\n    vendor: panos\n    url: https://a.example\n    apiKey: { env: K }\n    panorama: { target: 012345678901 }\n',
      'tunnelmedic.yml:6: "devices.fw-a.panorama.target" must be text; write it in quotes. config.example.yml explains every setting.',
    ],
    [
      'both url and ha',
      'devices:\n  fw-a: { vendor: panos, apiKey: { env: K } }\n',
      'tunnelmedic.yml:2: "devices.fw-a" needs either url or ha. config.example.yml explains every setting.',
    ],
    [
      'an end on a device that is not there',
      'devices:\n  gw-a: { vendor: strongswan, vici: "unix:///a" }\ntunnels:\n  x:\n    ends:\n      - { device: gw-aa, tunnel: x }\n',
      'tunnelmedic.yml:6: tunnel "x" names the device "gw-aa", which is not configured. Did you mean "gw-a"?',
    ],
    [
      'the same key twice',
      'questionSeconds: 1\nquestionSeconds: 2\n',
      'tunnelmedic.yml:2: the same key stands there twice. Check indentation, quotes and brackets around that line.',
    ],
    [
      'broken brackets',
      'devices: {\n',
      'tunnelmedic.yml:2: this is not valid YAML. Check indentation, quotes and brackets around that line.',
    ],
    [
      'a list at the top',
      '- a\n',
      'tunnelmedic.yml:1: the file must be a group of settings, not a list. config.example.yml explains every setting.',
    ],
    [
      'a VICI address without path',
      'devices:\n  a: { vendor: strongswan, vici: "unix://" }\n',
      'tunnelmedic.yml:2: "devices.a.vici" must be unix:///path/to/charon.vici or tcp://127.0.0.1:port. config.example.yml explains every setting.',
    ],
    [
      'a time zone that is none',
      'timeZone: Mars/North\n',
      'tunnelmedic.yml:1: "timeZone" must be a time zone such as Europe/Paris. config.example.yml explains every setting.',
    ],
    [
      'an unknown level',
      'logLevel: warm\n',
      'tunnelmedic.yml:1: "logLevel" must be debug or info or warn or error or silent. Did you mean "warn"?',
    ],
    [
      'three ends',
      'devices:\n  a: { vendor: strongswan, vici: "unix:///a" }\ntunnels:\n  x:\n    ends: [{device: a, tunnel: "1"}, {device: a, tunnel: "2"}, {device: a, tunnel: "3"}]\n',
      'tunnelmedic.yml:5: "tunnels.x.ends" must be one or two ends. config.example.yml explains every setting.',
    ],
  ];
  for (const [title, text, sentence] of cases) {
    it(`names file, line and remedy for ${title}`, async () => {
      expect(await complaint(text)).toBe(sentence);
    });
  }

  it('says how many more there are', async () => {
    expect(await complaint('a: 1\nsampleSeconds: x\n')).toContain(
      'tunnelmedic.yml:1: "a" is not a setting of this file (1 more).',
    );
  });

  it('does not grow from YAML aliases', async () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c]\n`;
    expect(await complaint(bomb)).toBe(
      'tunnelmedic.yml:2: the file repeats itself by aliases. Write it out.',
    );
  });
});

describe('a configuration that is right', () => {
  it('takes devices and tunnels as lists with names too', async () => {
    const settings = await readSettings(
      'devices:\n  - { name: gw-a, vendor: strongswan, vici: "unix:///a" }\ntunnels:\n  - { name: x, ends: [{ device: gw-a, tunnel: y }] }\n',
      'f.yml',
      {},
    );
    expect(settings.devices).toMatchObject([
      { name: 'gw-a', vendor: 'strongswan', settings: { vici: { kind: 'unix', path: '/a' } } },
    ]);
    expect(settings.tunnels[0]?.ends).toEqual([{ device: 'gw-a', tunnel: 'y' }]);
  });

  it('names the line of an item in such a list', async () => {
    expect(
      await complaint(
        'devices:\n  - { name: a, vendor: strongswan, vici: "unix:///a" }\n  - { name: b, vendor: strongswan, vicy: "unix:///a" }\n',
      ),
    ).toContain('tunnelmedic.yml:3: ');
  });

  it('needs nothing for the command line but devices, and an empty file is no error', async () => {
    const settings = await readSettings('', 'f.yml', {});
    expect(settings.devices).toEqual([]);
    expect(settings.slack.mode).toBe('socket');
  });

  it('never holds a secret in an object that can be printed', async () => {
    const environment = { K: 'very-secret-key' };
    const settings = await readSettings(
      'devices:\n  fw-a: { vendor: panos, url: "https://a.example", apiKey: { env: K } }\n',
      'f.yml',
      environment,
    );
    expect(inspect(settings, { depth: 10 })).not.toContain('very-secret-key');
    expect(JSON.stringify(settings)).not.toContain('very-secret-key');
    const [device] = settings.devices;
    expect(await keyOf(device)).toBe('very-secret-key');
  });

  it('reads secrets from a file next to it, and says which file when it is not there', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'key'), 'from-a-file\n');
    const text = (file: string) =>
      `devices:\n  fw-a: { vendor: panos, url: "https://a.example", apiKey: { file: ${file} } }\n`;
    const right = await readSettings(text('key'), join(folder, 'f.yml'), {});
    const [device] = right.devices;
    expect(await keyOf(device)).toBe('from-a-file');
    const wrong = await readSettings(text('other'), join(folder, 'f.yml'), {});
    const [other] = wrong.devices;
    await expect(keyOf(other)).rejects.toThrow(
      `The secret for device fw-a is not there: the file ${join(folder, 'other')} cannot be used: it is not there.`,
    );
  });

  it('shows of several maintenance windows the one that lasts or comes next', async () => {
    const settings = await readSettings(
      'tunnels:\n  x:\n    maintenance:\n      - { from: "2026-03-03T00:00:00Z", to: "2026-03-03T01:00:00Z", why: b }\n      - { from: "2026-03-01T00:00:00Z", to: "2026-03-01T01:00:00Z", why: a }\n',
      'f.yml',
      {},
    );
    const why = (at: string) =>
      declaredAt(settings.tunnels, new Date(at))[0]?.declaration.maintenance?.why ?? null;
    expect(why('2026-03-01T00:30:00Z')).toBe('a');
    expect(why('2026-03-02T00:00:00Z')).toBe('b');
    expect(why('2026-03-04T00:00:00Z')).toBe(null);
  });
});

describe('finding the configuration', () => {
  it('takes the option, then the environment, then the folder', () => {
    expect(settingsPath('a.yml', { TUNNELMEDIC_CONFIG: 'b.yml' })).toBe('a.yml');
    expect(settingsPath(null, { TUNNELMEDIC_CONFIG: 'b.yml' })).toBe('b.yml');
    expect(settingsPath(null, {})).toBe('./tunnelmedic.yml');
  });

  it('says what to do when there is none', async () => {
    await expect(loadSettings('/nowhere/t.yml', {})).rejects.toThrow(
      'The configuration file /nowhere/t.yml is not there.',
    );
  });
});

const folders: string[] = [];

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-'));
  folders.push(folder);
  return folder;
}

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});
