// A wrong key is sent once: refusals count towards a lockout.

import { afterEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../../../src/domain/clock.js';
import type { Device } from '../../../../src/domain/device.js';
import { KeyGate, keyRestMs } from '../../../../src/vendors/https/keyGate.js';
import { createPanosDevice } from '../../../../src/vendors/panos/index.js';
import { type PanosTold, panosTold } from '../../../deviceSettings.js';
import { MovedClock } from '../../../support/movedClock.js';
import {
  answers,
  ask,
  clockNow,
  type Script,
  type ScriptedFirewall,
  scripted,
  systemInfo,
} from './scriptedFirewall.js';

const refusal =
  "<response status = 'error' code = '403'><result><msg>Invalid Credential</msg></result></response>";

const open: { stop(): Promise<unknown> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()));
});

async function firewall(script: Script): Promise<ScriptedFirewall> {
  const started = await scripted(script);
  open.push(started);
  return started;
}

function deviceAt(
  of: ScriptedFirewall,
  clock: Clock,
  more: Partial<PanosTold> = {},
  keyGate = new KeyGate(clock),
): Device {
  const settings = panosTold({
    url: of.url,
    caPem: of.ca,
    apiKey: async () => 'wrong',
    maxConcurrentCalls: 5,
    ...more,
  });
  const device = createPanosDevice(settings, { clock, keyGate });
  open.push({ stop: () => device.close() });
  return device;
}

function gapOf(answer: Awaited<ReturnType<typeof ask>>): string {
  return answer.known ? 'known' : `${answer.reason}: ${answer.says} ${answer.remedy}`;
}

describe('a key that is refused', () => {
  it('is sent once, however many questions come at the same moment and later', async () => {
    const fw = await firewall(() => refusal);
    const device = deviceAt(fw, new MovedClock());
    const kinds = ['identity', 'inventory', 'overview', 'clock', 'ha', 'changes', 'drops'] as const;
    const first = await Promise.all(kinds.map((kind) => ask(device, kind)));
    const later = await ask(device, 'identity');
    expect(fw.asked).toHaveLength(1);
    for (const answer of [...first, later])
      expect(gapOf(answer)).toMatch(
        /^unauthorized: fw refuses the API key: "Invalid Credential".*keygen.*lockout/s,
      );
    expect(gapOf(later)).toMatch(/"Invalid Credential" \(at \d\d:\d\d:\d\d UTC; it was not sent again\)\./);
    expect(device.callCount()).toBe(1);
  });

  it('is sent by none of several firewalls behind the same Panorama', async () => {
    const panorama = await firewall(() => refusal);
    const clock = new MovedClock();
    const gate = new KeyGate(clock);
    const devices = ['0001', '0002', '0003'].map((target) =>
      deviceAt(panorama, clock, { panorama: { target } }, gate),
    );
    await Promise.all(devices.map((device) => ask(device, 'identity')));
    expect(panorama.asked).toHaveLength(1);
  });

  it('is sent again after a while, once', async () => {
    const fw = await firewall(() => refusal);
    const clock = new MovedClock();
    const device = deviceAt(fw, clock);
    await ask(device, 'identity');
    clock.moveAhead(keyRestMs + 1000);
    const until = keyRestMs + 11_000;
    await Promise.all([ask(device, 'identity', {}, until), ask(device, 'clock', {}, until)]);
    expect(fw.asked).toHaveLength(2);
  });

  it('makes way for another one at once', async () => {
    let current = 'wrong';
    const fw = await firewall(({ key }) => (key === 'right' ? systemInfo : refusal));
    const device = deviceAt(fw, new MovedClock(), { apiKey: async () => current });
    await ask(device, 'identity');
    current = 'right';
    expect(gapOf(await ask(device, 'identity'))).toBe('known');
    expect(fw.asked.map((one) => one.key)).toEqual(['wrong', 'right']);
  });

  it('after it was accepted stops as well', async () => {
    let revoked = false;
    const fw = await firewall(() => (revoked ? refusal : systemInfo));
    const device = deviceAt(fw, new MovedClock());
    expect(gapOf(await ask(device, 'identity'))).toBe('known');
    revoked = true;
    for (const kind of ['drops', 'changes', 'clock'] as const) await ask(device, kind);
    expect(fw.asked.filter((_, index) => index > 0)).toHaveLength(1);
  });
});

describe('a key that may not do everything', () => {
  it('goes on asking what it may', async () => {
    const fw = await firewall(
      answers({
        '<clock>': clockNow,
        'type=op': systemInfo,
        'type=log':
          '<response status="error" code="403"><result><msg>Type [log] not authorized for user role.</msg></result></response>',
      }),
    );
    const device = deviceAt(fw, new MovedClock());
    expect(gapOf(await ask(device, 'log'))).toMatch(/^unauthorized: .*may not run `show log system/);
    expect(gapOf(await ask(device, 'identity'))).toBe('known');
  });
});

describe('a firewall that says nothing about the key', () => {
  it('keeps nobody waiting a second time', async () => {
    let calls = 0;
    const fw = await firewall((_, response) => {
      calls += 1;
      if (calls === 1) return void response.socket?.destroy();
      return systemInfo;
    });
    const device = deviceAt(fw, new MovedClock());
    const told = await Promise.all([ask(device, 'identity'), ask(device, 'identity')]);
    expect(told.map(gapOf)).toEqual(['known', 'known']);
  });
});
