// `init` with piped answers against a simulated firewall and a workspace: a wrong key is told and asked again, and what is written works.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { initialize } from '../../src/cli/initWalk.js';
import { readSettings } from '../../src/config/settings.js';
import type { RunningFirewall, RunningFleet } from '../../src/simulator/index.js';
import { startWorkspace } from '../../src/workspace/index.js';
import { lyon } from './fortiosFleet.js';
import { demo } from './panosFleet.js';

let fleet: RunningFleet;
let paris: RunningFirewall;
let folder: string;
beforeAll(async () => {
  fleet = await demo();
  paris = fleet.firewall('fw-paris-1');
});
afterAll(() => fleet.stop());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunnelmedic-init-'));
  writeFileSync(join(folder, 'ca.pem'), paris.caPem);
  writeFileSync(join(folder, 'right.key'), paris.apiKey);
  writeFileSync(join(folder, 'wrong.key'), 'not-the-key');
  return () => rmSync(folder, { recursive: true });
});

async function init(answers: readonly string[], environment: Record<string, string> = {}) {
  const said: string[] = [];
  const file = join(folder, 'tunnelmedic.yml');
  const told = await initialize({
    config: file,
    environment,
    input: Readable.from(answers.map((answer) => `${answer}\n`)),
    say: (text) => said.push(text),
    signal: new AbortController().signal,
  }).catch((error: Error) => error);
  return { told, said: said.join(''), file, read: () => readFileSync(file, 'utf8') };
}

const firewall = (key: string, name = 'fw-paris') => [name, paris.url, key, 'ca.pem'];

describe('a first configuration', () => {
  it('is written after a wrong key was told and mended, with comments and without a secret', async () => {
    const { told, said, file, read } = await init([
      'panos',
      ...firewall('wrong.key'),
      'again',
      ...firewall('right.key'),
      '',
    ]);
    expect(told).toContain(`${file} is written.`);
    expect(said).toContain('x fw-paris: API key: The firewall refuses the API key');
    expect(said).toContain('+ fw-paris: API key: The firewall accepts it.');
    expect(said).toContain('+ fw-paris: tunnels: 6 tunnels.');
    const text = read();
    expect(text).toContain('# The firewalls that may be read.');
    expect(text).not.toContain(paris.apiKey);
    const settings = await readSettings(text, file, {});
    expect(settings.devices.map(({ name }) => name)).toEqual(['fw-paris']);
  });

  it('holds a FortiGate by the address and token of its REST API administrator', async () => {
    const lyonFleet = await lyon();
    const gate = lyonFleet.firewall('fgt-lyon');
    writeFileSync(join(folder, 'lyon.pem'), gate.caPem);
    writeFileSync(join(folder, 'lyon.token'), gate.apiKey);
    const { told, said, file, read } = await init([
      'fortios',
      'fgt-lyon',
      gate.url,
      'lyon.token',
      '',
      'lyon.pem',
      '',
    ]);
    await lyonFleet.stop();
    expect(told).toContain(`${file} is written.`);
    expect(said).toContain('+ fgt-lyon: API token: The firewall accepts it.');
    expect(said).toContain('+ fgt-lyon: tunnels: 2 tunnels.');
    const settings = await readSettings(read(), file, {});
    expect(settings.devices).toMatchObject([{ name: 'fgt-lyon', settings: { vdom: 'root' } }]);
  });

  it('asks again for what no setting may be, and is written as it is when that is wanted', async () => {
    const { told, said, read } = await init([
      'junos',
      'panos',
      'fw-paris',
      'http://fw',
      'right.key',
      'ca.pem',
      'again',
      'fw-paris',
      'https://fw.invalid',
      'KEY_OF_PARIS',
      '',
      '',
      'keep',
      '',
    ]);
    expect(said).toContain('It is one of: panos, fortios, strongswan.');
    expect(said).toContain('must be an https:// address');
    expect(said).toContain('x fw-paris: name: The name of the firewall does not resolve.');
    expect(told).toContain('is written');
    expect(read()).toContain('env: KEY_OF_PARIS');
  });

  it('is not written when the input ends early', async () => {
    const { told, read } = await init(['panos', 'fw-paris']);
    expect(told).toMatchObject({ code: 'usage' });
    expect(read).toThrow('ENOENT');
  });

  it('is refused before the first question where its folder is not there', async () => {
    const said: string[] = [];
    const asked = initialize({
      config: join(folder, 'nowhere', 'tunnelmedic.yml'),
      environment: {},
      input: Readable.from([]),
      say: (text) => said.push(text),
      signal: new AbortController().signal,
    });
    await expect(asked).rejects.toMatchObject({ code: 'config-unwritable' });
    expect(said).toEqual([]);
  });

  it('ends at once when the program is told to end while it asks', async () => {
    const stop = new AbortController();
    const asked = initialize({
      config: join(folder, 'tunnelmedic.yml'),
      environment: {},
      input: new PassThrough(),
      say: (text) => text.includes('Which kind') && stop.abort(new Error('ended')),
      signal: stop.signal,
    });
    await expect(asked).rejects.toThrow('ended');
  });
});

