// One exchange with a FortiGate: what is sent, what is believed, and what each refusal is told as.

import { afterEach, describe, expect, it } from 'vitest';
import type { Observation } from '../../../../src/domain/observation.js';
import {
  type Answer,
  ask,
  deviceFor,
  refused,
  type ScriptedFortigate,
  scripted,
} from './scriptedFortigate.js';

const open: { stop(): Promise<unknown> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()));
});

async function fortigate(answers: Parameters<typeof scripted>[0]): Promise<ScriptedFortigate> {
  const started = await scripted(answers);
  open.push(started);
  return started;
}

const state: Answer = { results: { hostname: 'fgt-lyon', model: 'FGT61F' } };
const told = (answer: Observation<unknown>): string =>
  answer.known ? 'known' : `${answer.reason}: ${answer.says} ${answer.remedy}`;

describe('a call to a FortiGate', () => {
  it('is a GET with the token in its header and the virtual domain in its query', async () => {
    const firewall = await fortigate({ 'monitor/web-ui/state': state });
    await ask(deviceFor(firewall, { vdom: 'customer' }), 'identity');
    expect(firewall.asked).toMatchObject([{ method: 'GET', token: 'Bearer t0ken-of-the-test' }]);
    expect(firewall.asked[0]?.query.get('vdom')).toBe('customer');
  });

  it('is never sent to an address whose certificate is not trusted', async () => {
    const firewall = await fortigate({ 'monitor/web-ui/state': state });
    const answer = await ask(
      deviceFor(firewall, { caPem: undefined, fingerprint256: 'ab'.repeat(32) }),
      'identity',
    );
    expect(told(answer)).toMatch(/^untrusted: .*not the pinned one; nothing was sent/);
    expect(firewall.asked).toEqual([]);
  });
});

describe('a refused token', () => {
  it('is sent once, and a changed one at once', async () => {
    let token = 'old';
    const firewall = await fortigate({
      'monitor/web-ui/state': ({ token: sent }) =>
        sent === 'Bearer new' ? state : { status: 401, body: '' },
      'monitor/system/status': () => ({ status: 401, body: '' }),
    });
    const device = deviceFor(firewall, { token: async () => token });
    expect(told(await ask(device, 'identity'))).toMatch(/^unauthorized: .*(lockout|trusted hosts)/s);
    expect(told(await ask(device, 'identity'))).toMatch(
      /refuses the API token, .* \(at \d\d:\d\d:\d\d UTC; it was not sent again\)/,
    );
    expect(firewall.asked.length).toBe(1);
    token = 'new';
    expect(told(await ask(device, 'identity'))).toBe('known');
  });
});

describe('an answer', () => {
  it.each<readonly [string, Answer, RegExp]>([
    ['403', refused(403), /^unauthorized: .*may not read `monitor\/system\/time`.*sysgrp to read/s],
    ['404', refused(404), /^not-supported: /],
    ['404 for an object', refused(404, { error: -3 }), /^not-present: /],
    ['500', refused(500, { cli_error: 'internal' }), /^device-error: /],
    ['429', refused(429), /^busy: /],
    ['a page', { status: 200, body: '<html>login</html>' }, /^unreadable: An HTML page/],
    ['nothing', { status: 200, body: '' }, /^unreadable: .*nothing/],
    ['half of it', { status: 200, body: '{"results": {"time": 17' }, /^unreadable: /],
    ['a list of envelopes', { status: 200, body: '[{"results":{}}]' }, /^unreadable: /],
    ['an error that calls itself 200', { status: 200, body: '{"status":"error"}' }, /^device-error: /],
    ['no clock', { results: {} }, /^unreadable: .*clock/],
  ])('that is %s is a gap that says what to do', async (_, answer, expected) => {
    const firewall = await fortigate({
      'monitor/web-ui/state': state,
      'monitor/system/time': answer,
    });
    expect(told(await ask(deviceFor(firewall), 'clock'))).toMatch(expected);
  });
});
