// An impostor with a certificate of its own gets nothing: no key, no password, not one request; whatever the environment says.

import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/support/clock.js';
import { obtainApiKey } from '../../../../src/vendors/panos/index.js';
import type { PanosTold } from '../../../deviceSettings.js';
import { ask, deviceFor, type ScriptedFirewall, scripted, systemInfo } from './scriptedFirewall.js';

const key = '<response status="success"><result><key>abc==</key></result></response>';

let real: ScriptedFirewall;
let impostor: ScriptedFirewall;
/** A proxy that takes whatever comes. */
let proxy: Server;
let proxied = '';
const before = { ...process.env };
beforeEach(async () => {
  real = await scripted(({ form }) => (form.get('type') === 'keygen' ? key : systemInfo));
  impostor = await scripted(({ form }) => (form.get('type') === 'keygen' ? key : systemInfo));
  proxied = '';
  proxy = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      proxied += String(bytes);
      socket.destroy();
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  process.env = { ...before };
  await Promise.all([real.stop(), impostor.stop(), new Promise((resolve) => proxy.close(resolve))]);
});

type Trust = Pick<PanosTold, 'caPem' | 'fingerprint256'>;

const trusts: readonly [string, () => Trust][] = [
  ['no trust settings', () => ({ caPem: undefined })],
  ['a caFile', () => ({ caPem: real.ca })],
  ['a fingerprint', () => ({ caPem: undefined, fingerprint256: real.fingerprint256 })],
  ['a caFile and a fingerprint', () => ({ caPem: real.ca, fingerprint256: real.fingerprint256 })],
  [
    'the caFile of the impostor and the fingerprint of the true firewall',
    () => ({ caPem: impostor.ca, fingerprint256: real.fingerprint256 }),
  ],
];

async function askBoth(trust: Trust): Promise<readonly string[]> {
  const device = deviceFor(impostor, trust);
  const answer = await ask(device, 'identity');
  await device.close();
  const asked = await obtainApiKey({
    url: impostor.url,
    user: 'admin',
    password: 'pa55',
    ca: trust.caPem,
    fingerprint256: trust.fingerprint256,
    clock: systemClock,
  });
  return [answer.known ? 'known' : answer.reason, asked.ok ? 'a key' : asked.fault.reason];
}

describe.each([undefined, '0'])('with NODE_TLS_REJECT_UNAUTHORIZED=%s', (value) => {
  beforeEach(() => {
    if (value === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    else process.env.NODE_TLS_REJECT_UNAUTHORIZED = value;
  });

  it.each(trusts)('neither key nor password goes to an impostor: %s', async (_, trust) => {
    expect(await askBoth(trust())).toEqual(['untrusted', 'untrusted']);
    expect(impostor.asked).toEqual([]);
  });

  it.each(trusts.slice(1, 4))('the true firewall is asked: %s', async (_, trust) => {
    const device = deviceFor(real, trust());
    expect(await ask(device, 'identity')).toMatchObject({ known: true });
    await device.close();
  });
});

describe('proxies of the environment', () => {
  it('carry neither key nor password', async () => {
    const { port } = proxy.address() as { port: number };
    for (const name of ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'ALL_PROXY', 'all_proxy'])
      process.env[name] = `http://127.0.0.1:${port}`;
    process.env.NODE_USE_ENV_PROXY = '1';
    const device = deviceFor(real);
    expect(await ask(device, 'identity')).toMatchObject({ known: true });
    await device.close();
    const asked = await obtainApiKey({
      url: real.url,
      user: 'admin',
      password: 'pa55',
      ca: real.ca,
      clock: systemClock,
    });
    expect(asked.ok).toBe(true);
    expect(proxied).toBe('');
  });
});