describe('a secret and its place', () => {
  it.each<[string, string, object, (folder: string) => Record<string, string>]>([
    [
      'an environment variable',
      'KEY_OF_PARIS',
      { env: 'KEY_OF_PARIS' },
      () => ({ KEY_OF_PARIS: paris.apiKey }),
    ],
    [
      'a credential of systemd',
      'credential right.key',
      { credential: 'right.key' },
      (place) => ({ CREDENTIALS_DIRECTORY: place }),
    ],
    ['a command', 'command cat "the right.key"', { command: ['cat', 'the right.key'] }, () => ({})],
  ])('may be %s', async (_what, typed, reference, environment) => {
    writeFileSync(join(folder, 'the right.key'), paris.apiKey);
    const { said, read } = await init(['panos', ...firewall(typed), ''], environment(folder));
    expect(said).toContain('+ fw-paris: API key: The firewall accepts it.');
    expect(parse(read())).toMatchObject({ devices: { 'fw-paris': { apiKey: reference } } });
    expect(read()).not.toContain(paris.apiKey);
  });

  it('of another Slack is tried there', async () => {
    const slack = await startWorkspace({ mode: 'socket' });
    writeFileSync(join(folder, 'bot.token'), slack.botToken);
    writeFileSync(join(folder, 'app.token'), slack.appToken);
    const { told, said, file, read } = await init([
      'panos',
      ...firewall('right.key'),
      ...['bot.token', 'app.token', 'http://elsewhere.example/api/', 'again'],
      ...['bot.token', 'app.token', slack.apiUrl],
    ]);
    await slack.stop();
    expect(said).toContain('"slack.apiUrl" must be an https:// address that ends with /api/');
    expect(told).toContain('is written');
    expect((await readSettings(read(), file, {})).slack.apiUrl).toBe(slack.apiUrl);
  });
});

describe('beside an existing one', () => {
  it('adds a device, and every comment stays', async () => {
    const before = `# ours\ntimeZone: Europe/Paris\ndevices:\n  gw: # the lab\n    vendor: strongswan\n    vici: unix:///nowhere\n`;
    writeFileSync(join(folder, 'tunnelmedic.yml'), before);
    const { told, file, read } = await init(['panos', ...firewall('right.key')]);
    expect(told).toContain('is written');
    const text = read();
    for (const kept of ['# ours', '# the lab', 'timeZone: Europe/Paris']) expect(text).toContain(kept);
    const { devices } = await readSettings(text, file, {});
    expect(devices.map(({ name }) => name)).toEqual(['gw', 'fw-paris']);
  });

  it('leaves a device of the same name as it is, and asks for another name', async () => {
    const before = 'devices:\n  fw-paris:\n    vendor: strongswan\n    vici: unix:///nowhere\n';
    writeFileSync(join(folder, 'tunnelmedic.yml'), before);
    const { told, said, read } = await init(['panos', 'fw-paris', ...firewall('right.key', 'fw-new')]);
    expect(said).toContain('already, and stays as it is. Name another one.');
    expect(told).toContain('is written');
    expect(read()).toContain(before);
  });

  it('is not written over when it cannot be read', async () => {
    writeFileSync(join(folder, 'tunnelmedic.yml'), 'devises: {}\n');
    const { told, read } = await init([]);
    expect(told).toMatchObject({ code: 'config-invalid' });
    expect(read()).toBe('devises: {}\n');
  });
});
