// What travels between us and a firewall, over real TLS.

import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Device } from '../../../../src/domain/device.js';
import { Problem } from '../../../../src/domain/problem.js';
import { systemClock } from '../../../../src/support/clock.js';
import { obtainApiKey, panosSettings } from '../../../../src/vendors/panos/index.js';
import { MovedClock } from '../../../support/movedClock.js';
import { ask, type Script, systemInfo } from './scriptedFirewall.js';
import { scriptedStage } from './scriptedStage.js';

const { firewall, device } = scriptedStage();
async function reasonOf(of: Device, milliseconds?: number): Promise<string> {
  const answer = await ask(of, 'identity', {}, milliseconds);
  return answer.known ? 'known' : `${answer.reason}: ${answer.says}`;
}

describe('a request', () => {
  it('is a POST whose key is in a header and nowhere else', async () => {
    const fw = await firewall(() => systemInfo);
    expect(await reasonOf(device(fw, { vsys: 'vsys2' }))).toBe('known');
    expect(fw.asked).toHaveLength(1);
    const [asked] = fw.asked;
    expect([asked?.method, asked?.url, asked?.key]).toEqual(['POST', '/api/', 'k3y-of-the-test']);
    expect(Object.fromEntries(asked?.form ?? [])).toEqual({
      type: 'op',
      cmd: '<show><system><info></info></system></show>',
      vsys: 'vsys2',
    });
  });

  it('carries the serial of the firewall behind Panorama', async () => {
    const fw = await firewall(() => systemInfo);
    await reasonOf(device(fw, { panorama: { target: '0123' } }));
    expect(fw.asked[0]?.form.get('target')).toBe('0123');
  });
});

describe('trust', () => {
  it('accepts a self-signed certificate that is exactly the pinned one', async () => {
    const fw = await firewall(() => systemInfo);
    expect(await reasonOf(device(fw, { caPem: undefined, fingerprint256: fw.fingerprint256 }))).toBe('known');
  });

  it('sends nothing, above all no key, to any other certificate', async () => {
    const fw = await firewall(() => systemInfo);
    const wrong = 'ab'.repeat(32);
    expect(await reasonOf(device(fw, { caPem: undefined, fingerprint256: wrong }))).toMatch(
      /^untrusted: .*not the pinned one/,
    );
    expect(await reasonOf(device(fw, { fingerprint256: wrong }))).toMatch(/^untrusted: .*not the pinned one/);
    expect(await reasonOf(device(fw, { caPem: undefined }))).toMatch(/^untrusted: /);
    const other = await firewall(() => systemInfo);
    expect(await reasonOf(device(fw, { caPem: other.ca }))).toMatch(/^untrusted: /);
    expect(fw.asked).toEqual([]);
  });

  it('accepts a certificate of the authority that is also the pinned one', async () => {
    const fw = await firewall(() => systemInfo);
    expect(await reasonOf(device(fw, { fingerprint256: fw.fingerprint256 }))).toBe('known');
  });
});

