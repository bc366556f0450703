// A firewall that prints secrets into every reply: none of them is in what is captured, and each request was asked once.

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CapturedReply } from '../../../../src/domain/capture.js';
import { reads } from '../../../../src/vendors/panos/reads.js';
import { deviceFor, haOff, ok, type ScriptedFirewall, scripted, systemInfo } from './scriptedFirewall.js';

const secrets = ['p1anted-psk', '$5$p1antedhash', 'p1anted-key', 'p1anted-pem'];
const planted =
  '<entry name="a"><pre-shared-key><key>p1anted-psk</key></pre-shared-key><phash>$5$p1antedhash</phash><secret>p1anted-key</secret><private-key>p1anted-pem</private-key><kept>here</kept></entry>';

let firewall: ScriptedFirewall;
beforeAll(async () => {
  firewall = await scripted(({ form }) => {
    const asked = [...form.values()].join(' ');
    if (asked.includes('<state>') && asked.includes('high-availability')) return haOff;
    if (asked.includes('<system><info>')) return systemInfo;
    if (form.get('type') !== 'log') return ok(planted);
    if (form.get('action') === null) return ok('<job>7</job>');
    return ok(`<job><status>FIN</status></job><log><logs count="1">${planted}</logs></log>`);
  });
});
afterAll(() => firewall.stop());

it('captures what a firewall says without its secrets, as XML that is read again', async () => {
  const device = deviceFor(firewall);
  const captured: CapturedReply[] = [];
  const call = {
    signal: new AbortController().signal,
    deadlineAt: new Date(Date.now() + 60_000).toISOString(),
  };
  for await (const one of device.capture(call)) captured.push(one);
  await device.close();
  const names = captured.map(({ read }) => read);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(Object.keys(reads).filter((name) => names.includes(name)));
  const texts = captured.flatMap(({ reply }) => (reply.known ? [reply.value] : []));
  expect(texts.length).toBeGreaterThan(20);
  for (const secret of secrets) expect(texts.filter((text) => text.includes(secret))).toEqual([]);
  const log = captured.find(({ read }) => read === 'vpn-log')?.reply;
  expect(log).toMatchObject({ known: true, value: expect.stringContaining('<kept>here</kept>') });
  expect(texts.every((text) => text.startsWith('<response status="success">\n  <result'))).toBe(true);
});
