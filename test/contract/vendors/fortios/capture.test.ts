// A FortiGate that prints keys into every reply: none of them is in a file of the capture, nor who the device is, and each reply is a whole one.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { captureInto } from '../../../../src/captures/capture.js';
import { systemClock } from '../../../../src/support/clock.js';
import { reads } from '../../../../src/vendors/fortios/reads.js';
import { capturingOf } from '../../../unit/doubles/capturing.js';
import { type Answer, deviceFor, scripted, serial } from './scriptedFortigate.js';

const folder = mkdtempSync(join(tmpdir(), 'tunnelmedic-capture-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const planted = {
  name: 'to-acme',
  'remote-gw': '8.8.4.4',
  type: 'static',
  interface: 'wan1',
  psksecret: 'ENC p1antedPsk',
  'psksecret-remote': 'p1antedRemote',
  'ppk-secret': 'ENC p1antedPpk',
  authpasswd: 'p1antedPassword',
  token: 'p1antedToken',
  nested: [{ 'private-key': 'p1antedKey', msg: 'pre-shared key: p1antedWord1' }],
  comments: 'call Bob of Acme',
  kept: 'to-acme is here',
};

it('captures each request once, without a key and without a name, as JSON that holds the whole envelope', async () => {
  const answer: Answer = {
    results: [planted],
    more: { secret: 'p1antedMore', session_id: 5, completed: 100 },
  };
  const firewall = await scripted(new Proxy({}, { get: () => answer }));
  const device = deviceFor(firewall);
  const into = join(folder, 'replies');
  await captureInto(capturingOf([device], systemClock), {
    folder: into,
    keepsAddresses: false,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  await device.close();
  await firewall.stop();
  const names = readdirSync(join(into, 'device-1'));
  const texts = names.map((name) => readFileSync(join(into, 'device-1', name), 'utf8'));
  const known = Object.keys(reads).map((name) => `${name}.json`);
  expect(names.filter((name) => !known.includes(name))).toEqual([]);
  expect(names).toContain('phase1.json');
  for (const text of [...texts, readFileSync(join(into, 'INDEX.md'), 'utf8')])
    expect(text).not.toMatch(new RegExp(`p1anted|Bob|acme|8\\\\.8\\\\.4\\\\.4|${serial}`, 'i'));
  const phase1 = JSON.parse(readFileSync(join(into, 'device-1', 'phase1.json'), 'utf8')) as object;
  expect(phase1).toMatchObject({
    status: 'success',
    results: [{ name: 'tunnel-1', kept: 'tunnel-1 is here' }],
  });
  expect(firewall.asked.filter(({ method }) => method !== 'GET')).toEqual([]);
});