describe('a bad answer', () => {
  it.each<[string, Script, RegExp]>([
    ['an HTML page', () => '<!DOCTYPE html><html><body>Login</body></html>', /^unreadable: An HTML page/],
    [
      'an entity bomb',
      () => '<!DOCTYPE r [<!ENTITY a "aa">]><response><result>&a;</result></response>',
      /^unreadable: .*DOCTYPE/,
    ],
    ['half a reply', () => systemInfo.slice(0, 60), /^unreadable: The reply ends in the middle/],
    ['no body', () => '', /^unreadable: fw answered with nothing/],
    ['garbage', () => '\u0000\u0001 <<<', /^unreadable: /],
    ['an empty result', () => '<response status="success"><result/></response>', /^unreadable: /],
    [
      'a redirect',
      (_, response) => void response.writeHead(302, { location: 'https://192.0.2.1/' }).end(),
      /^unreadable: .*redirect/,
    ],
    [
      'HTTP 404',
      (_, response) => void response.writeHead(404).end('<html>no</html>'),
      /^unreadable: .*HTTP 404/,
    ],
    [
      'a login page with 403',
      (_, response) => void response.writeHead(403).end('<html>no</html>'),
      /^unauthorized: /,
    ],
    [
      'HTTP 500',
      (_, response) => void response.writeHead(500).end('<html>no</html>'),
      /^device-error: .*500 Internal Server Error/,
    ],
    [
      'HTTP 503',
      (_, response) => void response.writeHead(503).end('busy'),
      /^busy: fw answers 503 Service Unavailable\.$/,
    ],
    [
      'a connection that is closed',
      (_, response) => void response.socket?.destroy(),
      /^unreachable: fw closed the connection before it had answered\.$/,
    ],
    [
      'a reply that is too deep',
      () => `<response>${'<a>'.repeat(100)}${'</a>'.repeat(100)}</response>`,
      /^too-large: /,
    ],
    [
      'a broken compression',
      (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end('nonsense'),
      /^unreadable: /,
    ],
  ])('becomes a gap of its own: %s', async (_, script, expected) => {
    const fw = await firewall(script);
    const answer = await ask(device(fw), 'identity');
    if (answer.known) throw new Error('known');
    expect(`${answer.reason}: ${answer.says}`).toMatch(expected);
    expect(answer.remedy).toMatch(/^[A-Z].*\.$/);
  });

  it('that never ends is cut off, also when it is compressed', async () => {
    const bomb = gzipSync(Buffer.alloc(40_000_000, '<entry/>'));
    const fw = await firewall(
      (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    );
    expect(await reasonOf(device(fw))).toMatch(/^(too-large|unreadable): /);
  });

  it('never carries the key, even when the firewall repeats it', async () => {
    const fw = await firewall(
      ({ key }) => `<response status="error" code="12"><msg>bad key ${key}</msg></response>`,
    );
    const answer = await ask(device(fw), 'identity');
    expect(JSON.stringify(answer)).not.toContain('k3y-of-the-test');
    expect(JSON.stringify(answer)).toContain('(key)');
  });
});

describe('repeating', () => {
  it('happens for what may pass, and only so often', async () => {
    let calls = 0;
    const passing = await firewall((_, response) => {
      calls += 1;
      if (calls < 3) return void response.writeHead(503).end('busy');
      return systemInfo;
    });
    expect(await reasonOf(device(passing))).toBe('known');
    expect(calls).toBe(3);
    const failing = await firewall((_, response) => void response.writeHead(503).end('busy'));
    expect(await reasonOf(device(failing))).toMatch(/^busy/);
    expect(failing.asked).toHaveLength(3);
  });

  it.each([403, 16, 17, 7, 12])('does not happen for error code %i', async (code) => {
    const fw = await firewall(() => `<response status="error" code="${code}"/>`);
    await reasonOf(device(fw));
    expect(fw.asked).toHaveLength(1);
  });

  it('happens once with a key that was replaced meanwhile', async () => {
    let current = 'old';
    const fw = await firewall(({ key }) => {
      if (key === 'new') return systemInfo;
      current = 'new';
      return "<response status = 'error' code = '403'><result><msg>Invalid Credential</msg></result></response>";
    });
    expect(await reasonOf(device(fw, { apiKey: async () => current }))).toBe('known');
    expect(fw.asked.map((one) => one.key)).toEqual(['old', 'new']);
  });
});

describe('time', () => {
  it('is limited for each call', async () => {
    const fw = await firewall(() => undefined);
    const slow = device(fw, { timeouts: { callMs: 150 } });
    expect(await reasonOf(slow)).toMatch(/^timeout: fw did not answer within 0\.2 s\.|^timeout: .*0\.1 s\./);
  });

  it('is limited by the question, also for those who wait in the queue', async () => {
    const fw = await firewall(() => undefined);
    const busy = device(fw, { maxConcurrentCalls: 1 });
    const answers = await Promise.all([
      ask(busy, 'identity', {}, 250),
      ask(busy, 'clock', {}, 250),
      ask(busy, 'changes', {}, 250),
    ]);
    for (const answer of answers) expect(answer).toMatchObject({ known: false, reason: 'timeout' });
    expect(fw.asked).toHaveLength(1);
  });
});

describe('what went wrong', () => {
  it('is told where the next try would not end in time', async () => {
    const clock = new MovedClock();
    const fw = await firewall((_, response) => {
      clock.moveAhead(70_000);
      response.socket?.destroy();
      return undefined;
    });
    const answer = await ask(device(fw, {}, clock), 'identity', {}, 100_000);
    expect(answer).toMatchObject({ known: false, reason: 'unreachable' });
    expect(fw.asked).toHaveLength(1);
  });
});

describe('a firewall that keeps failing', () => {
  it('is left alone after some failures', async () => {
    const fw = await firewall(() => systemInfo);
    const away = device(fw);
    await fw.stop();
    const reasons: string[] = [];
    for (let times = 0; times < 7; times += 1) reasons.push((await reasonOf(away)).split(':')[0] ?? '');
    expect(reasons[0]).toBe('unreachable');
    expect(reasons.at(-1)).toBe('busy');
    expect(await reasonOf(away)).toMatch(/: fw refuses the connection, several times in a row;/);
    expect(away.callCount()).toBeLessThan(7);
  });

  it('is asked again when its rest is over by the clock that was given', async () => {
    let aheadMs = 0;
    const clock = { ...systemClock, now: () => new Date(Date.now() + aheadMs) };
    const fw = await firewall(() => systemInfo);
    const away = device(fw, {}, clock);
    await fw.stop();
    const asks = async (): Promise<number> => {
      const before = away.callCount();
      await ask(away, 'identity', {}, aheadMs + 10_000);
      return away.callCount() - before;
    };
    while ((await asks()) > 0);
    aheadMs += 14_000;
    expect(await asks()).toBe(0);
    aheadMs += 2000;
    expect(await asks()).toBeGreaterThan(0);
    expect(await asks()).toBe(0);
  });
});

describe('the number of calls at a time', () => {
  it.each([1, 2, 5])('is at most %i when that is set', async (allowed) => {
    let now = 0;
    let most = 0;
    const fw = await firewall((_, response) => {
      now += 1;
      most = Math.max(most, now);
      setTimeout(() => {
        now -= 1;
        response.end(systemInfo);
      }, 15);
      return undefined;
    });
    const many = device(fw, { maxConcurrentCalls: allowed });
    await Promise.all(Array.from({ length: 12 }, () => ask(many, 'drops')));
    expect(most).toBeLessThanOrEqual(allowed);
    expect(most).toBeGreaterThan(0);
  });
});

describe('the key', () => {
  it('that cannot be had is a gap with the sentence of the configuration, and no call', async () => {
    const fw = await firewall(() => systemInfo);
    const problem = new Problem('secret-missing', {
      what: 'fw',
      detail: 'FW_KEY is not set',
      hint: 'Set FW_KEY.',
    });
    const answer = await ask(device(fw, { apiKey: () => Promise.reject(problem) }), 'identity');
    expect(answer).toMatchObject({
      known: false,
      reason: 'not-configured',
      says: problem.message,
      remedy: 'Set FW_KEY.',
    });
    expect(fw.asked).toEqual([]);
  });

  it('is obtained once with user and password, which no answer repeats', async () => {
    const fw = await firewall(({ form }) =>
      form.get('password') === 'pa55'
        ? '<response status="success"><result><key>abc==</key></result></response>'
        : `<response status="error" code="403"><result><msg>bad ${form.get('password')}</msg></result></response>`,
    );
    const request = { url: fw.url, user: 'bot', ca: fw.ca, clock: systemClock };
    expect(await obtainApiKey({ ...request, password: 'pa55' })).toEqual({ ok: true, value: 'abc==' });
    const refused = await obtainApiKey({ ...request, password: 'wr0ng' });
    expect(refused).toMatchObject({ ok: false, fault: { reason: 'unauthorized' } });
    expect(JSON.stringify(refused)).not.toContain('wr0ng');
    expect(fw.asked).toHaveLength(2);
    expect(
      await obtainApiKey({ ...request, ca: undefined, fingerprint256: 'ab'.repeat(32), password: 'pa55' }),
    ).toMatchObject({ ok: false, fault: { reason: 'untrusted' } });
    expect(fw.asked).toHaveLength(2);
  });
});

describe('settings', () => {
  const good = { vendor: 'panos', url: 'https://192.0.2.1', apiKey: { env: 'K' } } as const;
  it('take a firewall, a pair, or a serial behind Panorama', () => {
    expect(panosSettings.parse(good)).toMatchObject({
      url: 'https://192.0.2.1',
      maxConcurrentCalls: 2,
      timeouts: { callMs: 10_000 },
    });
    expect(
      panosSettings.parse({ ...good, url: undefined, ha: ['https://a.example/', 'https://b.example'] }).ha,
    ).toEqual(['https://a.example', 'https://b.example']);
    expect(
      panosSettings.parse({ ...good, fingerprint256: 'AB:'.repeat(31).concat('AB') }).fingerprint256,
    ).toBe('ab'.repeat(32));
  });

  it.each([
    ['no address', { url: undefined }],
    ['both kinds of address', { ha: ['https://a.example', 'https://b.example'] as [string, string] }],
    ['plain HTTP', { url: 'http://192.0.2.1' }],
    ['a user in the address', { url: 'https://me@192.0.2.1' }],
    ['a short fingerprint', { fingerprint256: 'ab:cd' }],
    ['six calls at a time', { maxConcurrentCalls: 6 }],
    ['a serial with a quote', { panorama: { target: "0' or '1" } }],
    ['a vsys that is none', { vsys: 'all' }],
    ['an unknown key', { insecure: true }],
  ])('refuse %s', (_, change) => {
    expect(panosSettings.safeParse({ ...good, ...change }).success).toBe(false);
  });
});
